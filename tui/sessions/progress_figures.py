"""Progress as views: the same plots on the statistics page and, in words, for a screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from db.exam.plan import ExamPlan
from db.statistics.calibration import Habits
from db.statistics.progress import DayCount, Statistics
from db.statistics.topic_standing import TopicStanding
from db.types import SURENESS
from engine.parameters import FloatArray
from engine.result import Axis, Bars, HeatMap, Lines, Mark, Result, Series, Table, View
from engine.text import LANGUAGES, Text, same
from tui.locale import statistics as words
from tui.text.knowledge import chance, high, low

WEEKS = 26
"""Weeks in the calendar."""
RECENT = 30
"""Days in the plot of the last days."""


@dataclass(frozen=True, slots=True)
class ProgressFigures:
    """Everything that is drawn."""

    today: date
    numbers: Statistics
    habits: Habits
    topics: Sequence[TopicStanding]
    chances: Sequence[float]
    exam: ExamPlan | None = None


def figures(progress: ProgressFigures, titles: Mapping[str, Text]) -> Result:
    """All plots that have something to show, the most telling first. `titles` names the topics."""
    numbers, habits = progress.numbers, progress.habits
    views: list[View] = [_overview(progress)]
    if progress.exam is not None:
        views += exam_figures(progress.exam, titles)
    if progress.topics:
        views.append(_known(progress.topics, titles))
    if numbers.days:
        views += [_recent(numbers.days, progress.today), _calendar(numbers.days, progress.today)]
    if numbers.weeks:
        views.append(_weeks(numbers.weeks, titles))
    views.append(_forecast(numbers.forecast))
    if numbers.retention:
        views.append(_retention(numbers.retention, titles))
    if any(step.answers for step in habits.confidence):
        views.append(_calibration(habits))
    if any(habits.hours):
        views.append(_hours(habits.hours))
    for title, axis, values in (
        (words.CHANCES, words.CHANCE, progress.chances),
        (words.INTERVALS, words.DAYS, numbers.intervals),
        (words.STABILITY, words.DAYS, numbers.stability),
        (words.DIFFICULTY, words.DIFFICULTY_AXIS, numbers.difficulty),
    ):
        if values:
            views.append(_spread(title, axis, np.array(values)))
    return Result({}, tuple(views))


def _overview(progress: ProgressFigures) -> Table:
    numbers, habits = progress.numbers, progress.habits
    answers = sum(day.answers for day in numbers.days)
    rows: list[tuple[Text, str]] = [
        (words.STREAK, f"{numbers.streak} / {numbers.longest_streak}"),
        (words.ANSWERS, f"{answers:,}"),
        (words.MINUTES, f"{sum(day.minutes for day in numbers.days):,.0f}"),
        (words.YOUNG, _share(habits.young.share)),
        (words.MATURE, _share(habits.mature.share)),
        (words.BRIER, "–" if habits.brier is None else f"{habits.brier:.3f}"),
    ]
    return Table(words.OVERVIEW, (words.WHAT, words.VALUE), tuple((name, same(value)) for name, value in rows))


def exam_figures(plan: ExamPlan, titles: Mapping[str, Text]) -> list[View]:
    """What the simulation gives for each day up to the exam, and for each topic on the day."""
    views: list[View] = []
    if len(plan.course_of) > 1:
        ahead = np.arange(1, len(plan.course_of) + 1, dtype=np.float64)
        course = Series(words.EXPECTED, ahead, np.array(plan.course_of))
        views.append(Lines(words.EXAM_COURSE, Axis(words.DAYS_AHEAD), Axis(words.SHARE), (course,)))
    rows = [
        (
            titles.get(topic.topic, same(topic.topic)),
            Text(*(chance(one, language) for language in LANGUAGES)),
            same(f"{low(one)}–{high(one)}"),
            topic.unseen,
        )
        for topic in plan.readiness
        for one in [topic.estimate]
    ]
    heads = (words.TOPIC, words.EXPECTED, words.BETWEEN, words.UNSEEN)
    return [*views, Table(words.EXAM_TOPICS, heads, tuple(rows))] if rows else views


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _known(topics: Sequence[TopicStanding], titles: Mapping[str, Text]) -> Table:
    rows = [
        (
            titles.get(topic.topic, same(topic.topic)),
            Text(*(chance(topic.estimate, language) for language in LANGUAGES)),
            same("" if topic.estimate is None else f"{low(topic.estimate)}–{high(topic.estimate)}"),
            topic.answers,
            words.YES if topic.ready else words.NO,
        )
        for topic in topics
    ]
    heads = (words.TOPIC, words.KNOWN, words.BETWEEN, words.ANSWERS, words.READY)
    return Table(words.KNOWN_TITLE, heads, tuple(rows))


def _by_day(days: Sequence[DayCount], first: date, count: int) -> tuple[FloatArray, FloatArray]:
    answers, minutes = np.zeros(count), np.zeros(count)
    for row in days:
        place = (row.day - first).days
        if 0 <= place < count:
            answers[place], minutes[place] = row.answers, row.minutes
    return answers, minutes


def _recent(days: Sequence[DayCount], today: date) -> Lines:
    answers, minutes = _by_day(days, today - timedelta(days=RECENT - 1), RECENT)
    ago = np.arange(RECENT, dtype=np.float64) - (RECENT - 1)
    return Lines(
        words.RECENT,
        Axis(words.DAY),
        Axis(words.COUNT),
        (Series(words.ANSWERS, ago, answers, "stairs"), Series(words.MINUTES, ago, minutes)),
    )


def _calendar(days: Sequence[DayCount], today: date) -> HeatMap:
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    answers, _ = _by_day(days, first, 7 * WEEKS)
    by_week = np.where(answers > 0, answers, np.nan).reshape(WEEKS, 7).T
    return HeatMap(words.CALENDAR, by_week, Axis(words.WEEKDAY), Axis(words.WEEK), words.ANSWERS, words.WEEKDAYS)


def _weeks(shares: Mapping[str, Sequence[float | None]], titles: Mapping[str, Text]) -> HeatMap:
    """The share of right answers by topic and week, in per cent."""
    names = [topic for topic in titles if topic in shares]
    values = np.array([[np.nan if of is None else round(100 * of) for of in shares[name]] for name in names])
    topics = tuple(titles[name] for name in names)
    return HeatMap(words.WEEKS, values, Axis(words.TOPIC), Axis(words.WEEK), words.PER_CENT, topics)


def _forecast(ahead: Sequence[int]) -> Lines:
    counts = np.array([*ahead, *([0] * (2 - len(ahead)))], dtype=np.float64)
    days = np.arange(len(counts), dtype=np.float64)
    return Lines(words.FORECAST, Axis(words.DAYS_AHEAD), Axis(words.DUE), (Series(words.DUE, days, counts, "stairs"),))


def _retention(shares: Mapping[str, float], titles: Mapping[str, Text]) -> Bars:
    names = [topic for topic in titles if topic in shares]
    return Bars(
        words.RETENTION,
        Axis(words.SHARE),
        tuple(titles[name] for name in names),
        np.array([shares[name] for name in names], dtype=np.float64),
    )


def _calibration(habits: Habits) -> Lines:
    used = [(said, step.share) for said, step in zip(SURENESS, habits.confidence, strict=True) if step.answers]
    said, right = np.array(used, dtype=np.float64).T
    return Lines(
        words.CALIBRATION,
        Axis(words.SAID),
        Axis(words.WAS_RIGHT),
        (
            Series(words.YOU, said, right, "points"),
            Series(words.PERFECT, np.array([0.0, 1.0]), np.array([0.0, 1.0])),
        ),
    )


def _hours(hours: Sequence[int]) -> Lines:
    clock = np.arange(24, dtype=np.float64)
    return Lines(
        words.HOURS,
        Axis(words.HOUR),
        Axis(words.ANSWERS),
        (Series(words.ANSWERS, clock, np.array(hours, dtype=np.float64), "stairs"),),
    )


def _spread(title: Text, axis: Text, values: FloatArray) -> Lines:
    heights, edges = np.histogram(values, bins=min(20, max(4, len(values) // 4)))
    middle = (edges[1:] + edges[:-1]) / 2
    marks = (Mark(words.MEDIAN, float(np.median(values)), "x"),)
    return Lines(
        title,
        Axis(axis),
        Axis(words.CARDS),
        (Series(words.CARDS, middle, heights.astype(np.float64), "stairs"),),
        marks,
    )
