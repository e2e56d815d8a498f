"""Settings: every one with its value and a line of help; a change is saved at once."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.settings import SPECS, SettingSpec
from tui.locale import settings as words
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Dialog, Page
from tui.widgets.status_line import StatusLine

STRIDES = {"reviews_per_day": 10, "learn_ahead": 5, "desired_retention": 0.01, "topic_retention": 0.01}
"""By how much one key press changes a number; 1 elsewhere."""
BY_COMMAND = ("date", "today", "weights")
"""What `backdrill exam`, `study` and `fit` set, which show what it means."""
NAME_WIDTH = 34


class SettingsScreen(Page):
    """Left and right change the value under the cursor."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left,minus", "change(-1)", "settings.less"),
        key("right,plus,equals_sign", "change(1)", "settings.more"),
        key("backspace,delete", "default", "settings.default"),
        key("ctrl+z", "none", "study.undo", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The list, and below it what the cursor is on."""
        yield StatusLine()
        with Vertical(id="list", classes="section"):
            yield Rows()
        yield Static(id="told", markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """Every row again."""
        self.query_one(StatusLine).show(Content.styled(self.said(words.TITLE), "bold"), Content(self.said(words.HOW)))
        rows = self.query_one(Rows)
        rows.fill([Row(self._line(name), name) for name in self._names()])
        rows.focus()
        self._tell(rows.name_at_cursor)

    def _names(self) -> list[str]:
        names = []
        for name in SPECS:
            if name == "topic_retention":
                names += [f"{name}/{topic}" for topic in self.backdrill.context.library.topics]
            elif SPECS[name].kind not in BY_COMMAND:
                names.append(name)
        return names

    def _line(self, name: str) -> Content:
        label = self._label(name)
        padded = Content(label).truncate(NAME_WIDTH, ellipsis=True)
        padded = padded.pad_right(NAME_WIDTH - padded.cell_length)
        return Content.assemble(padded, "  ", (f"◂ {self._shown(name)} ▸", "bold $accent"))

    def _label(self, name: str) -> str:
        plain, _, topic = name.partition("/")
        title = self.backdrill.context.library.topics[topic].title if topic else None
        return self.said(words.SETTINGS[plain].label, topic=self.said(title) if title else "")

    def _value(self, name: str) -> Any:
        plain, _, topic = name.partition("/")
        value = self.backdrill.context.memory.settings.get(plain)
        return value.get(topic) if topic else value

    def _shown(self, name: str) -> str:
        value = self._value(name)
        if value is None:
            return self.said(words.DEFAULT)
        if isinstance(value, bool):
            return self.said(words.ON if value else words.OFF)
        if isinstance(value, list):
            return " ".join(f"{minutes:g}" for minutes in value)
        names = {**words.LANGUAGE_NAMES, **words.THEME_NAMES, **words.DENSITY_NAMES}
        return self.said(names[value]) if isinstance(value, str) else f"{value:g}"

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell(event.name)

    def _tell(self, name: str) -> None:
        plain = name.partition("/")[0]
        spec = SPECS.get(plain)
        if spec is None:
            return
        lines = [self.said(words.SETTINGS[plain].help)]
        if spec.kind in ("integer", "float"):
            lines.append(self.said(words.ALLOWED, low=spec.low, high=spec.high, default=spec.default))
        else:
            lines.append(self.said(words.KEYMAP, path=self.backdrill.context.locations.keymap))
        self.query_one("#told", Static).update("\n".join(lines))

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        if event.name == "learning_steps":
            self.app.push_screen(StepsDialog(self._shown(event.name)), self._steps)
        else:
            self.action_change(1)

    def _steps(self, steps: list[float] | None) -> None:
        if steps is not None:
            self._keep("learning_steps", steps)

    def action_none(self) -> None:
        """Settings are not part of undo."""

    def action_change(self, by: int) -> None:
        """One step less or more, or the choice before or after."""
        name = self.query_one(Rows).name_at_cursor
        spec = SPECS.get(name.partition("/")[0])
        if spec is None or spec.kind == "steps":
            return
        self._keep(name, self._changed(spec, self._value(name), by))

    def _changed(self, spec: SettingSpec, value: Any, by: int) -> Any:
        if spec.kind == "flag":
            return not value
        if spec.kind == "choice":
            return spec.choices[(spec.choices.index(value) + by) % len(spec.choices)]
        if value is None:
            value = self.backdrill.context.memory.settings.get("desired_retention")
        moved = round(value + by * STRIDES.get(spec.name, 1), 4)
        return (
            min(spec.high, max(spec.low, moved))
            if spec.kind != "integer"
            else int(min(spec.high, max(spec.low, moved)))
        )

    def action_default(self) -> None:
        """Back to the default."""
        name = self.query_one(Rows).name_at_cursor
        plain, _, topic = name.partition("/")
        if plain in SPECS:
            self._keep(name, None if topic else SPECS[plain].default)

    def _keep(self, name: str, value: Any) -> None:
        plain, _, topic = name.partition("/")
        if topic:
            kept = {**self.backdrill.context.memory.settings.get(plain), topic: value}
            value = {key: number for key, number in kept.items() if number is not None}
        self.backdrill.keep(plain, value)
        if plain == "language" and value:
            self.backdrill.language = value
        if plain in ("theme", "density", "animation"):
            self.backdrill.dress()
        self.speak()


class StepsDialog(Dialog):
    """The learning steps as minutes; gives a list back, or None."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """One field and its keys."""
        with Vertical(classes="dialog"):
            field = Input(self._text, max_length=60, compact=True)
            field.cursor_blink = False
            yield field
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = self.said(words.SETTINGS["learning_steps"].label)
        self.query_one("#keys", Static).update(self.said(words.STEPS_KEYS))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            steps = [float(part) for part in event.value.split()]
        except ValueError:
            steps = [0.0]
        if SPECS["learning_steps"].kind == "steps" and len(steps) <= 5 and all(1 <= step <= 720 for step in steps):
            self.dismiss(steps)
        else:
            self.query_one("#keys", Static).update(self.said(words.BAD_STEPS))
