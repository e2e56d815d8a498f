"""`backdrill ask`: one question, outside the schedule."""

from __future__ import annotations

import argparse
import sys

from content.variants import make
from tui.line_mode import LineMode, Stopped
from tui.locale import line_mode as words
from tui.sessions.question import AskedQuestion
from tui.spoken import describe_scene
from tui.surroundings import context_of, print_json, wants_json, wants_plain
from tui.variant_json import variant_as_json


def run(options: argparse.Namespace) -> int:
    """0; nothing is recorded."""
    context = context_of(options)
    variant = make(context.library.question(options.question), options.seed or 0)
    if wants_json(options):
        print_json(variant_as_json(variant))
        return 0
    if not wants_plain(options):
        from tui.commands.app import start

        return start(context, "ask", question_id=options.question, seed=options.seed or 0)
    lines = LineMode(context.language, sys.stdin, sys.stdout, lambda v: describe_scene(v, context.language))
    try:
        lines.ask(AskedQuestion(variant, context.clock))
        lines.say(words.OUTSIDE.said(context.language))
    except Stopped:
        pass
    return 0
