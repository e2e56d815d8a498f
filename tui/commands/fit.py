"""`backdrill fit`: the scheduler's parameters, learned from the learner's own reviews."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from db.scheduling import optimizer
from db.scheduling.optimizer import FitOutcome, FitResult, Progress, Stage
from engine.messages import Usage
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.progress_bar import bar
from tui.context import Context
from tui.locale import fit as words


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
    found, which = _found(context), _in_force(context)
    adopted = not options.dry_run and optimizer.adopt(context.memory, found)
    if wants_json(options):
        print_json(_as_json(found, adopted, which, context))
    else:
        print("\n".join(_told(found, adopted, which, context)))
    return 0


def _found(context: Context) -> FitResult:
    try:
        return optimizer.fit(context.memory, _progress(context))
    except ImportError as error:
        raise Usage(
            f"'fit' needs its extra (pip install 'backdrill[fit]'): {error.name} is missing",
            f"'fit' 需要可选依赖（pip install 'backdrill[fit]'）：缺少 {error.name}",
        ) from error
    except KeyboardInterrupt:
        print(("\r\x1b[K" if sys.stderr.isatty() else "") + context.said(words.STOPPED), file=sys.stderr)
        raise


def _progress(context: Context) -> Progress:
    show, shown = bar(), (Stage.LEARN, -1)

    def progress(stage: Stage, done: int, total: int) -> None:
        nonlocal shown
        if show is not None and shown != (stage, 100 * done // total):
            shown = (stage, 100 * done // total)
            show(done, total, context.said(words.STAGES[stage]))

    return progress


def _told(found: FitResult, adopted: bool, which: str, context: Context) -> list[str]:
    said = context.said
    lines = [said(words.COUNTED).format(reviews=found.reviews, recalls=found.recalls)]
    if found.gain is None:
        return [*lines, said(words.TOO_FEW).format(enough=optimizer.ENOUGH)]
    losses = {"present": found.present, "fitted": found.fitted, "which": said(words.PRESENT[which])}
    moved = words.GAIN if found.gain >= 0 else words.RISE
    outcome = words.ADOPTED if adopted else words.WOULD if found.verdict is FitOutcome.BETTER else words.NO_BETTER
    return [
        *lines,
        said(words.LEARNED).format(older=found.recalls - found.held_out, newest=found.held_out),
        said(words.LOSS).format(**losses),
        said(moved).format(gain=abs(found.gain), chance=found.chance),
        said(outcome),
    ]


def _as_json(found: FitResult, adopted: bool, which: str, context: Context) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "adopted": adopted,
        "reviews": found.reviews,
        "recalls": found.recalls,
        "enough": optimizer.ENOUGH,
        "held_out": found.held_out,
        "compared_with": which,
        "log_loss": {"present": found.present, "fitted": found.fitted},
        "gain": found.gain,
        "standard_error": found.chance,
        "fitted": found.weights,
        "in_force": context.memory.settings.weights_in_force(),
    }


def _back(options: argparse.Namespace, context: Context) -> int:
    returned = optimizer.back(context.memory)
    which = _in_force(context)
    if wants_json(options):
        print_json({"returned": returned, "to": which, "in_force": context.memory.settings.weights_in_force()})
    else:
        print(context.said(words.BACK[which] if returned else words.BACK_ALREADY))
    return 0
