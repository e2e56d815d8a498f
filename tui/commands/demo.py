"""`backdrill demo`: list the demonstrations, or run one and print what it measured and shows."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable

from engine.demonstration import Demonstration, Grade
from engine.messages import Usage
from engine.parameters import Value
from engine.registry import catalogue, find, generator, troubles
from engine.result import Result, plain
from tui.cli.encoding import speaks_unicode
from tui.cli.options import context_of, print_json, wants_json
from tui.context import Context
from tui.drawing import plain_lines
from tui.locale import reports as words


def run(options: argparse.Namespace) -> int:
    """Always 0: a demonstration shows, it does not judge."""
    context = context_of(options)
    if options.name is None:
        return _list(options, context)
    demonstration = find(options.name)
    if options.code:
        print(demonstration.source())
        return 0
    parameters = demonstration.accept(given(demonstration, options.set))
    result = demonstration.run(parameters, generator(options.seed))
    if wants_json(options):
        print_json(as_json(demonstration, parameters, options.seed, result))
    else:
        _tell(demonstration, parameters, result, context)
    return 0


def given(demonstration: Demonstration, pairs: Iterable[str]) -> dict[str, Value]:
    """The parameters of `--set KEY=VALUE`. Raises Usage and ParameterError."""
    values: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise Usage(f"--set takes KEY=VALUE, not '{pair}'", f"--set 的写法是 KEY=VALUE，不能是“{pair}”")
        values[name.strip()] = demonstration.parameter(name.strip()).parse(text)
    return values


def as_json(demonstration: Demonstration, parameters: dict[str, Value], seed: int, result: Result) -> dict[str, object]:
    """The contract of `demo --json`: arrays as nested lists."""
    return {
        "demonstration": demonstration.name,
        "parameters": {name: plain(value) for name, value in parameters.items()},
        "seed": seed,
        "measurements": {name: plain(value) for name, value in result.measurements.items()},
    }


def _list(options: argparse.Namespace, context: Context) -> int:
    known = list(catalogue().values())
    for trouble in troubles():
        print(f"backdrill: {trouble}", file=sys.stderr)
    if wants_json(options):
        print_json(
            [{"number": d.number, "name": d.name, "topic": d.topic, "summary": d.summary._asdict()} for d in known]
        )
        return 0
    width = max(len(d.name) for d in known)
    for item in sorted(known, key=lambda d: d.number):
        long = f" {context.said(words.LONG)}" if item.long else ""
        print(f"{item.number:<4} {item.name:<{width}}  {context.said(item.summary)}{long}")
    return 0


def _tell(demonstration: Demonstration, parameters: dict[str, Value], result: Result, context: Context) -> None:
    print(f"{demonstration.number} {context.said(demonstration.title)}")
    print(context.said(demonstration.summary))
    print(f"\n{context.said(words.PARAMETERS)}")
    for name, value in parameters.items():
        print(f"  {name} = {_short(value)}  ({context.said(demonstration.parameter(name).label)})")
    print(f"\n{context.said(words.MEASUREMENTS)}")
    for measurement in demonstration.measurements:
        unit = context.said(measurement.unit)
        now = f" [{context.said(words.ON_THIS_MACHINE)}]" if measurement.grade is Grade.WALL_CLOCK else ""
        value = _short(result.measurements[measurement.name])
        print(f"  {measurement.name} = {value} {unit}".rstrip() + f"  ({context.said(measurement.meaning)}){now}")
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    for view in result.views:
        print()
        for line in plain_lines(view, width, context.language, speaks_unicode()):
            print(line)
    print(f"\n{context.said(words.LOOK_FOR)}: {context.said(demonstration.look_for)}")
    print(f"{context.said(words.LIMITS)}: {context.said(demonstration.limits)}")


def _short(value: Value) -> str:
    from content.templates import shown

    text = shown(value, ".6g" if isinstance(value, float) else "")
    return text if len(text) <= 400 else text[:397] + "..."
