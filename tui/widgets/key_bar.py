"""The last row: the keys that work now, at most eight, in the learner's language."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from engine.text import Language
from tui.widgets.keys import label

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
        bindings = self._shown()
        always = [self._entry(b) for b in bindings if b.id in ALWAYS]
        others = [self._entry(b) for b in bindings if b.id not in ALWAYS]
        room = self.size.width - sum(entry.cell_length + 2 for entry in always)
        kept: list[Content] = []
        for entry in others[: MOST - len(always)]:
            room -= entry.cell_length + 2
            if room < 0:
                break
            kept.append(entry)
        return Content("  ").join([*kept, *always])

    def _shown(self) -> list[Binding]:
        seen: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                seen.setdefault(active.binding.action, active.binding)
        return list(seen.values())

    def _entry(self, binding: Binding) -> Content:
        click = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
        shown = self.app.get_key_display(binding)
        return Content.assemble((shown, "bold $accent"), " ", label(binding, self.language)).stylize(click)
