"""`backdrill study`: a session in the app, or in the line mode."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.json_data import Json
from engine.text import Text
from tui.cli.encoding import answers
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser, positive
from tui.commands.app import start
from tui.context import Context
from tui.locale.command_line import PLAIN
from tui.output import refuse

if TYPE_CHECKING:  # NumPy and SQLAlchemy, which the app's first frame does not wait for
    from tui.sessions.study import StudySession


def arguments(parser: Parser) -> None:
    """Topics, limits, and more than today's limits give."""
    of_session(parser)
    parser.add_argument(
        "--ahead",
        type=positive,
        metavar="DAYS",
        help=parser.said(Text("reviews of so many days to come, too", "把今后若干天的复习也提前")),
    )
    parser.add_argument(
        "--more-new",
        type=positive,
        metavar="N",
        help=parser.said(Text("N new questions more, only today", "仅今天，多学 N 道新题")),
    )
    parser.add_argument(
        "--more-reviews",
        type=positive,
        metavar="N",
        help=parser.said(Text("N reviews more, only today", "仅今天，多复习 N 题")),
    )


def of_session(parser: Parser) -> None:
    """Add the arguments of every session."""
    parser.add_argument(
        "--topic",
        action="append",
        metavar="T",
        help=parser.said(Text("only this topic (may be repeated)", "只学这个主题（可重复）")),
    )
    parser.add_argument(
        "--limit", type=positive, metavar="N", help=parser.said(Text("stop after N answers", "答满 N 题即停"))
    )
    parser.add_argument("--plain", action="store_true", help=parser.said(PLAIN))


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question. With --json questions go to stderr."""
    context = context_of(options)
    if options.more_new or options.more_reviews:
        context.memory.more_today(options.more_new or 0, options.more_reviews or 0)
    if not wants_json(options) and not wants_plain(options):
        ahead = {"days_ahead": options.ahead} if options.ahead else {}
        return start(context, "study", topics=options.topic, limit=options.limit, **ahead)
    try:
        session = plainly(options, context, "study", options.ahead or 0)
        if wants_json(options):
            print_json(as_json(session))
        return 0
    finally:
        context.close()


def plainly(options: argparse.Namespace, context: Context, mode: str, days_ahead: int = 0) -> StudySession:
    """A session in the line mode, to its end. With `--json` it is held on stderr."""
    # The decks, the memory and NumPy: the app paints before it needs them.
    from db.errors import DatabaseTrouble
    from tui.line_mode.study import WAIT_SECONDS, LineMode
    from tui.sessions.start import session_for
    from tui.text.demonstration import described

    session = session_for(context, mode, options.topic, options.limit, days_ahead)
    output = sys.stderr if wants_json(options) else sys.stdout
    lines = LineMode(context.language, answers(), output, lambda v: described(v, context.library, context.language))
    lines.leech_threshold = context.memory.settings.leech_threshold
    context.memory.store.wait_for_others(WAIT_SECONDS)
    for warning in context.notices():
        refuse(context.said(warning))
    lines.study(session)
    if session.answered:
        with suppress(DatabaseTrouble):  # the next page that needs it says why
            context.knowledge.now()
    return session


def as_json(session: StudySession) -> dict[str, Json]:
    """What was answered, and what was passed over because its key could not be computed."""
    return {
        "mode": session.mode,
        "answers": [{**asdict(answer), "rating": answer.rating.name.lower()} for answer in session.answered],
        "passed_over": [fault._asdict() for fault in session.faults],
    }
