"""A register of declared things: Backdrill's own, and those of other installed packages.

Backdrill's own are in `<package>/<topic>/<name>.py`, so that one is found by its name without importing the others. A
package adds its own through an entry-point group; each entry names one thing, or a module that holds some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from engine.text import Text


class Named(Protocol):
    """What a register holds."""

    @property
    def name(self) -> str:
        """Unique, and the name of the file."""


T = TypeVar("T", bound=Named)


class Register(Generic[T]):
    """Things of one type, kept once they are loaded. `noun` is what messages call one of them."""

    def __init__(
        self, package: ModuleType, group: str, kind: type[T], noun: Text, order: Callable[[T], tuple[str, ...]]
    ) -> None:
        self._package, self._group, self._kind, self._noun, self._order = package, group, kind, noun, order

    def catalogue(self) -> Mapping[str, T]:
        """All by name, our own first, in their order."""
        return self._loaded[0]

    def troubles(self) -> tuple[Text, ...]:
        """Why some of other packages are missing, one sentence each. Backdrill's own are never missing."""
        return self._loaded[1]

    def get(self, name: str) -> T | None:
        """The one with this name. One of our own is imported alone."""
        return self._own(name) if name in self.modules else self.catalogue().get(name)

    def in_module(self, module: object) -> Iterator[T]:
        """Those in `module`, in their order."""
        found = {id(item): item for item in vars(module).values() if isinstance(item, self._kind)}
        yield from sorted(found.values(), key=self._order)

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The module of each of our own by its name, from the file names alone."""
        return {
            file.name: f"{self._package.__name__}.{topic.name}.{file.name}"
            for folder in self._package.__path__
            for topic in iter_modules([folder])
            for file in iter_modules([f"{folder}/{topic.name}"])
            if not file.name.startswith("_")
        }

    def _own(self, name: str) -> T:
        """Import the file of our own `name`, which declares it under that name."""
        found = getattr(import_module(self.modules[name]), name, None)
        if not isinstance(found, self._kind) or found.name != name:
            raise TypeError(f"{self.modules[name]} declares no {self._noun.en} '{name}'")
        return found

    @cached_property
    def _loaded(self) -> tuple[Mapping[str, T], tuple[Text, ...]]:
        own = sorted(map(self._own, self.modules), key=self._order)
        known = {item.name: item for item in own}
        found: list[Text] = []
        for entry in entry_points(group=self._group):
            found += self._announced(entry, known)
        return known, tuple(found)

    def _announced(self, entry: EntryPoint, known: dict[str, T]) -> list[Text]:
        """Add those of another package to `known`; returns what is wrong with it, a sentence each."""
        try:
            loaded = entry.load()
        except Exception as error:  # a broken package must not stop Backdrill
            said = Text("{noun}s '{where}' cannot be loaded: {why}", "无法加载{noun}“{where}”：{why}")
            return [self._said(said, where=f"{entry.name} ({entry.value})", why=f"{type(error).__name__}: {error}")]
        items: list[T] = []
        if isinstance(loaded, self._kind):
            items = [loaded]
        elif isinstance(loaded, ModuleType):
            items = list(self.in_module(loaded))
        if not items:
            said = Text("{noun}s '{where}': no {noun} is there", "“{where}”中没有{noun}")
            return [self._said(said, where=f"{entry.name} ({entry.value})")]
        taken = [item.name for item in items if known.setdefault(item.name, item) is not item]
        said = Text(
            "{noun} '{name}' of '{entry}' is left out: that name is taken", "“{entry}”的{noun}“{name}”未加载：重名"
        )
        return [self._said(said, name=name, entry=entry.name) for name in taken]

    def _said(self, sentence: Text, **values: str) -> Text:
        return Text(sentence.en.format(noun=self._noun.en, **values), sentence.zh.format(noun=self._noun.zh, **values))
