"""What the gate finds without a draw, for `check`: located faults of decks that it judges strictly."""

from __future__ import annotations

from pathlib import Path

from content.model import Deck
from content.validation.faults import Fault
from content.verification.judge import judged_strictly, static_findings
from content.verification.known import is_known, known_of
from content.verification.places import Places, as_fault


def gate_faults(folder: Path, deck: Deck) -> list[Fault]:
    """The findings as faults; none for a deck of format 1, which is only warned by `verify`."""
    if not judged_strictly(deck):
        return []
    known = known_of(folder)
    found = [
        f for f in static_findings(deck, [*deck.claims.values(), *deck.questions.values()]) if not is_known(f, known)
    ]
    return [as_fault(finding) for finding in Places(folder, deck).located(found)]
