"""How well the matcher hears answers that were written without sight of its cues: `python -m tests.benchmarks.heard`.

The answers and their labels stand in `tests/content/typed_answers.yaml`. With `--misses`, each disagreement is listed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.model import Question
from content.rubric import recognised
from content.strict_yaml import load_file
from content.variants import make
from engine.rubric_matcher.recognise import State
from tests import shipped

ANSWERS = Path(__file__).parents[1] / "content" / "typed_answers.yaml"
LABELS = ("made", "partly", "wrong")
HEADINGS = (
    "answers",
    "points made",
    "precision",
    "recall",
    "found or unsure",
    "half-made found",
    "wrong found",
    "denied",
)


@dataclass(frozen=True)
class Heard:
    """One point of one answer: what the person who labelled it says, and what the matcher says."""

    answer: int
    lang: str
    question: str
    point: int
    label: str
    state: State


def heard() -> Iterator[Heard]:
    """Each point of each typed answer."""
    questions = {question.id: question for topic in shipped.deck().topics for question in topic.questions}
    for number, typed in enumerate(load_file(ANSWERS)):
        yield from _points(number, typed, questions[typed["question"]])


def _points(number: int, typed: dict[str, Any], question: Question) -> Iterator[Heard]:
    variant = make(question, typed["seed"])
    prompt = f"{variant.prompt.en}\n{variant.prompt.zh}"
    for index, point in enumerate(question.rubric):
        label = next((name for name in LABELS if index in typed[name]), "absent")
        state = recognised(point, variant.scene.names, typed["text"], prompt).state
        yield Heard(number, typed["lang"], question.id, index, label, state)


def tally(points: Sequence[Heard]) -> Counter[tuple[str, State]]:
    """How often each label met each state."""
    return Counter((point.label, point.state) for point in points)


def row(points: Sequence[Heard]) -> tuple[str, ...]:
    """The figures of some answers, in the order of `HEADINGS`. Half-made points count neither way in precision."""
    counts = tally(points)
    of = Counter(point.label for point in points)
    found = {label: counts[label, State.FOUND] for label in (*LABELS, "absent")}
    return (
        str(len({point.answer for point in points})),
        str(of["made"]),
        _share(found["made"], sum(found.values()) - found["partly"]),
        _share(found["made"], of["made"]),
        _share(found["made"] + counts["made", State.UNSURE], of["made"]),
        _share(found["partly"], of["partly"]),
        _share(found["wrong"], of["wrong"]),
        _share(counts["made", State.DENIED], of["made"]),
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.2f}" if whole else "none"


def main() -> None:
    """The table by language, then the disagreements if asked for."""
    points = list(heard())
    print("|".join(("", "language", *HEADINGS, "")))
    print("|---" * (len(HEADINGS) + 1) + "|")
    for lang in ("en", "zh", "mixed", "all"):
        print("|".join(("", lang, *row([p for p in points if lang in (p.lang, "all")]), "")))
    for p in points if "--misses" in sys.argv else ():
        if (p.label == "made") is not (p.state is State.FOUND):
            print(p.question, p.point, p.lang, f"answer {p.answer}: {p.label}, called {p.state.value}")


if __name__ == "__main__":
    main()
