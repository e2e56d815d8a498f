"""`backdrill study` and `backdrill weak`: a session in the app, or in the line mode."""

from __future__ import annotations

import argparse
import sys

from tui.cli.options import context_of, wants_plain
from tui.context import Context


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question."""
    context = context_of(options)
    if options.more_new or options.more_reviews:
        context.memory.more_today(options.more_new, options.more_reviews)
    if not wants_plain(options):
        from tui.commands.app import start

        ahead = {"days_ahead": options.ahead} if options.ahead else {}
        room = "practise" if options.command == "weak" else options.command
        return start(context, room, topics=options.topic, limit=options.limit, **ahead)
    from tui.line_mode.study import WAIT_SECONDS, LineMode
    from tui.sessions.start import session_for
    from tui.text.demonstration import described

    topics = [context.library.topic(name).id for name in options.topic or ()]
    session = session_for(context, options.command, topics or None, options.limit, options.ahead)
    lines = LineMode(context.language, sys.stdin, sys.stdout, lambda v: described(v, context.library, context.language))
    lines.leech_threshold = context.memory.settings.leech_threshold
    context.memory.store.wait_for_others(WAIT_SECONDS)
    for warning in context.warnings:
        print(f"backdrill: {warning}", file=sys.stderr)
    try:
        before = standing(context) if options.command == "weak" else {}
        lines.study(session)
        if session.answered and before:
            print("\n".join(before_and_after(context, before)))
    finally:
        context.close()
    return 0


def standing(context: Context) -> dict[str, float]:
    """How well each topic stands now."""
    from db.statistics.mastery import mastery

    return {topic.topic: topic.estimate for topic in mastery(context.memory)}


def before_and_after(context: Context, before: dict[str, float]) -> list[str]:
    """What a weak session changed, a line for each topic that moved."""
    from tui.locale import progress as words

    lines = []
    for topic, now in standing(context).items():
        if abs(now - before.get(topic, now)) >= 0.005:
            title = context.said(context.library.title_of(topic))
            shown = {"topic": title, "before": f"{before[topic]:.0%}", "after": f"{now:.0%}"}
            lines.append(context.said(words.BEFORE_AND_AFTER).format(**shown))
    return lines
