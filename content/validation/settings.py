"""What is wrong with a setting: its demonstration, its draws, its expressions, its ranges."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from content.draws import DrawError, draw, is_drawn
from content.model import Setup
from content.scene import known_names
from content.validation.faults import Found, Path
from engine.expressions import ExpressionError, compile_expression
from engine.parameters import ParameterError
from engine.registry import UnknownDemonstration, find, generator

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def setting_faults(setting: Setup) -> tuple[set[str] | None, list[Found]]:
    """The names that expressions may use (None when they cannot be known) and what is wrong."""
    found: list[Found] = []
    for path, name in [(("demonstration",), setting.demonstration)] + [
        (("runs", alias, "demonstration"), run.demonstration) for alias, run in setting.runs.items()
    ]:
        try:
            if name:
                find(name)
        except UnknownDemonstration as error:
            found.append((path, str(error)))
    if found:
        return None, found
    names = known_names(setting)
    found += _draws(setting)
    for name, source in setting.let.items():
        found += expression_faults(("let", name), source, names)
    for i, source in enumerate(setting.such_that):
        found += expression_faults(("such_that", i), source, names)
    found += _universal(setting, names)
    return names, found


def _universal(setting: Setup, names: Collection[str]) -> Iterator[Found]:
    """Ranges and margin belong together, and each range is one of a drawn name or of a parameter."""
    if bool(setting.for_all) != bool(setting.margin):
        lacking, given = ("margin", "for_all") if setting.for_all else ("for_all", "margin")
        yield (given,), f"stands without '{lacking}'; give the ranges and what stays at 0 or above over them"
    if setting.margin:
        yield from expression_faults(("margin",), setting.margin, names)
    own = known_names(Setup(demonstration=setting.demonstration))
    for name, spec in setting.for_all.items():
        if name not in setting.draw and name not in own:
            yield ("for_all", name), "is neither drawn nor a parameter of the demonstration"
        elif not is_drawn(spec) or "compute" in spec:
            yield ("for_all", name), "is a range such as {float: [0, 1]}, {integer: [1, 9]} or {choose: [...]}"
        elif name in setting.draw:
            yield from _draw(("for_all", name), spec)
        else:
            yield from _parameter(("for_all", name), setting.demonstration, name, spec)


def _draws(setting: Setup) -> Iterator[Found]:
    own = known_names(Setup(demonstration=setting.demonstration, runs=setting.runs))
    for name in [*setting.draw, *setting.let, *setting.runs]:
        where = "draw" if name in setting.draw else "let" if name in setting.let else "runs"
        if not _NAME.match(name):
            yield (where, name), "is not a name of lower-case letters, digits and underscores"
        if name in own:
            yield (where, name), "is already a name of the demonstration; choose another"
    for name, spec in setting.draw.items():
        yield from _draw(("draw", name), spec)
    for path, demonstration, parameters in [
        (("parameters",), setting.demonstration, setting.parameters),
        *((("runs", alias, "parameters"), run.demonstration, run.parameters) for alias, run in setting.runs.items()),
    ]:
        if demonstration:
            for name, spec in parameters.items():
                yield from _parameter((*path, name), demonstration, name, spec)


def _parameter(path: Path, demonstration: str, name: str, spec: object) -> Iterator[Found]:
    try:
        parameter = find(demonstration).parameter(name)
        if not is_drawn(spec):
            parameter.accept(spec)
    except ParameterError as error:
        yield path, str(error)
        return
    yield from _draw(path, spec)


def _waits(lengths: object) -> bool:
    """Whether an array's length is the name of an earlier draw."""
    return isinstance(lengths, Sequence) and not isinstance(lengths, str) and any(isinstance(n, str) for n in lengths)


def _draw(path: Path, spec: object) -> Iterator[Found]:
    """Draw once to see the form; what depends on other draws is left to verification."""
    if not isinstance(spec, Mapping) or "compute" in spec or _waits(spec.get("array")):
        return
    try:
        draw(spec, {}, generator(0))
    except (DrawError, ValueError, TypeError, KeyError) as error:
        yield path, str(error)


def expression_faults(path: Path, source: str, names: Collection[str]) -> list[Found]:
    try:
        compile_expression(source, names)
    except ExpressionError as error:
        return [(path, str(error))]
    return []
