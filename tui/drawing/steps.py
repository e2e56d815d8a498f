"""A walk: each step with its caption, its formula and its views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.text import Text as Row

from engine.result import Step, Steps, View
from tui.drawing.canvas import Canvas, row
from tui.formula.in_text import in_text

Draw = Callable[[View, Canvas], list[Row]]


def draw_steps(view: Steps, canvas: Canvas, draw: Draw) -> list[Row]:
    """All steps one after the other, for paper and pipes; `draw_step` is for one at a time."""
    rows = canvas.title(view.title)
    for place, step in enumerate(view.steps):
        rows += draw_step(step, f"{place + 1}. ", canvas, draw)
    return rows


def draw_step(step: Step, lead: str, canvas: Canvas, draw: Draw) -> list[Row]:
    """One step: `lead` and caption, formula, views."""
    palette = canvas.palette
    rows = [row((text, palette.title)) for text in in_text(lead + step.caption.said(canvas.language), canvas.width)]
    if step.formula:
        rows += [row((text, palette.text)) for text in in_text(f"$${step.formula}$$", canvas.width)]
    for view in step.views:
        rows += draw(view, replace(canvas, height=None))
    return rows
