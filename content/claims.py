"""A claim's texts with their numbers: templates over its constants and over what its first computed evidence gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.model import Claim, Evidence
from content.scene import Scene, compose, known_names
from content.templates import fill, names_of
from engine.parameters import Value
from engine.registry import UnknownDemonstration
from engine.text import Text


def first_computed(claim: Claim) -> tuple[int, Evidence] | None:
    """The place and the first piece of evidence that a demonstration gives."""
    return next(((i, e) for i, e in enumerate(claim.evidence) if e.demonstration), None)


def names_in_texts(claim: Claim) -> set[str]:
    """Every name that a template in the claim's texts may use."""
    found = first_computed(claim)
    try:
        return set(claim.constants) | (known_names(found[1]) if found else set())
    except UnknownDemonstration:
        return set(claim.constants)


def evidence_id(claim: Claim, number: int) -> str:
    """The id under which a piece of evidence draws."""
    return f"{claim.id}/{number}"


def evidence_scene(claim: Claim, number: int, seed: int) -> Scene:
    """The scene of one piece of evidence, the claim's constants among its names."""
    scene = compose(evidence_id(claim, number), claim.evidence[number], seed)
    return replace(scene, names={**scene.names, **claim.constants}) if claim.constants else scene


def stated(claim: Claim, seed: int = 0) -> Claim:
    """The claim with numbers in its texts. A demonstration runs only where a text asks for one of its names."""
    texts = (claim.paraphrase, claim.statement, claim.condition)
    asked = set().union(*(names_of(text) for text in texts))
    if not asked:
        return claim
    return filled(claim, _names(claim, asked, seed))


def _names(claim: Claim, asked: set[str], seed: int) -> Mapping[str, Value]:
    found = first_computed(claim)
    if found is None or asked <= set(claim.constants):
        return claim.constants
    return evidence_scene(claim, found[0], seed).names


def filled(claim: Claim, names: Mapping[str, Value]) -> Claim:
    """The claim with its texts filled from `names`. Raises ExpressionError."""

    def said(text: Text) -> Text:
        return fill(text, names)

    return replace(
        claim, paraphrase=said(claim.paraphrase), statement=said(claim.statement), condition=said(claim.condition)
    )
