"""`backdrill ask`: one question, outside the schedule."""

from __future__ import annotations

import argparse
import sys

from engine.text import Text
from tui.cli.encoding import answers
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser
from tui.commands.app import start
from tui.context import Context
from tui.locale import line_mode as words
from tui.locale.command_line import PLAIN


def arguments(parser: Parser) -> None:
    """The question and its variant."""
    parser.add_argument("question", metavar="QUESTION")
    parser.add_argument("--seed", type=int, metavar="S", help=parser.said(Text("which variant", "第几号变体")))
    parser.add_argument("--plain", action="store_true", help=parser.said(PLAIN))


def run(options: argparse.Namespace) -> int:
    """0; nothing is recorded."""
    context = context_of(options)
    question = context.library.question(options.question)
    if not wants_json(options) and not wants_plain(options):
        return start(context, "ask", question_id=question.id, seed=options.seed or 0)
    return _plainly(options, context)


def _plainly(options: argparse.Namespace, context: Context) -> int:
    # NumPy and the demonstrations come with these; the app shows its first frame before it needs them.
    from content.variants import make
    from tui.line_mode.study import LineMode, Stopped
    from tui.sessions.question import AskedQuestion
    from tui.text.demonstration import described
    from tui.text.variant_json import variant_as_json

    variant = make(context.library.question(options.question), options.seed or 0)
    if wants_json(options):
        print_json(variant_as_json(variant))
        return 0
    lines = LineMode(context.language, answers(), sys.stdout, lambda v: described(v, context.library, context.language))
    try:
        lines.ask(AskedQuestion(variant, context.clock))
        lines.say(words.OUTSIDE.said(context.language))
    except Stopped:
        pass
    return 0
