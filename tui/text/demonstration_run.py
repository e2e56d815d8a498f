"""One run of a demonstration, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.templates import shown
from engine.demonstration import Demonstration, Grade
from engine.json_data import Json
from engine.parameters import Value
from engine.result import Result, plain
from tui.context import Context
from tui.drawing import plain_lines
from tui.locale import reports as words


def as_json(
    demonstration: Demonstration, parameters: Mapping[str, Value], seed: int, result: Result
) -> dict[str, Json]:
    """The contract of `demo --json`: arrays as nested lists."""
    return {
        "demonstration": demonstration.name,
        "parameters": {name: plain(value) for name, value in parameters.items()},
        "seed": seed,
        "measurements": {name: plain(value) for name, value in result.measurements.items()},
    }


def told(
    demonstration: Demonstration,
    parameters: Mapping[str, Value],
    result: Result,
    context: Context,
    width: int,
    unicode: bool,
) -> Iterator[str]:
    """What it is, what it ran with, what it measured and shows, and how to read that."""
    yield f"{demonstration.number} {context.said(demonstration.title)}"
    yield context.said(demonstration.summary)
    yield f"\n{context.said(words.PARAMETERS)}"
    for name, value in parameters.items():
        yield f"  {name} = {_short(value)}  ({context.said(demonstration.parameter(name).label)})"
    yield f"\n{context.said(words.MEASUREMENTS)}"
    for measurement in demonstration.measurements:
        unit = context.said(measurement.unit)
        now = f" [{context.said(words.ON_THIS_MACHINE)}]" if measurement.grade is Grade.WALL_CLOCK else ""
        value = _short(result.measurements[measurement.name])
        yield f"  {measurement.name} = {value} {unit}".rstrip() + f"  ({context.said(measurement.meaning)}){now}"
    for view in result.views:
        yield ""
        yield from plain_lines(view, width, context.language, unicode)
    yield f"\n{context.said(words.LOOK_FOR)}: {context.said(demonstration.look_for)}"
    yield f"{context.said(words.LIMITS)}: {context.said(demonstration.limits)}"


def _short(value: Value) -> str:
    text = shown(value, ".6g" if isinstance(value, float) else "")
    return text if len(text) <= 400 else text[:397] + "..."
