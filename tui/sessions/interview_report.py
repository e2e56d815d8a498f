"""The report of an interview, computed from what stands on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from statistics import fmean

from content.claims import stated
from content.library import Library
from content.variants import Variant, make
from db.interviews import InterviewAnswer, StoredInterview
from db.statistics.estimates import Estimate
from db.statistics.wilson import wilson
from db.types import SURENESS, Rating
from engine.registry import catalogue
from engine.result import plain
from engine.text import Language, Text, same
from tui.sessions.interview_plan import InterviewPlan
from tui.sessions.interview_said import Said
from tui.sessions.interviewer import heard
from tui.sessions.question import from_record
from tui.sessions.report_types import (
    NOTHING,
    AnswerReport,
    Calibration,
    ConfidenceStep,
    Earlier,
    Evidence,
    ExchangeReport,
    InterviewReport,
    PointReport,
    ThreadReport,
    Todo,
    TopicReport,
    from_json,
)
from tui.text.correct_answer import correct_answer
from tui.text.kind import text_of
from tui.text.plain import plain_text
from tui.text.sanitize import inert

STUDY, LOOK, AGAIN = "study", "demonstration", "thread"
"""Kinds of things to do next."""


@dataclass(frozen=True)
class Told:
    """What a report is made of: the answers, what was said about them, and what was planned."""

    answers: Sequence[InterviewAnswer]
    said: Said
    plan: InterviewPlan
    library: Library
    known: Mapping[str, Estimate]
    """The present estimate of each topic."""


def report_of(
    stored: StoredInterview, told: Told, earlier: Sequence[StoredInterview], now: datetime, abandoned: bool = False
) -> InterviewReport:
    """The whole report, from what stands on disk."""
    answers, plan = told.answers, told.plan
    items = [_item(answer, told) for answer in answers if answer.correctness is not None]
    strongest, weakest = _ends(items)
    return InterviewReport(
        interview=str(stored.interview_id),
        started=stored.started.astimezone(now.tzinfo).isoformat(timespec="seconds"),
        finished=now.isoformat(timespec="seconds"),
        seed=plan.seed,
        levels=tuple(plan.levels),
        planned_questions=len(plan.questions),
        questions=len(items),
        right=sum(item.correctness >= 1 for item in items),
        abandoned=abandoned,
        score=_mean([item.correctness for item in items]),
        interval=_interval(items),
        seconds=sum(item.seconds for item in items),
        planned_seconds=sum(item.planned_seconds for item in items),
        over_time=sum(item.seconds > item.planned_seconds for item in items),
        topics=_topics(items, told.known),
        misses=tuple(answer.number for answer in answers if answer.correctness is not None and _missed(answer)),
        calibration=calibration(items),
        strongest=strongest,
        weakest=weakest,
        earlier=_comparison(earlier),
        items=tuple(items),
        threads=_threads(items, told),
        todo=_todo(items, told),
    )


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _interval(items: Sequence[AnswerReport]) -> tuple[float, ...]:
    """Where the true score lies, with 90 % confidence; one answer says little."""
    return tuple(wilson(_mean([item.correctness for item in items]) or 0.0, len(items)))


def _missed(answer: InterviewAnswer) -> bool:
    """Whether it comes back for study today."""
    return answer.proposed is Rating.AGAIN


def _item(answer: InterviewAnswer, told: Told) -> AnswerReport:
    bare = AnswerReport(
        number=answer.number,
        question=answer.question_id,
        correctness=answer.correctness or 0.0,
        seconds=answer.seconds,
        planned_seconds=_planned(answer, told),
        why_asked=answer.why,
        variant_seed=answer.variant_seed,
        confidence=answer.confidence,
        exchanges=tuple(
            ExchangeReport(one.kind, Text(*one.asked), inert(one.reply)) for one in told.said.about(answer.number)
        ),
    )
    variant = asked_variant(told.library, answer.question_id, answer.variant_seed)
    if variant is None:
        # The question has vanished since it was asked; what was answered and how well stays.
        given = inert(answer.answer)
        name = answer.question_id
        return replace(bare, prompt=Text(name, name), given=Text(given, given))
    return _told(bare, answer, variant, told)


def _planned(answer: InterviewAnswer, told: Told) -> float:
    question = told.library.questions.get(answer.question_id)
    return told.plan.seconds_for(question) if question else told.plan.seconds_each or 0.0


def _told(bare: AnswerReport, answer: InterviewAnswer, variant: Variant, told: Told) -> AnswerReport:
    library = told.library
    topic = library.topic_of(answer.question_id)
    return replace(
        bare,
        topic=topic.id,
        title=topic.title,
        level=variant.question.level,
        kind=variant.question.kind,
        prompt=both(lambda language: plain_text(variant.prompt, language)),
        given=both(lambda language: given_words(variant, answer.answer, language)),
        correct=both(lambda language: correct_answer(variant, language).strip()),
        mistake=_mistake(variant, answer),
        explanation=both(lambda language: plain_text(variant.explanation, language)),
        evidence=_evidence(variant, library),
        points=_points(answer, variant, told),
    )


def _points(answer: InterviewAnswer, variant: Variant, told: Told) -> tuple[PointReport, ...]:
    if not answer.answer or not variant.question.rubric:
        return ()
    found = heard(variant, answer.answer, told.said.about(answer.number))
    texts = [both(partial(plain_text, point)) for point in variant.rubric]
    return tuple(
        PointReport(text, one.state.value, tuple(inert(clause) for clause in one.clauses))
        for text, one in zip(texts, found, strict=True)
    )


def _threads(items: Sequence[AnswerReport], told: Told) -> tuple[ThreadReport, ...]:
    found = []
    for name in told.plan.threads:
        thread = told.library.threads.get(name)
        asked = [step.question for step in thread.steps] if thread else []
        mine = [item for item in items if item.question in asked]
        if thread is not None and mine:
            numbers = tuple(item.number for item in mine)
            found.append(ThreadReport(name, thread.title, numbers, _mean([item.correctness for item in mine])))
    return tuple(found)


def _todo(items: Sequence[AnswerReport], told: Told) -> tuple[Todo, ...]:
    """The weakest topic to study, the demonstration behind the weakest answer, the weakest thread to take again."""
    found: list[Todo] = []
    weak = min((item for item in items if item.correctness < 1 and item.topic), key=_strength, default=None)
    topic = min((one for one in _topics(items, told.known) if one.topic), key=lambda one: one.score, default=None)
    thread = min(_threads(items, told), key=lambda one: one.score or 0.0, default=None)
    if topic is not None and topic.score < 1:
        found.append(Todo(STUDY, topic.topic, topic.title))
    if weak is not None and weak.evidence is not None:
        name = weak.evidence.demonstration
        title = catalogue()[name].title if name in catalogue() else same(name)
        found.append(Todo(LOOK, name, title))
    if thread is not None and (thread.score or 0.0) < 1:
        found.append(Todo(AGAIN, thread.thread, thread.title))
    return tuple(found)


def _strength(item: AnswerReport) -> tuple[float, int]:
    return item.correctness, item.level


def asked_variant(library: Library, question_id: str, seed: int) -> Variant | None:
    """What was asked, made again; None when the question has vanished or can no longer be computed."""
    try:
        return make(library.question(question_id), seed)
    except (ValueError, LookupError):
        return None


def _evidence(variant: Variant, library: Library) -> Evidence:
    """The computation behind the key: its demonstration, its seed, the numbers it measured, the claims it proves."""
    # The numbers that the question speaks of; a demonstration may measure many more.
    spoken = set(re.findall(r"[a-z_0-9]+", repr(variant.question)))
    found = variant.scene.result.measurements.items()
    measured = {name: plain(value) for name, value in found if name in spoken}
    return Evidence(
        demonstration=variant.scene.demonstration,
        seed=variant.scene.demonstration_seed,
        measured={name: value for name, value in measured.items() if isinstance(value, int | float)},
        claims=tuple(variant.question.claims),
        statements=tuple(_statement(name, library) for name in variant.question.claims),
    )


def _statement(name: str, library: Library) -> Text:
    """A claim as it holds, precisely; its id alone when the deck has it no more."""
    claim = library.claims.get(name)
    if claim is None:
        return Text(name, name)
    said = stated(claim).statement
    return both(lambda language: f"{name}: {plain_text(said, language)}")


def both(say: Callable[[Language], str]) -> Text:
    """The text that `say` gives in each language."""
    return Text(say("en"), say("zh"))


def given_words(variant: Variant, answer: str, language: Language) -> str:
    """A recorded answer as the learner saw it: letters with their options, places with their lines."""
    if not answer:
        return ""
    try:
        return text_of(variant).given(variant, answer, language)
    except (LookupError, ValueError, TypeError):
        # The question has other options than when it was asked.
        return inert(answer)


def _mistake(variant: Variant, answer: InterviewAnswer) -> Text:
    """Why it is wrong: the named mistake, or what the chosen option's reason says."""
    if not answer.answer or (answer.correctness or 0) >= 1:
        return NOTHING
    given = from_record(variant.key, answer.answer)
    found = variant.mistake_behind(given) if given is not None else None
    if found is not None:
        return both(lambda language: plain_text(found.why, language))
    against = text_of(variant).against(variant, given) if given is not None else []
    return both(lambda language: "\n".join(plain_text(why, language) for why in against))


