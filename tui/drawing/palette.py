"""The colours that drawings use, as Rich styles; widgets fill them from the theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from rich.style import Style

Rgb: TypeAlias = tuple[int, int, int]

VIRIDIS: tuple[Rgb, ...] = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
"""Perceptually even and readable by colour-blind people."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles by role. `series` are gone through in turn; `heat` runs from low to high."""

    text: Style = field(default_factory=Style)
    title: Style = field(default_factory=lambda: Style(bold=True))
    muted: Style = field(default_factory=lambda: Style(dim=True))
    mark: Style = field(default_factory=lambda: Style(color="yellow"))
    highlight: Style = field(default_factory=lambda: Style(color="yellow", bold=True))
    series: tuple[Style, ...] = field(
        default_factory=lambda: tuple(
            Style(color=name)
            for name in ("bright_cyan", "bright_yellow", "bright_magenta", "bright_green", "bright_red")
        )
    )
    heat: tuple[Rgb, ...] = VIRIDIS

    def of(self, place: int) -> Style:
        """The style of the series at `place`."""
        return self.series[place % len(self.series)]


PLAIN = Palette(title=Style(), muted=Style(), mark=Style(), highlight=Style(), series=(Style(),))
"""No colour and no weight: what a terminal without either, and a file, are given."""
