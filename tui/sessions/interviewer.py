"""What an interviewer says after an answer, by rule: a probe for a point not recognised, a doubt about a number.

Nothing here grades: what is recognised is proposed at the end, and the learner decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.interview import KeyPoint
from content.kind import kind_of
from content.rubric import recognised
from content.templates import fill
from content.variants import Variant
from db.cards import stable_id
from db.interviews import Exchange
from engine.keys.open import RubricKey
from engine.rubric_matcher.recognise import Recognised, State
from engine.text import NOTHING, Text
from tui.locale import interview as words

PROBE, DOUBT, OWN_WORDS, ALOUD, CHOICES = "probe", "doubt", "own_words", "aloud", "choices"
"""Kinds of exchanges: two that the interviewer asks, three that tell how an answer was given."""
MOST_PROBES = 2
"""Probes after one answer."""
ORDER = (State.DENIED, State.MISSING, State.UNSURE)
"""The order in which points are asked about."""
LONGEST_QUOTE = 80
"""Characters of the learner's words that the interviewer repeats."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the interviewer says, and the point of the rubric that it is about."""

    kind: str
    text: Text
    point: int | None = None


def remark(variant: Variant, given: str, correct: bool, said: Sequence[Exchange]) -> Remark | None:
    """The next remark after an answer, or None when the interviewer goes on. `said` is what was exchanged about it."""
    if not given.strip():
        return None
    if variant.key.ticked:
        return _probe(variant, given, said)
    if kind_of(variant.question).doubted and not any(one.kind == DOUBT for one in said):
        return _doubt(variant, given, correct)
    return None


def heard(variant: Variant, given: str, said: Sequence[Exchange]) -> list[Recognised]:
    """What was recognised of each key point, in the answer and in the reply to its probe. The reply came later: it
    decides where it says something."""
    found = []
    for number, point in enumerate(variant.question.rubric):
        first = _recognised(variant, point, given)
        replies = [_recognised(variant, point, one.reply) for one in said if one.kind == PROBE and one.point == number]
        telling = [reply for reply in replies if reply.state in (State.FOUND, State.DENIED)]
        found.append(telling[-1] if telling and first.state is not State.FOUND else first)
    return found


def share(variant: Variant, given: str, said: Sequence[Exchange]) -> float:
    """The share of the rubric's weight that was recognised: it steers the interview and grades nothing."""
    points = variant.question.rubric
    found = zip(points, heard(variant, given, said), strict=True)
    whole = sum(point.weight for point in points)
    return sum(point.weight for point, one in found if one.state is State.FOUND) / whole if whole else 0.0


def _recognised(variant: Variant, point: KeyPoint, given: str) -> Recognised:
    prompt = f"{variant.prompt.en}\n{variant.prompt.zh}"
    if not point.cues:
        return Recognised(State.UNSURE)
    return recognised(point, variant.scene.names, given, prompt)


def _probe(variant: Variant, given: str, said: Sequence[Exchange]) -> Remark | None:
    probed = {one.point for one in said if one.kind == PROBE}
    if len(probed) >= MOST_PROBES:
        return None
    points = variant.question.rubric
    left = [
        (ORDER.index(one.state), -points[number].weight, number, one)
        for number, one in enumerate(heard(variant, given, said))
        if one.state in ORDER and number not in probed and points[number].cues
    ]
    if not left:
        return None
    _, _, number, one = min(left, key=lambda entry: entry[:3])
    return Remark(PROBE, _words(variant, points[number], one), number)


def _words(variant: Variant, point: KeyPoint, one: Recognised) -> Text:
    """The interviewer's words: what was denied is quoted, what was missed is asked so that it fits if it was said."""
    quote = _quoted(one)
    if one.state is State.DENIED:
        return words.SURE_OF_THAT.format(words=quote)
    if one.state is State.UNSURE and quote:
        return words.SAY_MORE.format(words=quote)
    return fill(point.probe, variant.scene.names) if point.probe.en else words.ANYTHING_ELSE


def _quoted(one: Recognised) -> str:
    quote = one.clauses[0].strip(" ,.;，。；") if one.clauses else ""
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rstrip() + "…"


def _doubt(variant: Variant, given: str, correct: bool) -> Remark | None:
    """Wrong numbers are always doubted, right ones as often as not: the question tells nothing."""
    draw = stable_id("doubt", variant.question.id, str(variant.seed))
    if correct and draw % 2:
        return None
    asked = words.DOUBTS[draw // 2 % len(words.DOUBTS)]
    return Remark(DOUBT, asked.format(answer=given))


# ── questions without their options ─────────────────────────────────────────────────────────────────────────────


def in_own_words(variant: Variant) -> Variant:
    """A question without its options, answered in the learner's words; the right answer is its one key point."""
    right = next((option.text for option in variant.options if option.correct), variant.back)
    return replace(
        variant,
        question=replace(variant.question, kind="open", options=(), rubric=(), model=None),
        key=RubricKey((1.0,)),
        options=(),
        rubric=(Text(*(said.format(right=text) for said, text in zip(words.AMOUNTS_TO, right, strict=True))),),
        back=NOTHING,
    )


def asking(variant: Variant, remark_: Remark) -> Variant:
    """The remark as a question of its own, answered as the variant is; what was asked stands below it."""
    prompt = Text(*(f"{said}\n\n{asked}" for said, asked in zip(remark_.text, variant.prompt, strict=True)))
    return replace(variant, prompt=prompt, hints=())
