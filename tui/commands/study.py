"""`backdrill study`: a session in the app, or in the line mode."""

from __future__ import annotations

import argparse
import sys

from tui.cli.options import context_of, wants_plain
from tui.cli.parser import positive
from tui.commands.app import start
from tui.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Topics, limits, and more than today's limits give."""
    of_session(parser)
    parser.add_argument("--ahead", type=positive, metavar="DAYS", help="reviews of so many days to come, too")
    parser.add_argument("--more-new", type=positive, metavar="N", help="N new questions more, only today")
    parser.add_argument("--more-reviews", type=positive, metavar="N", help="N reviews more, only today")


def of_session(parser: argparse.ArgumentParser) -> None:
    """What every session takes."""
    parser.add_argument("--topic", action="append", metavar="T", help="only this topic (may be repeated)")
    parser.add_argument("--limit", type=positive, metavar="N", help="stop after N answers")
    parser.add_argument("--plain", action="store_true", help="line mode: plain text, one line an answer")


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question."""
    context = context_of(options)
    if options.more_new or options.more_reviews:
        context.memory.more_today(options.more_new or 0, options.more_reviews or 0)
    if not wants_plain(options):
        ahead = {"days_ahead": options.ahead} if options.ahead else {}
        return start(context, "study", topics=options.topic, limit=options.limit, **ahead)
    try:
        plainly(options, context, "study", options.ahead or 0)
        return 0
    finally:
        context.close()


def plainly(options: argparse.Namespace, context: Context, mode: str, days_ahead: int = 0) -> int:
    """A session in the line mode; how many questions were answered."""
    # The decks, the memory and NumPy: the app paints before it needs them.
    from tui.line_mode.study import WAIT_SECONDS, LineMode
    from tui.sessions.start import session_for
    from tui.text.demonstration import described

    topics = [context.library.topic(name).id for name in options.topic or ()]
    session = session_for(context, mode, topics or None, options.limit, days_ahead)
    lines = LineMode(context.language, sys.stdin, sys.stdout, lambda v: described(v, context.library, context.language))
    lines.leech_threshold = context.memory.settings.leech_threshold
    context.memory.store.wait_for_others(WAIT_SECONDS)
    for warning in context.warnings:
        print(f"backdrill: {warning}", file=sys.stderr)
    lines.study(session)
    return len(session.answered)
