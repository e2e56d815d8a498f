"""The app: it opens rooms, speaks two languages, and lets nothing heavy delay its first paint."""

from __future__ import annotations

import gc
from asyncio import get_running_loop
from importlib import import_module
from typing import Any, ClassVar

from textual import constants, work
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import WorkerFailed

from engine.text import LANGUAGES, Language, Text
from tui import unexpected
from tui.cli.process_memory import give_memory_back
from tui.context import Context
from tui.key_queue import KeysInOrder
from tui.locale import app as words
from tui.navigation import opened
from tui.plain_signs import PlainSigns
from tui.screens.home import HomeScreen
from tui.shell import Opened, Shell, Trouble
from tui.text import line_breaking
from tui.themes import THEMES
from tui.widgets.bindings import key
from tui.widgets.screen_base import Page, Speaking

PATIENCE_SECONDS = 0.5
"""How long the screen may freeze because another program writes; then the learner is told and can try again."""
TOLD = 5
"""How many bad lines of the learner's keymap are shown at once."""


class Backdrill(KeysInOrder):
    """The terminal app. `start` names the first screen, `options` are what it is opened with."""

    CSS_PATH = ["app.tcss", "screens/home.tcss"]  # noqa: RUF012 - Textual's own shape
    TITLE = "Backdrill"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1", "help", "app.help", priority=True),
        key("f2", "switch_language", "app.language", priority=True),
        key("ctrl+p", "command_palette", "app.palette", show=False, priority=True),
        key("ctrl+o", "jump", "app.jump", show=False, priority=True),
        key("ctrl+q", "quit", "app.quit", show=False, priority=True),
    ]
    language: reactive[Language] = reactive("en", init=False)
    ready: reactive[bool] = reactive(False, init=False)

    def __init__(
        self, context: Context, start: str = "home", driver: type[Driver] | None = None, **options: Any
    ) -> None:
        super().__init__(driver)
        self.context = context
        self.set_reactive(Backdrill.language, context.language)
        self.opens_at, self._options = start, options
        self.failed = ""
        self.uncaught: Exception | None = None
        self._signs = PlainSigns(enabled=False)
        self._filters.append(self._signs)

    @property
    def takes_keys(self) -> bool:
        """Keys typed while the memory opens are kept and act then."""
        return self.ready or bool(self.failed)

    def watch_ready(self) -> None:
        """Handle the keys that were typed meanwhile."""
        self.call_later(self.act_on_keys)

    # ── opening ─────────────────────────────────────────────────────────────────────────────────────────────

    def get_default_screen(self) -> Screen[Any]:
        """Home, at once, as a skeleton that fills in."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Paint first, then open the memory. What no one awaits is logged, not written over the screen."""
        get_running_loop().set_exception_handler(
            lambda _, found: unexpected.log(found.get("exception"), self.context.locations.data)
        )
        self._prepare()
        self.call_after_refresh(self._open)

    def _prepare(self) -> None:
        line_breaking.install()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def dress(self) -> None:
        """Theme, density, signs and animation as the settings have them."""
        settings = self.context.memory.settings
        self.theme = settings.theme
        self.set_class(settings.density == "compact", "-compact")
        self._draw_signs(settings.plain_signs)
        self.animation_level = constants.TEXTUAL_ANIMATIONS if settings.animation else "none"

    def _draw_signs(self, plain: bool) -> None:
        if self._signs.enabled != plain:
            self._signs.enabled = plain
            for screen in self.screen_stack:
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()

    @work(thread=True, exclusive=True, group="opening")
    def _open(self) -> None:
        """Open what is behind the context's doors, in a thread, behind the first paint."""
        from tui.expected_errors import EXPECTED, sentence  # the decks and NumPy: 140 ms after the first paint

        give_memory_back()
        try:
            self.context.library  # noqa: B018 - opens it
            self.context.memory  # noqa: B018 - opens it
            import_module("tui.screens.study")
        except EXPECTED as error:
            self.post_message(Trouble(sentence(error, self.language), fatal=True))
        else:
            self.post_message(Opened())

    def on_opened(self) -> None:
        """Settings rule from here on; then the room that was asked for."""
        self.context.memory.store.wait_for_others(PATIENCE_SECONDS)
        settings = self.context.memory.settings
        if settings.language:
            self.language = "zh" if settings.language == "zh" else "en"
        self.dress()
        self._use_keymap()
        self.ready = True
        for folder in self.context.library.broken:
            self.notify(self.said(words.DECK_TROUBLE).format(folder=folder), severity="warning", timeout=10)
        for warning in self.context.notices():
            self.notify(self.said(warning), severity="warning", timeout=15, markup=False)
        self.call_after_refresh(self._settle)
        self._enter()

    def _settle(self) -> None:
        """What is alive now stays alive: later collections need not look at it (a full pass costs 50 ms)."""
        gc.collect()
        gc.freeze()
        gc.enable()

    def _enter(self) -> None:
        if self.opens_at != "home":
            self.go(self.opens_at, **self._options)
        elif not self.context.memory.settings.welcomed and self.context.library.questions:
            self.go("welcome")

    def _use_keymap(self) -> None:
        if not self.context.locations.keymap.exists():
            return
        from tui.keymap import read_keymap  # YAML, for those who have keys of their own

        keys, troubles = read_keymap(self.context.locations.keymap)
        self.set_keymap(keys)
        for trouble in troubles[:TOLD]:
            self.notify(self.said(trouble.text), severity="warning", timeout=15, markup=False)

    def on_trouble(self, message: Trouble) -> None:
        """Say it over whatever is shown."""
        from tui.dialogs.error import TroubleDialog  # as all dialogs, after the first paint

        if message.fatal:
            self.failed = message.sentence
            gc.enable()
        self.push_screen(TroubleDialog(message.sentence))

    def _handle_exception(self, error: Exception) -> None:
        """What no screen caught, in a handler or a worker. Expected trouble of a worker is told. Anything else ends the
        app, and the command line says why; Textual would print a traceback."""
        from tui.expected_errors import EXPECTED, sentence  # as in _open

        if self._exit or self.uncaught is not None:
            return
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, EXPECTED):
            self.post_message(Trouble(sentence(cause, self.language)))
            return
        self.uncaught = cause if isinstance(cause, Exception) else error
        if isinstance(cause, EXPECTED):
            self.exit(return_code=2)
        else:
            self.keep_typed()
            super()._handle_exception(self.uncaught)

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────

    def end(self, code: int) -> None:
        """Leave because of a signal, from its handler."""
        if self._loop is None:
            raise SystemExit(code)
        self._loop.call_soon_threadsafe(self.exit, None, code)

    def on_exit_app(self) -> None:
        """Keep drafts, however the app ends."""
        self.keep_typed()

    def keep_typed(self) -> None:
        """Put what was typed and not given on disk."""
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.keep_typed()

    # ── rooms ───────────────────────────────────────────────────────────────────────────────────────────────

    def go(self, name: str, **options: Any) -> None:
        """Open a screen over the present one."""
        if self.ready:
            self.push_screen(opened(name, **options))
        else:
            self.notify(self.failed or self.said(words.NOT_YET))

    def switch(self, name: str, **options: Any) -> None:
        """Open a screen in place of the present one."""
        self.switch_screen(opened(name, **options))

    def back(self) -> None:
        """Leave the screen on top; home stays."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    # ── language ────────────────────────────────────────────────────────────────────────────────────────────

    def said(self, text: Text) -> str:
        """`text` in the learner's language."""
        return text.said(self.language)

    def watch_language(self, language: Language) -> None:
        """Every screen that is open speaks it at once."""
        self.context.language = language
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.spoken()

    def action_switch_language(self) -> None:
        """The other language, remembered."""
        self.language = LANGUAGES[1 - LANGUAGES.index(self.language)]
        if self.ready:
            self.keep("language", self.language)

    def keep(self, name: str, value: object) -> None:
        """Store a setting; say so when that fails."""
        from db.errors import DatabaseTrouble  # as in _open
        from tui.expected_errors import sentence

        try:
            self.context.memory.settings.set(name, value)
        except DatabaseTrouble as error:
            self.post_message(Trouble(sentence(error, self.language)))

    # ── help and commands ───────────────────────────────────────────────────────────────────────────────────

    def action_help(self) -> None:
        """Every key that works here, with what it does."""
        from tui.dialogs.help import HelpDialog  # formulas and NumPy: 110 ms after the first paint

        if isinstance(self.screen, HelpDialog):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpDialog([active.binding for active in self.screen.active_bindings.values()]))

    def action_jump(self) -> None:
        """Letters on everything that can be gone to."""
        from tui.screens.jump import JumpScreen, targets  # after the first paint

        found = [] if isinstance(self.screen, JumpScreen | CommandPalette) else targets(self.screen)
        if found:
            self.push_screen(JumpScreen(found))
        else:
            self.notify(self.said(words.NO_PLACES))

    def action_command_palette(self) -> None:
        """Commands made from the present state."""
        from tui.widgets.command_palette import PresentCommands  # after the first paint

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette([PresentCommands]))


_: type[Shell] = Backdrill  # mypy holds the app to what its screens know of it
