"""`backdrill study`: a session in the app, or in the line mode."""

from __future__ import annotations

import argparse
import sys

from tui.surroundings import context_of, wants_plain


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question."""
    context = context_of(options)
    if not wants_plain(options):
        from tui.commands.app import start

        return start(context, options.command, topics=options.topic, limit=options.limit)
    from tui.line_mode import LineMode
    from tui.sessions.choosing import session_for
    from tui.spoken import describe_scene

    topics = [context.library.topic(name).id for name in options.topic or ()]
    session = session_for(context, options.command, topics or None, options.limit)
    lines = LineMode(context.language, sys.stdin, sys.stdout, lambda v: describe_scene(v, context.language))
    for warning in context.warnings:
        print(f"backdrill: {warning}", file=sys.stderr)
    try:
        lines.study(session)
    finally:
        context.close()
    return 0
