"""The smallest app that can hold the laboratory: a language, our themes, nothing of the learner's."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

from textual.app import App
from textual.reactive import reactive

from content.library import Library
from engine.text import Language
from tests.shipped import deck
from tui.screens.laboratory import LaboratoryScreen
from tui.text import line_breaking
from tui.themes import THEMES


class LaboratoryApp(App[None]):
    """Opens the laboratory with `options`."""

    CSS_PATH = "../../../tui/app.tcss"
    BINDINGS = [("ctrl+q", "quit", "Quit"), ("f2", "switch", "Language")]  # noqa: RUF012
    language: reactive[Language] = reactive("en", init=False)

    def __init__(self, language: Language = "en", **options: Any) -> None:
        super().__init__()
        self.set_reactive(LaboratoryApp.language, language)
        self.options = options
        self.context = SimpleNamespace(library=Library((deck(),)))

    def on_mount(self) -> None:
        line_breaking.install()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "backdrill-dark"
        self.push_screen(LaboratoryScreen(**self.options))

    def back(self) -> None:
        self.pop_screen()

    def action_switch(self) -> None:
        self.language = "zh" if self.language == "en" else "en"
        for screen in self.screen_stack:
            if isinstance(screen, LaboratoryScreen):
                screen.spoken()


if __name__ == "__main__":
    chosen: Language = "zh" if "zh" in sys.argv else "en"
    LaboratoryApp(chosen).run()
