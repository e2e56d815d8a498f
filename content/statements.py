"""Which statements of a question a draw shows, in which wording, and which of them are the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from content.model import Kind, Option, Question, Show
from content.scene import Scene, holds
from content.templates import fill
from engine.messages import ExpectedError
from engine.text import NOTHING, Text

TRUE_FALSE = (Text("True", "正确"), Text("False", "错误"))
NO_ERROR = Text("No line is wrong.", "没有哪一行有误。")
ONE_OF_TWO = Show(statements=1, true=(0, 1))


class KeyFault(ExpectedError, ValueError):
    """A variant whose computed key contradicts what its author declared, or that has no key of its kind."""


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


def shown_options(question: Question, scene: Scene, mixer: np.random.Generator) -> tuple[tuple[ShownOption, ...], Text]:
    """The options in the order shown, and the statement that a true/false question adds to its prompt.

    Raises KeyFault when a check contradicts its declaration or its proof, or when nothing can be chosen from the pool.
    """
    match question.kind:
        case Kind.TRUE_FALSE:
            return _true_false(question, scene, mixer)
        case Kind.SPOT_THE_ERROR:
            return _lines(question, scene, mixer), NOTHING
    judged = [judge(question.id, option, scene) for option in question.options]
    if judged and question.show is not None:
        judged = _from_pool(question.id, question.show, judged, mixer)
    shown = [_shown(j.option.text, j.truth, j.truth, j.option.why.after(j.truth), scene) for j in judged]
    return tuple(shown[i] for i in mixer.permutation(len(shown))), NOTHING


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


def _from_pool(question_id: str, show: Show, judged: list[Judged], mixer: np.random.Generator) -> list[Judged]:
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


def _true_false(question: Question, scene: Scene, mixer: np.random.Generator) -> tuple[tuple[ShownOption, ...], Text]:
    if question.options:
        judged = [judge(question.id, option, scene) for option in question.options]
        one = _from_pool(question.id, question.show or ONE_OF_TWO, judged, mixer)[0]
        truth, why, statement = one.truth, one.option.why, fill(one.option.text, scene.names)
    else:
        truth = agreed(question.id, question.check, question.correct, question.proof, scene)
        why, statement = question.why, NOTHING
    reason = fill(why.after(truth), scene.names)
    options = tuple(
        ShownOption(text, truth == said, reason, truth) for text, said in zip(TRUE_FALSE, (True, False), strict=True)
    )
    return options, statement


def may_be_faultless(question: Question) -> bool:
    """Whether "no line is wrong" is among the options: where the lines do not all declare their truth."""
    return any(option.wrong or option.correct is None for option in question.options)


def _lines(question: Question, scene: Scene, mixer: np.random.Generator) -> tuple[ShownOption, ...]:
    """The lines keep their order: the learner reads them as one derivation."""
    judged = [judge(question.id, option, scene) for option in question.options]
    replaced = _replaced(question, mixer)
    shown = []
    for index, line in enumerate(judged):
        if index == replaced:
            wording = line.option.wrong[int(mixer.integers(len(line.option.wrong)))]
            agreed(question.id, wording.check, False, (), scene)
            shown.append(_shown(wording.text, False, True, wording.why, scene))
        else:
            shown.append(_shown(line.option.text, line.truth, not line.truth, line.option.why.after(line.truth), scene))
    if may_be_faultless(question):
        shown.append(ShownOption(NO_ERROR, all(line.holds for line in shown), NOTHING, True))
    return tuple(shown)


def _replaced(question: Question, mixer: np.random.Generator) -> int | None:
    """The line that gets a wrong wording, or None: each line that has one, and none, are equally likely."""
    places: list[int | None] = [i for i, option in enumerate(question.options) if option.wrong]
    return [None, *places][int(mixer.integers(len(places) + 1))] if places else None


def _shown(text: Text, truth: bool, correct: bool, why: Text, scene: Scene) -> ShownOption:
    return ShownOption(fill(text, scene.names), correct, fill(why, scene.names), truth)
