"""`backdrill stats`: progress in numbers."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.output import put


def arguments(parser: Parser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Always 0."""
    from tui.sessions.progress import progress_of  # SQLAlchemy, which the usage does not wait for
    from tui.text.progress import mastery_line, progress, sureness

    context = context_of(options)
    try:
        found = progress_of(context)
        if wants_json(options):
            print_json(
                {
                    **found.numbers.to_json(),
                    **found.habits.to_json(),
                    "recall": list(found.recall),
                    "mastery": [asdict(topic) for topic in found.mastery],
                }
            )
            return 0
        lines = [*progress(found.numbers, context), *sureness(found.habits, context)]
        put("\n".join([*lines, *(mastery_line(topic, context) for topic in found.mastery)]))
        return 0
    finally:
        context.close()
