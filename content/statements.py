"""Which statements of a question a draw shows, in which wording, and which of them are the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from content.model import Option, Show
from content.scene import Scene, holds
from content.templates import fill
from engine.grading import KeyFault
from engine.text import Text

ONE_OF_TWO = Show(statements=1, true=(0, 1))


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option as shown: its text, whether it is right (computed), why, and whether what it says holds."""

    text: Text
    correct: bool
    why: Text
    holds: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its truth in this draw."""

    option: Option
    truth: bool


def judge(question_id: str, option: Option, scene: Scene) -> Judged:
    """The statement's truth by its check, which declaration and proof must agree with. Raises KeyFault."""
    truth = agreed(question_id, option.check, option.declared, option.proof, scene)
    return Judged(option, truth)


def agreed(question_id: str, check: str, declared: bool | None, proof: tuple[str, ...], scene: Scene) -> bool:
    """What the check gives. Raises KeyFault unless the declaration, or where there is none each proof, agrees."""
    truth = holds(check, scene.names)
    if declared is not None and truth != declared:
        raise KeyFault(
            f"{question_id}: '{check}' is {truth}, the author declared {declared}",
            f"{question_id}：“{check}”算得 {truth}，作者声明为 {declared}",
        )
    for source in proof:
        if declared is None and holds(source, scene.names) != truth:
            raise KeyFault(
                f"{question_id}: '{check}' is {truth}, its proof '{source}' says {not truth}",
                f"{question_id}：“{check}”算得 {truth}，其证明“{source}”却为 {not truth}",
            )
    return truth


def from_pool(question_id: str, show: Show, judged: list[Judged], mixer: np.random.Generator) -> list[Judged]:
    """As many statements as are shown, the number of true ones drawn evenly from what is possible."""
    right = [j for j in judged if j.truth]
    wrong = [j for j in judged if not j.truth]
    low, high = show.true
    counts = [k for k in range(low, high + 1) if k <= len(right) and show.statements - k <= len(wrong)]
    if not counts:
        raise KeyFault(
            f"{question_id}: {len(right)} of {len(judged)} statements hold in this draw; "
            f"{show.statements} with {low} to {high} true ones cannot be chosen from them",
            f"{question_id}：本次抽样中 {len(judged)} 条陈述有 {len(right)} 条成立，"
            f"无法从中选出 {show.statements} 条且其中 {low} 到 {high} 条为真",
        )
    count = counts[int(mixer.integers(len(counts)))]
    chosen = [right[i] for i in mixer.permutation(len(right))[:count]]
    return chosen + [wrong[i] for i in mixer.permutation(len(wrong))[: show.statements - count]]


def shown_option(text: Text, truth: bool, correct: bool, why: Text, scene: Scene) -> ShownOption:
    """A statement filled in for this draw; `correct` says whether it is the answer."""
    return ShownOption(fill(text, scene.names), correct, fill(why, scene.names), truth)
