"""Proving one claim or one question over seeds: every check evaluated, every declaration compared, the gate's looks
at each draw taken. A scene is composed once for each draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from content.claims import evidence_id, evidence_scene, filled
from content.kind import kind_of
from content.model import Claim, Question, Setup
from content.rubric import heard_faults
from content.scene import Scene, varies
from content.templates import fill
from content.variants import Variant, make, redrawn, scene_of
from content.verification.faults_of_draw import Found, holds_fault, question_faults_of, unfit_finding
from content.verification.gate.findings import Finding
from content.verification.gate.kind import gate_of
from content.verification.gate.languages import shown_identifiers
from content.verification.gate.observation import Observation
from content.verification.gate.reader import reader_findings
from content.verification.gate.sufficiency import sufficiency_findings
from content.verification.gate.tautology import blind_proof, evidence_changes, question_changes
from content.verification.universals import attack
from engine.grading import ValueKey
from engine.json_data import Json
from engine.result import plain

READ = 20
"""In how many of the first draws the reader types the answer."""
PERTURBED = 2
"""In how many of the first draws each drawn value is changed."""


@dataclass(frozen=True)
class Failure:
    """A check whose truth is not what was declared, with the seed and parameters that show it."""

    id: str
    seed: int
    parameters: Mapping[str, Json]
    check: str
    declared: Any
    measured: Any


@dataclass
class ItemProof:
    """What proving one item gave. `answers` counts the keys seen, `longest` how often the right option was longest,
    `unsettled` the searches that did not finish, `lies` the demonstrations whose kept results were wrong."""

    id: str
    checks: int = 0
    draws: int = 0
    failures: list[Failure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    observation: Observation = field(default_factory=Observation)
    answers: Counter[str] = field(default_factory=Counter)
    sizes: list[float] = field(default_factory=list)
    positions: Counter[int] = field(default_factory=Counter)
    longest: int = 0

    def add(self, other: ItemProof) -> None:
        """Count another part of the same item in."""
        self.checks += other.checks
        self.draws += other.draws
        self.longest += other.longest
        self.answers.update(other.answers)
        self.positions.update(other.positions)
        self.observation.add(other.observation)
        for name in ("failures", "findings", "unsettled", "lies", "sizes"):
            getattr(self, name).extend(getattr(other, name))


def seeds_for(setting: Setup, seeds: Sequence[int]) -> Sequence[int]:
    """All seeds, or only the first where another cannot give anything new."""
    return seeds if varies(setting) or setting.fixed_seed is None else seeds[:1]


def prove_claim(claim: Claim, seeds: Sequence[int], gate: bool = True) -> ItemProof:
    """Every check of every piece of evidence holds for every seed, and every text can be filled."""
    proof = ItemProof(claim.id)
    for number, evidence in enumerate(claim.evidence):
        if evidence.demonstration:
            for seed in seeds_for(evidence, seeds):
                _evidence(proof, claim, number, seed, gate and seed == seeds[0])
    return proof


def _evidence(proof: ItemProof, claim: Claim, number: int, seed: int, closely: bool) -> None:
    evidence = claim.evidence[number]
    scene = _composed(proof, seed, partial(evidence_scene, claim, number, seed))
    if scene is None:
        return
    found = [holds_fault(source, scene.names) for source in evidence.checks]
    found += [_fills(text, scene) for text in (evidence.shows,)]
    first = next(i for i, e in enumerate(claim.evidence) if e.demonstration)
    if number == first:
        found.append(_claim_fills(claim, scene))
    _record(proof, seed, scene, found)
    if closely:
        proof.findings += evidence_changes(claim, number, scene)
        _attack(proof, evidence_id(claim, number), evidence)


def _claim_fills(claim: Claim, scene: Scene) -> Found | None:
    try:
        filled(claim, scene.names)
    except ValueError as error:
        return (claim.statement.en, "can be filled with numbers", str(error))
    return None


def prove_question(
    question: Question, seeds: Sequence[int], observed: Sequence[int] = (), gate: bool = True
) -> ItemProof:
    """Every statement, rule, proof and text is what its author declared, for every seed; `observed` are further seeds
    that are only looked at for variety and players."""
    proof = ItemProof(question.id)
    for seed in seeds if redrawn(question) else seeds[:1]:
        variant = _prove_draw(proof, question, seed, gate and seed == seeds[0])
        if variant is not None:
            _observe(proof, variant)
            if gate:
                _look(proof, variant)
    if gate and kind_of(question).graded:
        for seed in observed:
            _observe_only(proof, question, seed)
    proof.failures += _size_failures(question, proof)
    return proof


def _prove_draw(proof: ItemProof, question: Question, seed: int, closely: bool) -> Variant | None:
    """One draw with all its checks, and `closely` with the examples of its key points; its variant when nothing was
    wrong."""
    scene = _composed(proof, seed, partial(scene_of, question, seed))
    if scene is None:
        return None
    found = [*question_faults_of(question, scene), *(heard_faults(question, scene.names) if closely else ())]
    variant, fault = _made(question, seed, scene)
    if not _record(proof, seed, scene, [*found, fault]) or variant is None:
        return None
    return variant


def _made(question: Question, seed: int, scene: Scene) -> tuple[Variant | None, Found | None]:
    """The variant, and what is wrong with it: it cannot be made, or two options or items read the same."""
    try:
        variant = make(question, seed, scene)
    except ValueError as error:
        return None, ("the variant can be made", True, str(error))
    texts = [option.text for option in variant.options] or list(variant.items)
    for language in ("en", "zh"):
        said = [" ".join(text.said(language).split()) for text in texts]
        twice = [text for text in said if said.count(text) > 1]
        if twice:
            return variant, ("options differ from one another", True, f"two read '{twice[0]}'")
    return variant, None


def _composed(proof: ItemProof, seed: int, compose: Callable[[], Scene]) -> Scene | None:
    proof.draws += 1
    try:
        return compose()
    except (ValueError, LookupError) as error:
        proof.failures.append(Failure(proof.id, seed, {}, "the setting can be drawn and computed", True, str(error)))
        return None


def _record(proof: ItemProof, seed: int, scene: Scene, faults: Sequence[Found | None]) -> bool:
    """Count the checks; True when nothing was wrong."""
    found = [fault for fault in faults if fault is not None]
    proof.checks += len(faults)
    parameters = {name: plain(value) for name, value in scene.parameters.items()} if found else {}
    proof.failures += [Failure(proof.id, seed, parameters, *fault) for fault in found]
    return not found


def _fills(text: Any, scene: Scene) -> Found | None:
    try:
        fill(text, scene.names)
    except ValueError as error:
        return (text.en, "can be filled with numbers", str(error))
    return None


def _look(proof: ItemProof, variant: Variant) -> None:
    """The gate's looks at one draw, the dear ones at the first draws only; one finding of a point and place is kept."""
    question, scene, number = variant.question, variant.scene, proof.draws - 1
    found: list[Finding] = list(unfit_finding(question, scene))
    found += shown_identifiers(variant)
    if number < READ:
        found += reader_findings(variant)
    if number < PERTURBED and kind_of(question).graded:
        found += sufficiency_findings(variant)
    if number < PERTURBED and isinstance(variant.key, ValueKey):
        found += blind_proof(question, scene, variant.key.answer)
    if number == 0:
        found += question_changes(question, scene)
        _attack(proof, question.id, question)
    known = {(f.point, f.path) for f in proof.findings}
    proof.findings += [f for f in found if (f.point, f.path) not in known]


