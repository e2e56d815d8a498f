"""`backdrill due`: what is due now."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale import reports as words
from tui.output import put
from tui.text.due_counts import due_of, new_of, why_new_wait


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
        language, catching_up = context.language, context.memory.catching_up() is not None
        due, new = due_of(counts, language), new_of(counts, language)
        put(context.said(words.DUE).format(due=due, learning=counts.learning, new=new))
        if reason := why_new_wait(counts, catching_up, language):
            put(reason)
        for topic_id, topic in counts.topics.items():
            title = context.said(context.library.title_of(topic_id))
            shown = context.said(words.TOPIC_DUE).format(due=topic.due, learning=topic.learning, new=topic.new)
            put(f"  {title}: {shown}")
        if slipping:
            names = ", ".join(card.question_id for card in slipping)
            put(context.said(words.LEECHES).format(count=len(slipping), names=names))
        return 0
    finally:
        context.close()
