"""One knob: a slider, a choice, or a field for an array. Arrows turn it, Enter types into it, the mouse drags it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from engine.parameters import Array, Choice, FloatArray, Parameter, ParameterError, Value
from engine.text import Language
from tui.locale import laboratory as words
from tui.text.sanitize import line
from tui.widgets.bindings import lab_key, speak_keys
from tui.widgets.slider_steps import LARGE, allowed, at, fraction, shown, turned, typed


class Knob(Widget, can_focus=True):
    """Two rows: label and value, slider or options. Posts `Turned`, and `EditArray` where an array is to be edited."""

    DEFAULT_CSS = """
    Knob { height: 2; width: 1fr; padding: 0 1; }
    Knob:focus { background: $accent 15%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        lab_key("left,minus", "turn(-1)", "knob.less"),
        lab_key("right,plus", "turn(1)", "knob.more"),
        lab_key("shift+left", f"turn(-{LARGE})", "knob.less", show=False),
        lab_key("shift+right", f"turn({LARGE})", "knob.more", show=False),
        lab_key("enter", "edit", "knob.edit", show=False),
        lab_key("down", "app.focus_next", "knob.next", show=False),
        lab_key("up", "app.focus_previous", "knob.previous", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The parameter called `name` now is `value`, which is always within its range."""

        name: str
        value: Value

    @dataclass
    class EditArray(Message):
        """The learner wants to fill in the array of `knob`; its `take` receives what comes of it."""

        knob: Knob
        parameter: Array
        value: FloatArray

    def __init__(self, parameter: Parameter, value: Value, language: Language) -> None:
        super().__init__()
        self.parameter, self.value, self.language = parameter, value, language
        self._typed: str | None = None
        self._refused = ""
        speak_keys(self, language)

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        self.language = language
        speak_keys(self, language)
        self.refresh()

    def put(self, value: Value) -> None:
        """Set without a message."""
        self.value = value
        self._typed, self._refused = None, ""
        self.refresh()

    def render(self) -> Content:
        """Label and value over the slider, or all on one row where the knob is only one high."""
        width = max(8, self.size.width)
        if self.size.height == 1:
            return self._flat(width)
        label = Content(line(self.parameter.label.said(self.language)))
        value = Content.styled(line(shown(self.parameter, self.value, self.language)), "bold $accent")
        room = max(4, width - value.cell_length - 1)
        head = label.truncate(room, ellipsis=True, pad=True) + Content(" ") + value
        return Content("\n").join([head.truncate(width, ellipsis=True), self._lower(width)])

    def _flat(self, width: int) -> Content:
        label = Content(line(self.parameter.label.said(self.language)))
        value = Content.styled(line(shown(self.parameter, self.value, self.language)), "bold $accent")
        side = min(30, width // 3)
        if self._typed is not None or isinstance(self.parameter, Choice):
            lower = self._lower(width - side - 1)
            return label.truncate(side, ellipsis=True, pad=True) + Content(" ") + lower
        middle = max(4, width - side - max(12, value.cell_length) - 2)
        lower = self._lower(middle).truncate(middle, pad=True)
        return label.truncate(side, ellipsis=True, pad=True) + Content(" ") + lower + Content(" ") + value

    def _slider(self) -> tuple[int, int]:
        """(first cell, width) of the slider."""
        width = max(8, self.size.width)
        if self.size.height > 1:
            return 0, width
        side = min(30, width // 3)
        value = Content(line(shown(self.parameter, self.value, self.language)))
        return side + 1, max(4, width - side - max(12, value.cell_length) - 2)

    def _lower(self, width: int) -> Content:
        if self._typed is not None:
            tail = self._typed[-(width - 4) :]
            hint = self._refused or words.TYPING.said(self.language)
            style = "$error" if self._refused else "$text-muted"
            field = Content.assemble((f"› {tail}▏", "bold"), " ", (hint, style))
            return field.truncate(width, ellipsis=True)
        if isinstance(self.parameter, Array):
            return Content.styled("‹ Enter ›", "$text-muted")
        if isinstance(self.parameter, Choice):
            return self._options(self.parameter, width)
        filled = round(fraction(self.parameter, self.value) * (width - 1))
        return Content.assemble(
            ("━" * filled, "$accent"), ("●", "bold $accent"), ("─" * (width - 1 - filled), "$foreground 30%")
        )

    def _options(self, choice: Choice, width: int) -> Content:
        chosen = choice.accept(self.value)
        entries = []
        for option in choice.options:
            mark, style = ("●", "bold $accent") if option is chosen or option == chosen else ("○", "$text-muted")
            entries.append(Content.styled(f"{mark} {line(choice.label_of(option).said(self.language))}", style))
        row = Content("  ").join(entries)
        if row.cell_length <= width:
            return row
        place = choice.options.index(chosen) + 1
        return Content.styled(f"◂ {place}/{len(choice.options)} ▸", "$text-muted")

    def action_turn(self, steps: int) -> None:
        """Up or down by small steps; it stops at the ends."""
        self.take(turned(self.parameter, self.value, steps))

    def action_edit(self) -> None:
        """Type the value, or have the array edited."""
        if isinstance(self.parameter, Array) and self.parameter.ndim <= 2:
            self.post_message(self.EditArray(self, self.parameter, self.parameter.accept(self.value)))
        elif not isinstance(self.parameter, Choice):
            self._typed = typed(self.value)
            self.refresh()
        else:
            self.action_turn(1)

    def take(self, value: Value | None) -> None:
        """Turn to `value` and tell; None leaves everything as it is."""
        if value is None or (not isinstance(self.parameter, Array) and value == self.value):
            return
        self.value = value
        self._typed, self._refused = None, ""
        self.refresh()
        self.post_message(self.Turned(self.parameter.name, value))

    def on_key(self, event: events.Key) -> None:
        """Typing: digits begin it, Enter takes it, Esc drops it."""
        begins = event.character is not None and event.character.isdigit() and not isinstance(self.parameter, Choice)
        if self._typed is None and not begins:
            return
        event.stop()
        event.prevent_default()
        self._type(event)
        self.refresh()

    def _type(self, event: events.Key) -> None:
        self._refused = ""
        text = self._typed or ""
        if event.key == "enter":
            self._accept(text)
        elif event.key == "escape":
            self._typed = None
        elif event.key in ("backspace", "delete"):
            self._typed = text[:-1]
        elif event.character and event.is_printable and len(text) < 4000:
            self._typed = text + event.character

    def _accept(self, text: str) -> None:
        try:
            value = self.parameter.parse(text) if text.strip() or not isinstance(self.parameter, Array) else None
            value = self.parameter.accept(()) if value is None else value
        except ParameterError:
            said = allowed(self.parameter, self.language)
            self._refused = words.REFUSED.said(self.language).format(allowed=said)
            return
        self._typed = None
        self.take(value)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the slider."""
        self.focus()
        if isinstance(self.parameter, Array):
            self.action_edit()
        elif isinstance(self.parameter, Choice):
            self._click(self.parameter, event.x - 1 - self._slider()[0])
        elif event.y == self.size.height - 1:
            self.capture_mouse()
            self._drag(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse while it holds the slider."""
        if self.app.mouse_captured is self:
            self._drag(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self.release_mouse()

    def _drag(self, x: int) -> None:
        first, width = self._slider()
        self.take(at(self.parameter, (x - 1 - first) / max(1, width - 1)))

    def _click(self, choice: Choice, x: int) -> None:
        start = 0
        for option in choice.options:
            start += cell_len(line(choice.label_of(option).said(self.language))) + 4
            if x < start:
                self.take(option)
                return
        self.action_turn(1)

    def on_blur(self) -> None:
        """Drop what was typed and not confirmed."""
        self._typed = None
        self.refresh()