def _attack(proof: ItemProof, item_id: str, setting: Setup) -> None:
    if not setting.for_all or not setting.margin:
        return
    found = attack(item_id, setting)
    if found.broken:
        proof.failures.append(
            Failure(proof.id, 0, dict(found.at), f"{setting.margin} >= 0 for all", True, f"{found.margin:.6g}")
        )
    elif not found.finished:
        proof.unsettled.append(f"{item_id}: {found.evaluations} points searched, lowest margin {found.margin:.3g}")


def _observe_only(proof: ItemProof, question: Question, seed: int) -> None:
    try:
        proof.observation.see(make(question, seed))
    except (ValueError, LookupError):
        return  # the seeds that are proved say what is wrong


def _observe(proof: ItemProof, variant: Variant) -> None:
    question = variant.question
    proof.answers[_key_text(variant)] += 1
    if kind_of(question).graded:
        proof.observation.see(variant)
    if isinstance(variant.key, ValueKey):
        proof.sizes.append(float(np.max(np.abs(variant.key.answer))))
    if gate_of(question).positioned:
        right = next(i for i, option in enumerate(variant.options) if option.correct)
        proof.positions[right] += 1
        lengths = [len(option.text.en) for option in variant.options]
        proof.longest += lengths[right] == max(lengths) and lengths.count(max(lengths)) == 1


def _key_text(variant: Variant) -> str:
    if kind_of(variant.question).graded:
        return gate_of(variant.question).right_text(variant)
    return variant.back.en or variant.prompt.en


def _size_failures(question: Question, proof: ItemProof) -> list[Failure]:
    """An absolute tolerance is 0.1 % to 1 % of the answer's usual size: neither unreachable nor a gift."""
    answer = question.answer
    if answer is None or not answer.absolute or not proof.sizes:
        return []
    share = answer.absolute / max(float(np.median(proof.sizes)), 1e-300)
    if 0.001 <= share <= 0.01 + 1e-12:
        return []
    text = f"absolute tolerance {answer.absolute:g} is 0.1 % to 1 % of the answer's usual size"
    return [Failure(question.id, 0, {}, text, True, f"{share:.3%}")]


__all__ = ["Failure", "ItemProof", "prove_claim", "prove_question", "seeds_for"]
