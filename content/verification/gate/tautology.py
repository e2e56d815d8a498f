"""Tautologies: checks that cannot fail, proofs that cannot see the answer, and proofs that repeat their check.

Each expression is evaluated again with its names changed at random; what never changes proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from content.model import Claim, Evidence, Question, Setup
from content.scene import Scene, seed_of
from content.validation.faults import Path
from content.verification.gate.findings import Finding, Point
from engine.expressions import ExpressionError, parse
from engine.parameters import Value
from engine.registry import find, generator

TRIES = 60
"""How many random changes are tried."""
FEWEST_TURNS = 3
"""How many changes must turn check and proof together before the proof is called a repetition."""
_NO_MEASUREMENT = "compare a measurement of the demonstration; `backdrill demo NAME` shows them"


def measured_names(setting: Setup) -> set[str]:
    """The names whose values the demonstrations decide: measurements, and what `let` computes from them."""
    names = {m.name for m in find(setting.demonstration).measurements} if setting.demonstration else set()
    for alias, run in setting.runs.items():
        names |= {f"{alias}_{m.name}" for m in find(run.demonstration).measurements}
    for name, source in setting.let.items():
        if _names(source) & names:
            names.add(name)
    return names


def _names(source: str) -> frozenset[str]:
    try:
        return parse(source).names
    except ExpressionError:
        return frozenset()


def claim_tautologies(claim: Claim) -> Iterator[Finding]:
    """Checks of a claim that no measurement decides."""
    for i, evidence in enumerate(claim.evidence):
        if evidence.demonstration:
            for key in ("check", "supports", "refutes"):
                for j, source in enumerate(getattr(evidence, key)):
                    yield from _unmeasured(claim.id, evidence, source, ("evidence", i, key, j))


def question_tautologies(question: Question) -> Iterator[Finding]:
    """Checks and proofs of a question that no measurement decides, and proofs that do not name the answer."""
    for path, source, _ in statements(question):
        yield from _unmeasured(question.id, question, source, path)
    if question.answer is None:
        for i, source in enumerate(question.proof):
            yield from _unmeasured(question.id, question, source, ("proof", i))
        return
    for i, source in enumerate(question.answer.proof):
        if "answer" not in _names(source):
            message = f"the proof '{source}' does not name the answer"
            yield Finding(Point.TAUTOLOGY, question.id, message, "compare 'answer' with another route", path=_proof(i))
    sources = [question.answer.value, *question.answer.proof]
    if not any(_names(source) & measured_names(question) for source in sources):
        message = "neither the answer nor its proof depends on a measurement"
        yield Finding(Point.TAUTOLOGY, question.id, message, _NO_MEASUREMENT, path=("answer",))


def _proof(index: int) -> Path:
    return ("answer", "proof", index)


def statements(question: Question) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """(place, check, proofs that decide with it) of every statement of a question."""
    if question.check:
        yield ("check",), question.check, question.proof if question.correct is None else ()
    for i, option in enumerate(question.options):
        yield ("options", i, "check"), option.check, option.proof if option.declared is None else ()
        for j, wording in enumerate(option.wrong):
            yield ("options", i, "wrong", j, "check"), wording.check, ()


def _unmeasured(item_id: str, setting: Setup, source: str, path: Path) -> Iterator[Finding]:
    if not _names(source) & measured_names(setting):
        message = f"'{source}' depends on no measurement, so it proves nothing"
        yield Finding(Point.TAUTOLOGY, item_id, message, _NO_MEASUREMENT, path=path)


def _changed(names: Mapping[str, Value], used: frozenset[str], rng: np.random.Generator) -> dict[str, Value]:
    return {**names, **{name: _other(names[name], rng) for name in sorted(used) if name in names}}


def _other(value: Any, rng: np.random.Generator) -> Any:
    """A value of the same kind: scaled, shifted, of the other sign, zero, or as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return bool(rng.integers(2))
    kind, shape = rng.random(), np.shape(value)
    if kind < 0.2:
        return value
    if kind < 0.3:
        return value * 0
    scale = rng.choice([-1.0, 0.5, 1.0, 2.0, 10.0], size=shape)
    moved = np.asarray(value, float) * scale + rng.choice([0.0, -1.0, 1.0], size=shape)
    if isinstance(value, int):
        return int(np.clip(np.round(moved), -(10**9), 10**9))
    return moved if shape else float(moved)


