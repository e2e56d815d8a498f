"""`backdrill fit`: the scheduler's parameters, learned from the learner's own reviews."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from engine.messages import Usage
from engine.text import Text
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.cli.progress_bar import bar
from tui.context import Context
from tui.locale import fit as words
from tui.output import put, redraw

if TYPE_CHECKING:  # SQLAlchemy, which the usage does not wait for
    from db.scheduling.optimizer import FitResult, Progress, Stage


def arguments(parser: Parser) -> None:
    """Whether only to look, or to go back."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run",
        action="store_true",
        help=parser.said(Text("say what would be done, change nothing", "只说明会做什么，不作改动")),
    )
    how.add_argument(
        "--back",
        action="store_true",
        help=parser.said(
            Text("return to the parameters before, at last to the defaults", "退回上一组参数，直到默认参数")
        ),
    )


def run(options: argparse.Namespace) -> int:
    """0, whether adopted or not. Raises Usage without the extra, and DatabaseTrouble; then nothing was changed."""
    context = context_of(options)
    try:
        return _back(options, context) if options.back else _fit(options, context)
    finally:
        context.close()


def _in_force(context: Context) -> str:
    return "adopted" if context.memory.settings.weights else "defaults"


def _fit(options: argparse.Namespace, context: Context) -> int:
    from db.scheduling.optimizer import adopt  # SQLAlchemy, which the usage does not wait for
    from tui.text.fit_result import as_json, told

    found, which = _found(context), _in_force(context)
    adopted = not options.dry_run and adopt(context.memory, found)
    if wants_json(options):
        print_json(as_json(found, adopted, which, context))
    else:
        put("\n".join(told(found, adopted, which, context)))
    return 0


def _found(context: Context) -> FitResult:
    from db.scheduling.optimizer import fit  # as in _fit

    try:
        return fit(context.memory, _progress(context))
    except ImportError as error:
        raise Usage(
            f"'fit' needs its extra (pip install 'backdrill[fit]'): {error.name} is missing",
            f"'fit' 需要可选依赖（pip install 'backdrill[fit]'）：缺少 {error.name}",
        ) from error
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            redraw("", stay=False)
        put(context.said(words.STOPPED), sys.stderr)
        raise


def _progress(context: Context) -> Progress:
    show, shown = bar(), ("", -1)

    def progress(stage: Stage, done: int, total: int) -> None:
        nonlocal shown
        if show is not None and shown != (stage, 100 * done // total):
            shown = (stage, 100 * done // total)
            show(done, total, context.said(words.STAGES[stage]))

    return progress


def _back(options: argparse.Namespace, context: Context) -> int:
    from db.scheduling.optimizer import back  # as in _fit

    returned = back(context.memory)
    which = _in_force(context)
    if wants_json(options):
        print_json({"returned": returned, "to": which, "in_force": context.memory.settings.weights_in_force()})
    else:
        put(context.said(words.BACK[which] if returned else words.BACK_ALREADY))
    return 0
