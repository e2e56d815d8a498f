"""`backdrill stats`: progress in numbers."""

from __future__ import annotations

import argparse

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale.knowledge import MEANING
from tui.output import put


def arguments(parser: Parser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Always 0."""
    from tui.sessions.progress import progress_of  # SQLAlchemy, which the usage does not wait for
    from tui.text.progress import as_json, progress, sureness, topic_line

    context = context_of(options)
    try:
        found = progress_of(context)
        if wants_json(options):
            print_json(
                {
                    **found.numbers.to_json(),
                    **found.habits.to_json(),
                    "chances": list(found.chances),
                    "mastery": [as_json(topic) for topic in found.topics],
                }
            )
            return 0
        lines = [*progress(found.numbers, context), *sureness(found.habits, context)]
        put("\n".join([*lines, *(topic_line(topic, context) for topic in found.topics), context.said(MEANING)]))
        return 0
    finally:
        context.close()
