"""`backdrill demo`: list the demonstrations, or run one and print what it measured and shows."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.messages import Usage
from engine.text import Text
from tui.cli.encoding import speaks_unicode
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import reports as words
from tui.output import put, refuse

if TYPE_CHECKING:  # NumPy, which the usage does not wait for
    from engine.demonstration import Demonstration
    from engine.parameters import Value


def arguments(parser: Parser) -> None:
    """Which one, with what."""
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=parser.said(Text("a parameter (may be repeated)", "设定一个参数（可重复）")),
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--code",
        action="store_true",
        help=parser.said(Text("print the NumPy source of its kernels", "打印其 NumPy 源代码")),
    )


def run(options: argparse.Namespace) -> int:
    """Always 0: a demonstration shows, it does not judge."""
    from engine.registry import find, generator  # NumPy, which the usage does not wait for
    from tui.text.demonstration_run import as_json, told

    context = context_of(options)
    if options.name is None:
        return _list(options, context)
    demonstration = find(options.name)
    if options.code:
        source = demonstration.source()
        if wants_json(options):
            print_json({"demonstration": demonstration.name, "source": source})
        else:
            put(source)
        return 0
    parameters = demonstration.accept(given(demonstration, options.set))
    result = demonstration.run(parameters, generator(options.seed))
    if wants_json(options):
        print_json(as_json(demonstration, parameters, options.seed, result))
        return 0
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    put("\n".join(told(demonstration, parameters, result, context, width, speaks_unicode())))
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


def _list(options: argparse.Namespace, context: Context) -> int:
    from engine.registry import catalogue, troubles  # as in run

    known = list(catalogue().values())
    for trouble in troubles():
        refuse(context.said(trouble))
    if wants_json(options):
        print_json(
            [{"number": d.number, "name": d.name, "topic": d.topic, "summary": d.summary._asdict()} for d in known]
        )
        return 0
    width = max(len(d.name) for d in known)
    for item in sorted(known, key=lambda d: d.number):
        long = f" {context.said(words.LONG)}" if item.long else ""
        put(f"{item.number:<4} {item.name:<{width}}  {context.said(item.summary)}{long}")
    return 0
