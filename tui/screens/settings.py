"""Settings: every one with its value and a line of help; a change is saved at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.setting_kinds import Integer, Minutes, Number, PerTopic, Setting, TopicNumber
from db.settings import SPECS, Settings
from tui.locale import settings as words
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Dialog, Page
from tui.widgets.status_line import StatusLine

NAME_WIDTH = 34


class SettingsScreen(Page):
    """Left and right change the value under the cursor."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left,minus", "change(-1)", "settings.less"),
        key("right,plus,equals_sign", "change(1)", "settings.more"),
        key("backspace,delete", "default", "settings.default"),
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
        rows.fill([Row(self._line(one), _row_name(one), one) for one in self._settings()])
        rows.focus()
        self._tell(rows.target_at_cursor)

    def _settings(self) -> Iterator[Setting[Any]]:
        """Every setting that has a row; one that goes by topic has a row for each."""
        kept = self.backdrill.context.memory.settings
        for one in SPECS.values():
            if isinstance(one, PerTopic) and one.shown_on_screen:
                for topic in self.backdrill.context.library.topics:
                    yield one.of(topic, kept.value(one), kept.desired_retention)
            elif one.shown_on_screen:
                yield one

    def _line(self, one: Setting[Any]) -> Content:
        padded = Content(self._label(one)).truncate(NAME_WIDTH, ellipsis=True)
        padded = padded.pad_right(NAME_WIDTH - padded.cell_length)
        return Content.assemble(padded, "  ", (f"◂ {self._shown(one)} ▸", "bold $accent"))

    def _label(self, one: Setting[Any]) -> str:
        label = one.label.said(self.backdrill.language)
        if isinstance(one, TopicNumber):
            return label.format(topic=self.said(self.backdrill.context.library.topics[one.topic].title))
        return label

    def _value(self, one: Setting[Any]) -> Any:
        return one.present if isinstance(one, TopicNumber) else self.backdrill.context.memory.settings.value(one)

    def _shown(self, one: Setting[Any]) -> str:
        value = self._value(one)
        return self.said(words.DEFAULT) if value is None else one.shown(value).said(self.backdrill.language)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell(event.target)

    def _tell(self, one: object) -> None:
        if not isinstance(one, Setting):
            return
        lines = [one.help.said(self.backdrill.language)]
        if isinstance(one, Number | Integer):
            lines.append(self.said(words.ALLOWED, low=one.low, high=one.high, default=f"{one.default:g}"))
        else:
            lines.append(self.said(words.KEYMAP, path=self.backdrill.context.locations.keymap))
        self.query_one("#told", Static).update("\n".join(lines))

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        if isinstance(event.target, Minutes):
            self.app.push_screen(StepsDialog(event.target, self._shown(event.target)), self._steps)
        else:
            self.action_change(1)

    def _steps(self, steps: list[float] | None) -> None:
        if steps is not None:
            self._keep(Settings.learning_steps, steps)

    def action_change(self, by: int) -> None:
        """One step less or more, or the choice before or after."""
        one = self.query_one(Rows).target_at_cursor
        if isinstance(one, Setting) and one.steps:
            value = self._value(one)
            self._keep(one, one.moved(one.default if value is None else value, by))

    def action_default(self) -> None:
        """Back to the default."""
        one = self.query_one(Rows).target_at_cursor
        if isinstance(one, Setting):
            self._keep(one, None if isinstance(one, TopicNumber) else one.default)

    def _keep(self, one: Setting[Any], value: Any) -> None:
        self.backdrill.keep(one.name, one.kept(value) if isinstance(one, TopicNumber) else value)
        if one is Settings.language and value:
            self.backdrill.language = value
        if one in (Settings.theme, Settings.density, Settings.animation, Settings.plain_signs):
            self.backdrill.dress()
        self.speak()


def _row_name(one: Setting[Any]) -> str:
    return f"{one.name}/{one.topic}" if isinstance(one, TopicNumber) else one.name


class StepsDialog(Dialog):
    """The learning steps as minutes; gives a list back, or None."""

    def __init__(self, setting: Minutes, text: str) -> None:
        super().__init__()
        self._setting, self._text = setting, text

    def compose(self) -> ComposeResult:
        """One field and its keys."""
        with Vertical(classes="dialog"):
            field = Input(self._text, max_length=60, compact=True)
            field.cursor_blink = False
            yield field
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = self._setting.label.said(self.backdrill.language)
        self.query_one("#keys", Static).update(self.said(words.STEPS_KEYS))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            steps = [float(part) for part in event.value.split()]
        except ValueError:
            steps = [0.0]
        if self._setting.fits(steps):
            self.dismiss(steps)
        else:
            allowed = self._setting.allowed().said(self.backdrill.language)
            self.query_one("#keys", Static).update(self.said(words.BAD_STEPS, allowed=allowed))
