"""`backdrill due`: what is due now."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale import reports as words
from tui.output import put


def arguments(parser: Parser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Always 0."""
    from db.scheduling.leeches import leeches  # SQLAlchemy, which the usage does not wait for

    context = context_of(options)
    try:
        counts, slipping = context.memory.due_counts(), leeches(context.memory)
        if wants_json(options):
            print_json({**asdict(counts), "leeches": [card.question_id for card in slipping]})
            return 0
        put(context.said(words.DUE).format(due=counts.due, learning=counts.learning, new=counts.new))
        for topic_id, topic in counts.topics.items():
            title = context.said(context.library.title_of(topic_id))
            shown = context.said(words.DUE).format(due=topic.due, learning=topic.learning, new=topic.new)
            put(f"  {title}: {shown}")
        if slipping:
            names = ", ".join(card.question_id for card in slipping)
            put(context.said(words.LEECHES).format(count=len(slipping), names=names))
        return 0
    finally:
        context.close()