def _truth(source: str, names: Mapping[str, Value]) -> bool | None:
    try:
        return parse(source).holds(names)
    except (ExpressionError, ValueError, TypeError):
        return None


def never_fails(source: str, names: Mapping[str, Value]) -> bool:
    """Whether an expression that holds keeps on holding whatever its names are."""
    used, rng = parse(source).names, generator(seed_of(source, 0))
    if _truth(source, names) is not True:
        return False
    return all(_truth(source, _changed(names, used, rng)) is not False for _ in range(TRIES))


def repeats(check: str, proof: str, names: Mapping[str, Value]) -> bool:
    """Whether a proof is its check in other words: they agree whatever their names are.

    Only changes that turn the check count: an equation that fails goes on failing, and so would any other.
    """
    if "".join(check.split()) == "".join(proof.split()):
        return True
    first, turned = _truth(check, names), 0
    used, rng = parse(check).names | parse(proof).names, generator(seed_of(check + proof, 0))
    for _ in range(TRIES):
        changed = _changed(names, used, rng)
        one, other = _truth(check, changed), _truth(proof, changed)
        if one is None or other is None:
            continue
        if one != other:
            return False
        turned += one != first
    return turned >= FEWEST_TURNS


def evidence_changes(claim: Claim, number: int, scene: Scene) -> Iterator[Finding]:
    """Checks of one piece of evidence that cannot fail."""
    evidence: Evidence = claim.evidence[number]
    for key in ("check", "supports", "refutes"):
        for j, source in enumerate(getattr(evidence, key)):
            if never_fails(source, scene.names):
                yield _constant(claim.id, source, ("evidence", number, key, j))


def question_changes(question: Question, scene: Scene) -> Iterator[Finding]:
    """Checks that cannot fail, and proofs that repeat their check."""
    for path, check, proofs in statements(question):
        if never_fails(check, scene.names):
            yield _constant(question.id, check, path)
        for proof in proofs:
            if repeats(check, proof, scene.names):
                message = f"the proof '{proof}' says the same as its check '{check}'"
                fix = "prove it by another measurement, a closed form or a law"
                yield Finding(Point.TAUTOLOGY, question.id, message, fix, path=path)
    if question.answer is None:
        for i, source in enumerate(question.proof):
            if never_fails(source, scene.names):
                yield _constant(question.id, source, ("proof", i))


def _constant(item_id: str, source: str, path: Path) -> Finding:
    message = f"'{source}' has one truth whatever is measured"
    return Finding(Point.TAUTOLOGY, item_id, message, "write a check that could fail", path=path)


def blind_proof(question: Question, scene: Scene, value: Any) -> Iterator[Finding]:
    """An answer that is a tenth off, or off by one where it is whole, must be refused by some proof."""
    assert question.answer is not None
    for other in _wrong_answers(value):
        names = {**scene.names, "answer": other}
        if all(_truth(source, names) is not False for source in question.answer.proof):
            message = f"no proof refuses the wrong answer {_short(other)} (the key is {_short(value)})"
            fix = "add a proof that fixes the answer, such as close(answer, another route)"
            yield Finding(Point.TAUTOLOGY, question.id, message, fix, scene.seed, ("answer", "proof"))
            return


def _short(value: Any) -> str:
    return " ".join(str(np.round(value, 6)).split())[:60]


def _wrong_answers(value: Any) -> list[Any]:
    array = np.asarray(value, float)
    step = 1.0 if np.all(array == np.round(array)) else 0.1 * float(np.max(np.abs(array)))
    return [value + step, value - step, value * 2 + step]


__all__ = [
    "blind_proof",
    "claim_tautologies",
    "evidence_changes",
    "question_changes",
    "question_tautologies",
]
