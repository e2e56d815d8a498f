"""What an interview came to: numbers as JSON, and the same as lines for a page, the line mode and Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from statistics import fmean
from typing import Any

from content.library import Library
from content.variants import Variant, make
from db.interviews import InterviewAnswer, StoredInterview
from db.statistics.mastery import wilson
from db.types import Rating
from engine.grading import ChoiceKey, OrderKey, Unreadable, read
from engine.result import plain
from engine.text import LANGUAGES, Language
from tui.sessions.interview_plan import InterviewPlan
from tui.text.correct_answer import correct_answer
from tui.text.plain import plain_text
from tui.text.sanitize import inert

CHANCE = {1: 0.25, 2: 0.5, 3: 0.75, 4: 0.95}
"""The chance of being right that each step of confidence claims."""
Bilingual = dict[str, str]


def report_of(
    stored: StoredInterview,
    answers: Sequence[InterviewAnswer],
    plan: InterviewPlan,
    library: Library,
    earlier: Sequence[StoredInterview],
    now: datetime,
    abandoned: bool = False,
) -> dict[str, Any]:
    """The whole report. Texts are kept in both languages, so that it stays readable when the deck changes."""
    items = [_item(answer, plan, library) for answer in answers if answer.correctness is not None]
    return {
        "interview": str(stored.interview_id),
        "started": stored.started.astimezone(now.tzinfo).isoformat(timespec="seconds"),
        "finished": now.isoformat(timespec="seconds"),
        "seed": plan.seed,
        "levels": list(plan.levels),
        "planned_questions": len(plan.questions),
        "questions": len(items),
        "right": sum(item["correctness"] >= 1 for item in items),
        "abandoned": abandoned,
        "score": _mean([item["correctness"] for item in items]),
        "interval": _interval(items),
        "seconds": sum(item["seconds"] for item in items),
        "planned_seconds": plan.seconds_each * len(items),
        "over_time": sum(item["seconds"] > item["planned_seconds"] for item in items),
        "topics": _topics(items),
        "misses": [answer.number for answer in answers if answer.correctness is not None and _missed(answer)],
        "calibration": calibration(items),
        "strongest": _ends(items)[0],
        "weakest": _ends(items)[1],
        "earlier": _comparison(earlier),
        "items": items,
    }


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _interval(items: Sequence[Mapping[str, Any]]) -> list[float]:
    """Where the true score lies, with 90 % confidence; one answer says little."""
    return list(wilson(_mean([item["correctness"] for item in items]) or 0.0, len(items)))


def _missed(answer: InterviewAnswer) -> bool:
    """Whether it comes back for study today."""
    return answer.proposed is Rating.AGAIN


def _item(answer: InterviewAnswer, plan: InterviewPlan, library: Library) -> dict[str, Any]:
    numbers = {
        "number": answer.number,
        "question": answer.question_id,
        "why_asked": answer.why,
        "variant_seed": answer.variant_seed,
        "correctness": answer.correctness,
        "seconds": answer.seconds,
        "planned_seconds": plan.seconds_each,
        "confidence": answer.confidence,
    }
    variant = asked_variant(library, answer.question_id, answer.variant_seed)
    if variant is None:
        # The question has vanished since it was asked; what was answered and how well stays.
        bare = both(lambda language: inert(answer.answer))
        name = both(lambda language: answer.question_id)
        nothing = both(lambda language: "")
        gone = {"topic": "", "title": nothing, "level": 0, "kind": "", "prompt": name, "given": bare}
        return {**numbers, **gone, "correct": nothing, "mistake": nothing, "explanation": nothing, "evidence": None}
    topic = library.topic_of(answer.question_id)
    return {
        **numbers,
        "topic": topic.id,
        "title": topic.title._asdict(),
        "level": variant.question.level,
        "kind": variant.question.kind.value,
        "prompt": both(lambda language: plain_text(variant.prompt, language)),
        "given": both(lambda language: given_words(variant, answer.answer, language)),
        "correct": both(lambda language: correct_answer(variant, language).strip()),
        "mistake": _mistake(variant, answer),
        "explanation": both(lambda language: plain_text(variant.explanation, language)),
        "evidence": _evidence(variant, library),
    }


def asked_variant(library: Library, question_id: str, seed: int) -> Variant | None:
    """What was asked, made again; None when the question has vanished or can no longer be computed."""
    try:
        return make(library.question(question_id), seed)
    except (ValueError, LookupError):
        return None


def _evidence(variant: Variant, library: Library) -> dict[str, Any]:
    """The computation behind the key: its demonstration, its seed, the numbers it measured, the claims it proves."""
    # The numbers that the question speaks of; a demonstration may measure many more.
    spoken = set(re.findall(r"[a-z_0-9]+", repr(variant.question)))
    found = variant.scene.result.measurements.items()
    measured = {name: plain(value) for name, value in found if name in spoken}
    return {
        "demonstration": variant.scene.demonstration,
        "seed": variant.scene.demonstration_seed,
        "measured": {name: value for name, value in measured.items() if isinstance(value, int | float)},
        "claims": list(variant.question.claims),
        "statements": [_statement(name, library) for name in variant.question.claims],
    }


def _statement(name: str, library: Library) -> Bilingual:
    """A claim as it holds, precisely; its id alone when the deck has it no more."""
    claim = library.claims.get(name)
    if claim is None:
        return both(lambda language: name)
    return both(lambda language: f"{name}: {plain_text(claim.statement, language)}")


def both(say: Callable[[Language], str]) -> Bilingual:
    """What `say` says in each language."""
    return {language: say(language) for language in LANGUAGES}


def given_words(variant: Variant, answer: str, language: Language) -> str:
    """A recorded answer as the learner saw it: letters with their options, places with their lines."""
    if not answer:
        return ""
    try:
        match variant.key:
            case ChoiceKey():
                picked = [(letter, variant.options[ord(letter) - ord("a")]) for letter in answer.split(",")]
                return "\n".join(f"{letter}) {plain_text(option.text, language)}" for letter, option in picked)
            case OrderKey():
                items = [variant.items[int(place) - 1] for place in answer.split()]
                return "\n".join([answer, *(plain_text(item, language) for item in items)])
    except (LookupError, ValueError, TypeError):
        # The question has other options than when it was asked.
        return inert(answer)
    return inert(answer)


def _mistake(variant: Variant, answer: InterviewAnswer) -> Bilingual:
    """Why it is wrong: the named mistake, or what the chosen option's reason says."""
    if not answer.answer or (answer.correctness or 0) >= 1:
        return both(lambda language: "")
    try:
        given = read(variant.key, answer.answer)
    except Unreadable:
        return both(lambda language: "")
    found = variant.mistake_behind(given)
    if found is not None:
        return both(lambda language: plain_text(found.why, language))
    if isinstance(variant.key, ChoiceKey) and isinstance(given, frozenset):
        wrong = [variant.options[i].why for i in sorted(given - variant.key.correct)]
        return both(lambda language: "\n".join(plain_text(why, language) for why in wrong))
    return both(lambda language: "")


