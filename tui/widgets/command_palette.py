"""The command palette's entries, made from the present state: what works here, every room, topics, themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.locale import app as words
from tui.navigation import HOME
from tui.shell import Shell
from tui.widgets.bindings import explained, label

Command = tuple[str, str, Callable[[], Any]]


class PresentCommands(Provider):
    """Entries read `group: verb object`."""

    @property
    def backdrill(self) -> Shell:
        """The app."""
        return cast(Shell, self.app)

    def commands(self) -> Iterator[Command]:
        """(entry, help, what it does) of everything that can be done now."""
        yield from self._keys()
        if self.backdrill.ready:
            yield from self._rooms()
            yield from self._topics()
        yield from self._themes()

    def _keys(self) -> Iterator[Command]:
        seen = set()
        language = self.backdrill.language
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if "." in (binding.id or "") and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                name = f"{self.backdrill.said(words.HERE_GROUP)}: {label(binding, language)}"
                act = partial(self.app.run_action, binding.action, cast(Any, active.node))
                yield name, explained(binding, language), act

    def _rooms(self) -> Iterator[Command]:
        for name, entry in HOME.items():
            said = f"{self.backdrill.said(words.SCREEN_GROUP)}: {self.backdrill.said(entry.label)}"
            yield said, self.backdrill.said(entry.help), partial(self.backdrill.go, name)

    def _topics(self) -> Iterator[Command]:
        for topic in self.backdrill.context.library.topics.values():
            said = self.backdrill.said(words.STUDY_TOPIC).format(title=self.backdrill.said(topic.title))
            name = f"{self.backdrill.said(words.TOPIC_GROUP)}: {said}"
            yield name, self.backdrill.said(topic.summary), partial(self.backdrill.go, "study", topics=[topic.id])

    def _themes(self) -> Iterator[Command]:
        for theme in self.app.available_themes:
            said = self.backdrill.said(words.SWITCH_THEME).format(name=theme)
            yield f"{self.backdrill.said(words.THEME_GROUP)}: {said}", "", partial(setattr, self.app, "theme", theme)

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for name, told, act in self.commands():
            yield DiscoveryHit(name, act, help=told)

    async def search(self, query: str) -> Hits:
        """The commands that match."""
        matcher = self.matcher(query)
        for name, told, act in self.commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), act, help=told)
