"""What is wrong with content, and where: `file:line: what, and how to fix it`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from content.strict_yaml import Located, LocatedList
from engine.messages import ExpectedError
from engine.text import LANGUAGES, Language

Path: TypeAlias = tuple[str | int, ...]
Found: TypeAlias = tuple[Path, str]
"""A place inside an item and what is wrong there."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a content file; `file` is relative to the deck's folder, `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: Language) -> str:
        """Place and message."""
        place = f"{self.file}:{self.line}: " if language == "en" else f"{self.file} 第 {self.line} 行："
        return f"{place}{self.message}"


class DeckError(ExpectedError, ValueError):
    """A deck that cannot be used; holds every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(*("\n".join(fault.said(language) for fault in self.faults) for language in LANGUAGES))


def line_of(raw: Any, path: Path) -> int:
    """The line of the deepest part of `path` that exists in a Located tree."""
    line = getattr(raw, "line", 1)
    for part in path:
        if isinstance(raw, Located) and part in raw:
            line, raw = raw.key_lines[str(part)], raw[str(part)]
        elif isinstance(raw, LocatedList) and isinstance(part, int) and part < len(raw):
            line, raw = raw.item_lines[part], raw[part]
        else:
            break
    return line


def said(path: Path) -> str:
    """A path inside an item in words: `options[2].check`."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else str(part)
    return words
