"""The drawing palette that a theme stands for."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from textual.app import App
from textual.color import Color

from tui.drawing.palette import Palette

_SERIES = ("primary", "accent", "secondary", "success", "error")


def palette_of(app: App[Any]) -> Palette:
    """The app's present theme as styles for `tui.drawing`."""
    variables = app.theme_variables

    def colour(name: str, spare: str = "foreground") -> str:
        value = variables.get(name) or variables.get(spare, "#ffffff")
        return value if value.startswith("#") else variables.get(spare, "#ffffff")

    background = Color.parse(colour("background"))
    muted = Color.parse(colour("foreground")).blend(background, 0.35).hex6
    return Palette(
        text=Style(color=colour("foreground")[:7]),
        title=Style(color=colour("foreground")[:7], bold=True),
        muted=Style(color=muted),
        mark=Style(color=colour("warning")[:7]),
        highlight=Style(color=colour("accent")[:7], bold=True),
        series=tuple(Style(color=colour(f"series-{k}", name)[:7]) for k, name in enumerate(_SERIES, 1)),
    )