def _topics(items: Sequence[AnswerReport], known: Mapping[str, Estimate]) -> tuple[TopicReport, ...]:
    found = []
    for topic in dict.fromkeys(item.topic for item in items):
        mine = [item for item in items if item.topic == topic]
        seconds = sum(item.seconds for item in mine)
        score = fmean(item.correctness for item in mine)
        found.append(TopicReport(topic, mine[0].title, len(mine), score, seconds, _interval(mine), known.get(topic)))
    return tuple(found)


def calibration(items: Sequence[AnswerReport]) -> Calibration | None:
    """How well confidence matched correctness; None when none was given."""
    sure = [(item.confidence, item.correctness) for item in items if item.confidence is not None]
    if not sure:
        return None
    steps = []
    for step, chance in enumerate(SURENESS, start=1):
        mine = [correctness for said, correctness in sure if said == step]
        if mine:
            steps.append(ConfidenceStep(step, chance, len(mine), fmean(mine)))
    brier = fmean((SURENESS[said - 1] - correctness) ** 2 for said, correctness in sure)
    return Calibration(brier, tuple(steps))


def _ends(items: Sequence[AnswerReport]) -> tuple[int | None, int | None]:
    """The numbers of the strongest answer (right, hard, quick) and of the weakest (wrong, easy, sure)."""
    if not items:
        return None, None
    strongest = max(items, key=lambda item: (item.correctness, item.level, -item.seconds))
    weakest = min(items, key=lambda item: (item.correctness, item.level, -(item.confidence or 0)))
    # A miss is nobody's strength, a right answer no weakness, and one answer is not both.
    best = strongest.correctness > 0
    return (
        strongest.number if best else None,
        weakest.number if weakest.correctness < 1 and (weakest is not strongest or not best) else None,
    )


def _comparison(earlier: Sequence[StoredInterview]) -> Earlier:
    reports = [report for stored in earlier if (report := from_json(stored.report)) and report.score is not None]
    scores = [report.score for report in reports if report.score is not None]
    topics: dict[str, list[float]] = {}
    for report in reports:
        for topic in report.topics:
            topics.setdefault(topic.topic, []).append(topic.score)
    return Earlier(
        interviews=len(reports),
        last_score=scores[0] if scores else None,
        mean_score=_mean(scores),
        topics={topic: fmean(found) for topic, found in topics.items()},
        last_topics={topic: found[0] for topic, found in topics.items()},
    )
