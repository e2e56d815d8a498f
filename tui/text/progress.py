"""Progress in words."""

from __future__ import annotations

from dataclasses import asdict

from db.statistics.calibration import Habits
from db.statistics.progress import Statistics
from db.statistics.topic_standing import TopicStanding
from db.types import SURENESS
from engine.json_data import Json
from tui.context import Context
from tui.locale import progress as words
from tui.locale import statistics as page
from tui.text.knowledge import known


def progress(numbers: Statistics, context: Context) -> list[str]:
    """Streak, today, what comes due, and recall by topic."""
    if not numbers.days:
        return [context.said(words.EMPTY)]
    lines = [context.said(words.STREAK).format(streak=numbers.streak, longest=numbers.longest_streak)]
    last = numbers.days[-1]
    if last.day == context.memory.today():
        shown = {"answers": last.answers, "right": f"{last.correct:g}", "minutes": f"{last.minutes:.0f}"}
        lines.append(context.said(words.TODAY).format(**shown))
    lines.append(context.said(words.FORECAST).format(counts=" ".join(str(count) for count in numbers.forecast[:7])))
    for topic, share in numbers.retention.items():
        if topic in context.library.topics:
            title = context.said(context.library.topics[topic].title)
            lines.append(context.said(words.RETENTION).format(topic=title, share=f"{share:.0%}"))
    return lines


def sureness(found: Habits, context: Context) -> list[str]:
    """Recall by maturity and the learner's own confidence against the results."""
    lines = []
    for name, tally in ((page.YOUNG, found.young), (page.MATURE, found.mature)):
        if tally.share is not None:
            lines.append(f"{context.said(name)}: {tally.share:.0%} ({tally.answers})")
    if found.brier is not None:
        lines.append(f"{context.said(page.BRIER)}: {found.brier:.3f}")
        for said, step in zip(SURENESS, found.confidence, strict=True):
            if step.share is not None:
                right = f"{context.said(page.WAS_RIGHT)} {step.share:.0%}"
                lines.append(f"  {context.said(page.SAID)} {said:.0%}, {right} ({step.answers})")
    return lines


def as_json(topic: TopicStanding) -> dict[str, Json]:
    """One topic for JSON; the estimate and its ends are null where nothing was begun."""
    ends: dict[str, float | None] = {"estimate": None, "low": None, "high": None, "predictable": False}
    if (found := topic.estimate) is not None:
        ends = {"estimate": found.mean, "low": found.low, "high": found.high, "predictable": found.predictable}
    return {**asdict(topic), **ends}


def topic_line(topic: TopicStanding, context: Context) -> str:
    """What is known of one topic, with its trend and reasons."""
    trend = ""
    if topic.trend is not None and abs(topic.trend) >= 0.05:
        trend = context.said(words.TREND_UP if topic.trend > 0 else words.TREND_DOWN)
    line = context.said(words.TOPIC).format(
        topic=context.said(context.library.title_of(topic.topic)),
        known=known(topic.estimate, context.language),
        answers=topic.answers,
        seen=topic.seen,
        total=topic.total,
        trend=trend,
    )
    told = [context.said(words.REASONS[reason]).format(count=count) for reason, count in topic.reasons.items()]
    if topic.ready:
        told.insert(0, context.said(words.READY))
    return "  ".join([line, *told])
