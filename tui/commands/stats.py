"""`backdrill stats`: progress in numbers."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.mastery import Mastery, mastery
from db.statistics import Statistics, statistics
from tui.context import Context
from tui.locale import progress as words
from tui.surroundings import context_of, print_json, wants_json


def run(options: argparse.Namespace) -> int:
    """Always 0."""
    context = context_of(options)
    try:
        numbers, topics = statistics(context.memory), mastery(context.memory)
        if wants_json(options):
            print_json({**numbers.to_json(), "mastery": [asdict(topic) for topic in topics]})
        else:
            print("\n".join([*_progress(numbers, context), *(mastery_line(topic, context) for topic in topics)]))
        return 0
    finally:
        context.close()


def _progress(numbers: Statistics, context: Context) -> list[str]:
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


def mastery_line(topic: Mastery, context: Context) -> str:
    """One topic's mastery with its interval, trend and reasons."""
    trend = ""
    if topic.trend is not None and abs(topic.trend) >= 0.05:
        trend = context.said(words.TREND_UP if topic.trend > 0 else words.TREND_DOWN)
    line = context.said(words.MASTERY).format(
        topic=context.said(context.library.topics[topic.topic].title),
        estimate=f"{topic.estimate:.0%}",
        low=f"{topic.low:.0%}",
        high=f"{topic.high:.0%}",
        answers=topic.answers,
        seen=topic.seen,
        total=topic.total,
        trend=trend,
    )
    told = [context.said(words.REASONS[reason]).format(count=count) for reason, count in topic.reasons.items()]
    if topic.ready:
        told.insert(0, context.said(words.READY))
    return "  ".join([line, *told])
