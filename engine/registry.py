"""All demonstrations: Backdrill's own, and those of other installed packages.

Backdrill's own are in `engine/demonstrations/<topic>/<name>.py`, so that one is found by its name without importing the
others. A package adds its own through the entry-point group `backdrill.demonstrations`; each entry names a
`Demonstration`, or a module that holds some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from types import ModuleType

import numpy as np

from engine import demonstrations
from engine.demonstration import Demonstration
from engine.messages import ExpectedError, suggestion
from engine.text import Text

GROUP = "backdrill.demonstrations"


class UnknownDemonstration(ExpectedError, LookupError):
    """No demonstration has this name; the message suggests the nearest one."""


def in_module(module: object) -> Iterator[Demonstration]:
    """The demonstrations in `module`, in the order of their numbers."""
    found = {id(item): item for item in vars(module).values() if isinstance(item, Demonstration)}
    yield from sorted(found.values(), key=lambda item: item.number)


def catalogue() -> Mapping[str, Demonstration]:
    """All demonstrations by name, our own first and in the order of their numbers."""
    return _load()[0]


def troubles() -> tuple[Text, ...]:
    """Why demonstrations of other packages are missing, one sentence each. Backdrill's own are never missing."""
    return _load()[1]


@cache
def _modules() -> Mapping[str, str]:
    """The module of each of our demonstrations by its name, from the file names alone."""
    return {
        file.name: f"{demonstrations.__name__}.{topic.name}.{file.name}"
        for folder in demonstrations.__path__
        for topic in iter_modules([folder])
        for file in iter_modules([f"{folder}/{topic.name}"])
        if not file.name.startswith("_")
    }


def _own(name: str) -> Demonstration:
    """Import the file of our demonstration `name`, which declares it under that name."""
    found = getattr(import_module(_modules()[name]), name)
    if not isinstance(found, Demonstration) or found.name != name:
        raise TypeError(f"{_modules()[name]} declares no demonstration '{name}'")
    return found


@cache
def _load() -> tuple[Mapping[str, Demonstration], tuple[Text, ...]]:
    own = sorted(map(_own, _modules()), key=lambda item: item.number)
    known = {item.name: item for item in own}
    found: list[Text] = []
    for entry in entry_points(group=GROUP):
        found += _announced(entry, known)
    return known, tuple(found)


def _announced(entry: EntryPoint, known: dict[str, Demonstration]) -> list[Text]:
    """Add the demonstrations of another package to `known`; returns what is wrong with it, a sentence each."""
    try:
        loaded = entry.load()
    except Exception as error:  # a broken package must not stop Backdrill
        said = Text("demonstrations '{where}' cannot be loaded: {why}", "无法加载演示“{where}”：{why}")
        return [said.format(where=f"{entry.name} ({entry.value})", why=f"{type(error).__name__}: {error}")]
    items = (
        [loaded]
        if isinstance(loaded, Demonstration)
        else list(in_module(loaded))
        if isinstance(loaded, ModuleType)
        else []
    )
    if not items:
        said = Text("demonstrations '{where}': no demonstration is there", "“{where}”中没有演示")
        return [said.format(where=f"{entry.name} ({entry.value})")]
    taken = [item.name for item in items if known.setdefault(item.name, item) is not item]
    said = Text(
        "demonstration '{name}' of '{entry}' is left out: that name is taken", "“{entry}”的演示“{name}”未加载：重名"
    )
    return [said.format(name=name, entry=entry.name) for name in taken]


def find(name: str) -> Demonstration:
    """The demonstration with this name, or with this number (`D15`, in any case). Raises UnknownDemonstration."""
    if name in _modules():
        return _own(name)
    known = catalogue()
    if name in known:
        return known[name]
    for item in known.values():
        if item.number.casefold() == name.casefold():
            return item
    hint = suggestion(name, known)
    raise UnknownDemonstration(f"unknown demonstration '{name}'. {hint.en}", f"没有演示“{name}”。{hint.zh}")


def generator(seed: int) -> np.random.Generator:
    """A random generator for `seed`; it draws the same numbers on every machine."""
    return np.random.Generator(np.random.PCG64(seed))
