"""The interface's classes and source, all of it imported: what the guards compare with each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TypeVar

import tui

T = TypeVar("T")
FOLDER = Path(tui.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Every module's syntax by its dotted name; all of them are imported."""
    found = {}
    for info in walk_packages(tui.__path__, "tui."):
        if not info.name.endswith("__main__"):
            file = import_module(info.name).__file__
            found[info.name] = ast.parse(Path(str(file)).read_text(encoding="utf-8"))
    return found


def classes(base: type[T]) -> list[type[T]]:
    """The subclasses of `base` that the interface declares."""
    trees()
    return [cls for cls in _below(base) if cls.__module__.startswith("tui.")]


def _below(base: type[T]) -> Iterator[type[T]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _below(cls)


def everywhere(base: type[T]) -> list[type[T]]:
    """`base` and all its subclasses, Textual's own as well."""
    trees()
    return [base, *_below(base)]
