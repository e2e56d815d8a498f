"""The laboratory's texts: what a demonstration is, what was measured, its code."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from textual.content import Content

from content.demonstration_texts import with_values
from engine.demonstration import Demonstration
from engine.parameters import Value
from engine.result import Result
from engine.text import Language, Text
from tui.drawing.canvas import number
from tui.formula import in_text
from tui.locale import laboratory as words
from tui.text.sanitize import inert, line


def about(
    demonstration: Demonstration, values: Mapping[str, Value], result: Result | None, language: Language, width: int
) -> Content:
    """Summary, what to look for, limits, and every measurement with its meaning and unit; texts name `values`."""
    parts: list[Content] = []
    for head, text in (
        (words.SUMMARY, demonstration.summary),
        (words.LOOK_FOR, demonstration.look_for),
        (words.LIMITS, demonstration.limits),
    ):
        said = with_values(text, demonstration, values)
        parts += [*section(head, said, language, width), Content("")]
    if result is not None:
        parts.append(Content.styled(words.MEASURED.said(language), "bold $accent"))
        parts += measurements(demonstration, result, language, width)
    return Content("\n").join(parts)


def section(head: Text, text: Text, language: Language, width: int) -> list[Content]:
    """A head and its paragraph."""
    lines = in_text(text.said(language), max(10, width))
    return [Content.styled(head.said(language), "bold $accent"), *(Content(one) for one in lines)]


def measurements(demonstration: Demonstration, result: Result, language: Language, width: int) -> list[Content]:
    """A line a measurement: name, value, unit, meaning."""
    lines = []
    for measured in demonstration.measurements:
        if measured.name not in result.measurements:
            continue
        value = f"{value_text(result.measurements[measured.name])} {measured.unit.said(language)}".rstrip()
        meaning = line(measured.meaning.said(language))
        entry = Content.assemble((measured.name, "bold"), " = ", (value, "$accent"), "  ", (meaning, "$text-muted"))
        lines.append(entry.truncate(width, ellipsis=True))
    return lines


def value_text(value: Value) -> str:
    """A measured value in short."""
    if isinstance(value, np.ndarray):
        if value.size > 8:
            return "x".join(map(str, value.shape))
        return "[" + ", ".join(number(float(one)) for one in value.ravel()) + "]"
    return line(str(value)) if isinstance(value, bool | str) else number(float(value), 6)


def code(demonstration: Demonstration, language: Language) -> Content:
    """The kernels' source, highlighted."""
    from textual.highlight import highlight  # Pygments, for those who look at the code

    head = Content.styled(words.CODE.said(language), "bold $accent")
    if not demonstration.kernels:
        return head + Content("\n\n" + words.NO_CODE.said(language))
    return head + Content("\n\n") + highlight(inert(demonstration.source()), language="python")
