"""The nodes of a parsed formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "ordinary", "number", "prefix", "relation", "binary", "times", "slash", "open", "close", "comma", "function",
    "limits", "big", "space", "words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign or word, with its part of speech."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """A row of nodes."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """`above` over `below`."""

    above: Node
    below: Node


@dataclass(frozen=True, slots=True)
class Root:
    """A root; `degree` is None for the square root."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """`mark`, a combining character, over the body."""

    mark: str
    body: Node


@dataclass(frozen=True, slots=True)
class Script:
    """`base` with what stands above and below on its right, or over and under a big operator."""

    base: Node
    up: Node | None = None
    down: Node | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """Brackets as tall as their body; "." is no bracket."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix, cases or aligned lines: rows of cells between brackets."""

    rows: tuple[tuple[Node, ...], ...]
    left: str
    right: str


Node: TypeAlias = Sign | Group | Fraction | Root | Accent | Script | Fence | Grid
