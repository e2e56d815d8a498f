"""The result of fitting the scheduler, in words and as JSON."""

from __future__ import annotations

from db.scheduling import optimizer
from db.scheduling.optimizer import FitOutcome, FitResult
from engine.json_data import Json
from tui.context import Context
from tui.locale import fit as words


def told(found: FitResult, adopted: bool, which: str, context: Context) -> list[str]:
    """How many reviews, how well the new parameters predict, and what was done. `which` were in force before."""
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


def as_json(found: FitResult, adopted: bool, which: str, context: Context) -> dict[str, Json]:
    """The contract of `fit --json`."""
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
