"""What is wrong with a claim: its texts, its evidence, and a verdict that its evidence does not bear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from content.claims import names_in_texts
from content.model import Claim, ClaimVerdict, Evidence
from content.validation.faults import Found
from content.validation.links import known_faults
from content.validation.settings import expression_faults, setting_faults
from content.validation.texts import claim_texts, text_faults
from engine.expressions import ExpressionError, parse
from engine.text import NOTHING

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_REFUTED = {ClaimVerdict.FALSE, ClaimVerdict.CONDITIONAL}
_SUPPORTED = {ClaimVerdict.TRUE, ClaimVerdict.CONDITIONAL, ClaimVerdict.BLANK, ClaimVerdict.EXTRA}
_UNREFUTED = _SUPPORTED - _REFUTED


def claim_faults(claim: Claim, sources: Collection[str]) -> Iterator[Found]:
    """The faults of one claim."""
    names = names_in_texts(claim)
    for path, text in claim_texts(claim):
        if path[0] != "evidence":
            yield from text_faults(path, text, names)
    yield from known_faults("references", claim.references, sources, "source of sources.yaml")
    if not claim.evidence:
        yield ("evidence",), "is empty; give a check over a demonstration, or a citation"
    yield from _constants(claim)
    yield from _verdict(claim)
    for i, evidence in enumerate(claim.evidence):
        for path, message in _evidence(evidence, set(claim.constants), sources):
            yield ("evidence", i, *path), message


def bound(claim: Claim) -> bool:
    """Whether the evidence says what it does to the clause: supports it or refutes it."""
    return any(evidence.supports or evidence.refutes for evidence in claim.evidence)


def _verdict(claim: Claim) -> Iterator[Found]:
    if not bound(claim):
        return
    supported = any(evidence.supports for evidence in claim.evidence)
    refuted = any(evidence.refutes for evidence in claim.evidence)
    if claim.verdict in _REFUTED and not refuted:
        yield ("verdict",), f"is {claim.verdict}, but no evidence refutes the clause; give the counter-example"
    if claim.verdict in _SUPPORTED and not supported:
        yield ("verdict",), f"is {claim.verdict}, but no evidence supports the clause"
    if claim.verdict in _UNREFUTED and refuted:
        yield ("verdict",), f"is {claim.verdict}, but evidence refutes the clause"
    if claim.verdict is ClaimVerdict.FALSE and supported:
        yield ("verdict",), "is false, but evidence supports the clause; then it is conditional, loose or misleading"
    if claim.verdict is ClaimVerdict.CONDITIONAL and claim.condition == NOTHING:
        yield ("condition",), "is missing; a conditional verdict says under which condition the clause holds"


def _constants(claim: Claim) -> Iterator[Found]:
    used: set[str] = set()
    for evidence in claim.evidence:
        for source in evidence.checks:
            used |= _names(source)
    for name in claim.constants:
        if not _NAME.match(name):
            yield ("constants", name), "is not a name of lower-case letters, digits and underscores"
        if name not in used:
            yield ("constants", name), "stands in no check; a constant is a number that a check confirms"


def _names(source: str) -> frozenset[str]:
    try:
        return parse(source).names
    except ExpressionError:
        return frozenset()


def _evidence(evidence: Evidence, constants: set[str], sources: Collection[str]) -> Iterator[Found]:
    if bool(evidence.cite) == bool(evidence.demonstration):
        yield (), "takes either a demonstration with a check or a citation ('cite')"
        return
    names, found = setting_faults(evidence)
    yield from found
    if evidence.cite:
        for _, message in known_faults("cite", (evidence.cite,), sources, "source of sources.yaml"):
            yield ("cite",), message
    elif not evidence.checks:
        yield ("check",), "is empty; a demonstration proves something only through a check"
    if names is not None:
        for key in ("check", "supports", "refutes"):
            for i, source in enumerate(getattr(evidence, key)):
                yield from expression_faults((key, i), source, names | constants)
        if evidence.shows != NOTHING:
            yield from text_faults(("shows",), evidence.shows, names | constants)
