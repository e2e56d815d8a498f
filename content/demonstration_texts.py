"""A demonstration's texts with its parameters' values: a prompt to predict names the numbers that are run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.templates import faults, fill
from engine.demonstration import Demonstration
from engine.parameters import Choice, Value
from engine.text import Language, Text


def with_values(text: Text, demonstration: Demonstration, parameters: Mapping[str, Value]) -> Text:
    """`text` with its templates filled; a choice is said by its label. Raises ExpressionError."""
    return Text(
        fill(text, _names(demonstration, parameters, "en")).en, fill(text, _names(demonstration, parameters, "zh")).zh
    )


def _names(demonstration: Demonstration, parameters: Mapping[str, Value], language: Language) -> dict[str, Value]:
    names = dict(parameters)
    for parameter in demonstration.parameters:
        value = names.get(parameter.name)
        if isinstance(parameter, Choice) and isinstance(value, str):
            names[parameter.name] = parameter.label_of(value).said(language)
    return names


def text_faults(demonstration: Demonstration) -> Iterator[str]:
    """Faults in the templates of a demonstration's texts."""
    names = {parameter.name for parameter in demonstration.parameters}
    for text in (demonstration.summary, demonstration.look_for, demonstration.predict, demonstration.limits):
        for said in text:
            yield from faults(said, names)
