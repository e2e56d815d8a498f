"""The last row: the keys that work now, at most eight, in the learner's language."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from engine.text import Language
from tui.widgets.bindings import label

MOST = 8
ALWAYS = ("app.help", "app.language")


class KeyBar(Widget):
    """One row of keys; each can be clicked."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; padding: 0 1; }
    """
    language: Language = "en"

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        self.language = language
        self.refresh()

    def render(self) -> Content:
        """As many keys as fit, help and language last and always there."""
        return Content("  ").join([entry for _, entry in self._fitting()])

    def _fitting(self) -> list[tuple[Binding, Content]]:
        entries = [(binding, self._entry(binding)) for binding in self._shown()]
        always = [pair for pair in entries if pair[0].id in ALWAYS]
        others = [pair for pair in entries if pair[0].id not in ALWAYS][: MOST - len(always)]
        room = self.size.width - sum(entry.cell_length + 2 for _, entry in always)
        kept = []
        for binding, entry in others:
            room -= entry.cell_length + 2
            if room < 0:
                break
            kept.append((binding, entry))
        return [*kept, *always]

    def on_click(self, event: events.Click) -> None:
        """A click on an entry is its key."""
        left = event.x - self.styles.padding.left
        for binding, entry in self._fitting():
            if 0 <= left < entry.cell_length:
                self.app.simulate_key(binding.key)
                return
            left -= entry.cell_length + 2

    def _shown(self) -> list[Binding]:
        seen: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                seen.setdefault(active.binding.action, active.binding)
        return list(seen.values())

    def _entry(self, binding: Binding) -> Content:
        shown = self.app.get_key_display(binding)
        return Content.assemble((shown, "bold $accent"), " ", label(binding, self.language))
