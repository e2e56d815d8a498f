"""The smallest counter-example: a failing draw made simpler, one parameter at a time, for as long as it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from content.draws import is_drawn
from content.model import Claim, Evidence, Question, Setup
from content.verification.deck import prove
from content.verification.item import Failure


def smallest(item: Claim | Question, failure: Failure) -> Failure:
    """A failure of the same check whose drawn parameters lie at the simple ends of their ranges where possible."""
    best = failure
    for place, spec in _drawn(item):
        for value in simple_values(spec):
            changed = _fixed(item, place, value)
            same = [f for f in prove(changed, [failure.seed]).failures if f.check == failure.check]
            if same:
                item, best = changed, same[0]
                break
    return best


Place = tuple[int, str, str]
"""Which setting of the item, `draw` or `parameters`, and the name."""


def _drawn(item: Claim | Question) -> list[tuple[Place, Any]]:
    settings: list[Setup] = list(item.evidence) if isinstance(item, Claim) else [item]
    return [
        ((index, part, name), spec)
        for index, setting in enumerate(settings)
        for part in ("draw", "parameters")
        for name, spec in getattr(setting, part).items()
    ]


def _fixed(item: Any, place: Place, value: Any) -> Any:
    index, part, name = place
    if isinstance(item, Question):
        return _one_fixed(item, part, name, value)
    evidence: list[Evidence] = list(item.evidence)
    evidence[index] = _one_fixed(evidence[index], part, name, value)
    return replace(item, evidence=tuple(evidence))


def _one_fixed(setting: Any, part: str, name: str, value: Any) -> Any:
    return replace(setting, **{part: {**getattr(setting, part), name: value}})


def simple_values(spec: object) -> list[Any]:
    """The simplest values that a draw could give: the ends of a range, the first choices."""
    if not is_drawn(spec):
        return []
    assert isinstance(spec, Mapping)
    if "integer" in spec or "float" in spec:
        return list(spec.get("integer") or spec["float"])
    return list(spec.get("choose", ()))[:2]
