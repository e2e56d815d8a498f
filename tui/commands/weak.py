"""`backdrill weak`: a session on what gains most, with what is known of each topic before and after."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from db.statistics.estimates import Estimate
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser
from tui.commands import study
from tui.commands.app import start
from tui.context import Context
from tui.locale import progress as words
from tui.output import put
from tui.text.knowledge import moved


def arguments(parser: Parser) -> None:
    """Add the arguments of a session."""
    study.of_session(parser)


def run(options: argparse.Namespace) -> int:
    """0; every answer was on disk before the next question. With --json as `study`, and what is known of each topic."""
    context = context_of(options)
    if not wants_json(options) and not wants_plain(options):
        return start(context, "practise", topics=options.topic, limit=options.limit)
    try:
        before = context.knowledge.now().topics
        session = study.plainly(options, context, "weak")
        after = context.knowledge.now().topics
        if wants_json(options):
            moved = {topic: {"before": _mean(before.get(topic)), "after": _mean(now)} for topic, now in after.items()}
            print_json({**study.as_json(session), "mastery": moved})
        elif session.answered:
            practised = dict.fromkeys(one.topic for one in session.answered)
            put("\n".join(before_and_after(context, topic, before, after) for topic in practised))
        return 0
    finally:
        context.close()


def _mean(estimate: Estimate | None) -> float | None:
    return estimate.mean if estimate is not None else None


def before_and_after(
    context: Context, topic: str, before: Mapping[str, Estimate], after: Mapping[str, Estimate]
) -> str:
    """One line: how a session changed a topic."""
    title = context.said(context.library.title_of(topic))
    told = moved(before.get(topic), after.get(topic), context.language)
    return context.said(words.MOVED).format(topic=title, moved=told)