def _topics(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for topic in dict.fromkeys(item["topic"] for item in items):
        mine = [item for item in items if item["topic"] == topic]
        found.append(
            {
                "topic": topic,
                "title": mine[0]["title"],
                "questions": len(mine),
                "score": _mean([item["correctness"] for item in mine]),
                "interval": _interval(mine),
                "seconds": sum(item["seconds"] for item in mine),
            }
        )
    return found


def calibration(items: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How far confidence matched correctness, or None when none was given: the Brier score (mean squared distance
    of claimed chance and correctness, 0 is best) and for each step its answers and their mean correctness."""
    sure = [item for item in items if item["confidence"] is not None]
    if not sure:
        return None
    steps = []
    for step, chance in CHANCE.items():
        mine = [item["correctness"] for item in sure if item["confidence"] == step]
        if mine:
            steps.append({"confidence": step, "claimed": chance, "answers": len(mine), "score": fmean(mine)})
    return {"brier": fmean((CHANCE[item["confidence"]] - item["correctness"]) ** 2 for item in sure), "steps": steps}


def _ends(items: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    """The numbers of the strongest answer (right, hard, quick) and of the weakest (wrong, easy, sure)."""
    if not items:
        return None, None
    strongest = max(items, key=lambda item: (item["correctness"], item["level"], -item["seconds"]))
    weakest = min(items, key=lambda item: (item["correctness"], item["level"], -(item["confidence"] or 0)))
    # A miss is nobody's strength, a right answer no weakness, and one answer is not both.
    best = strongest["correctness"] > 0
    return (
        strongest["number"] if best else None,
        weakest["number"] if weakest["correctness"] < 1 and (weakest is not strongest or not best) else None,
    )


def _comparison(earlier: Sequence[StoredInterview]) -> dict[str, Any]:
    reports = [stored.report for stored in earlier if stored.report.get("score") is not None]
    topics: dict[str, list[float]] = {}
    for report in reports:
        for topic in report.get("topics", []):
            topics.setdefault(topic["topic"], []).append(topic["score"])
    return {
        "interviews": len(reports),
        "last_score": reports[0]["score"] if reports else None,
        "mean_score": _mean([report["score"] for report in reports]),
        "topics": {topic: fmean(scores) for topic, scores in topics.items()},
        "last_topics": {topic: scores[0] for topic, scores in topics.items()},
    }
