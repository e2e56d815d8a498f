"""Kinds of question are found by file names: a package that must know kinds holds a file for each.

`numeric` is `content/kinds/numeric.py`, `tui/line_mode/kinds/numeric.py` and so on; no table lists them.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Generic, TypeVar

T = TypeVar("T")


class KindFiles(Generic[T]):
    """What the files of `package` say under the name `attribute`. Files that begin with `_` are helpers."""

    def __init__(self, package: str, attribute: str) -> None:
        self.package, self.attribute = package, attribute
        self._found: dict[tuple[str, ...], T] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the files."""
        files = iter_modules(import_module(self.package).__path__)
        return frozenset(file.name for file in files if not file.name.startswith("_"))

    def find(self, *names: str) -> T:
        """What the first of `names` that has a file says. Raises LookupError."""
        if names not in self._found:
            name = next((name for name in names if name in self.names), None)
            if name is None:
                raise LookupError(f"{self.package} has no file for {' or '.join(names)}")
            self._found[names] = getattr(import_module(f"{self.package}.{name}"), self.attribute)
        return self._found[names]
