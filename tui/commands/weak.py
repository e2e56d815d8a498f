"""`backdrill weak`: a session on what gains most, with each topic's mastery before and after."""

from __future__ import annotations

import argparse

from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser
from tui.commands import study
from tui.commands.app import start
from tui.context import Context
from tui.locale import progress as words
from tui.output import put


def arguments(parser: Parser) -> None:
    """What every session takes."""
    study.of_session(parser)


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question. With --json as `study`, and each topic's mastery."""
    context = context_of(options)
    if not wants_json(options) and not wants_plain(options):
        return start(context, "practise", topics=options.topic, limit=options.limit)
    try:
        before = standing(context)
        session = study.plainly(options, context, "weak")
        after = standing(context)
        if wants_json(options):
            moved = {topic: {"before": before.get(topic), "after": now} for topic, now in after.items()}
            print_json({**study.as_json(session), "mastery": moved})
        elif session.answered and before:
            put("\n".join(before_and_after(context, before, after)))
        return 0
    finally:
        context.close()


def standing(context: Context) -> dict[str, float]:
    """How well each topic stands now."""
    from db.statistics.mastery import mastery  # SQLAlchemy, which the app's first frame does not wait for

    return {topic.topic: topic.estimate for topic in mastery(context.memory)}


def before_and_after(context: Context, before: dict[str, float], after: dict[str, float]) -> list[str]:
    """What a weak session changed, a line for each topic that moved."""
    lines = []
    for topic, now in after.items():
        if abs(now - before.get(topic, now)) >= 0.005:
            title = context.said(context.library.title_of(topic))
            shown = {"topic": title, "before": f"{before[topic]:.0%}", "after": f"{now:.0%}"}
            lines.append(context.said(words.BEFORE_AND_AFTER).format(**shown))
    return lines
