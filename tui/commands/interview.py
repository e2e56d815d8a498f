"""`backdrill interview`: a timed mock interview in the app or in the line mode, and the reports of past ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from tui.context import Context
from tui.surroundings import context_of, print_json, wants_json, wants_plain
from tui.usage import Usage


def run(options: argparse.Namespace) -> int:
    """0. With --json questions go to stderr and the report to stdout."""
    context = context_of(options)
    try:
        if options.list or options.show or options.export:
            return _past(options, context)
        if not wants_json(options) and not wants_plain(options):
            from tui.commands.app import start

            wish = _wish(options, context) if _wishes(options) else None
            return start(context, "interview", wish=wish, resume=options.resume)
        return _plainly(options, context)
    finally:
        context.close()


def _wishes(options: argparse.Namespace) -> bool:
    return any(value is not None for value in (options.topics, options.questions, options.minutes, options.levels))


def _wish(options: argparse.Namespace, context: Context) -> Any:
    from tui.sessions.interview_plan import LEVELS, Wish

    names = [name.strip() for name in (options.topics or "").split(",") if name.strip()]
    seed = options.seed if options.seed is not None else int(context.clock().timestamp() * 1000) & 0x7FFFFFFF
    return Wish(
        seed=seed,
        topics=tuple(context.library.topic(name).id for name in names),
        questions=options.questions,
        minutes=options.minutes,
        levels=levels(options.levels) if options.levels else LEVELS,
    )


def levels(text: str) -> tuple[int, int]:
    """`2` or `1-3`. Raises Usage."""
    low, _, high = text.partition("-")
    high = high or low
    if low not in ("1", "2", "3") or high not in ("1", "2", "3") or low > high:
        raise Usage(f"--level takes 1, 2, 3 or a range such as 1-3, not '{text}'")
    return int(low), int(high)


def _plainly(options: argparse.Namespace, context: Context) -> int:
    from tui.interview_line import sit
    from tui.interview_text import markdown
    from tui.line_mode import WAIT_SECONDS, LineMode

    session = _session(options, context)
    context.memory.store.wait_for_others(WAIT_SECONDS)
    lines = LineMode(context.language, sys.stdin, sys.stderr if wants_json(options) else sys.stdout)
    report = sit(lines, session, bool(context.memory.settings.get("confidence")))
    if report is None:
        return 0
    if wants_json(options):
        print_json(report)
    else:
        print(f"\n{markdown(report, context.language)}", end="")
    return 0


def _session(options: argparse.Namespace, context: Context) -> Any:
    from tui.locale import interview as words
    from tui.sessions.interview import InterviewSession

    open_one = InterviewSession.resume(context.memory, context.library, context.clock)
    if options.resume:
        if open_one is None:
            raise Usage(context.said(words.NONE_OPEN))
        return open_one
    wish = _wish(options, context)
    if open_one is not None:
        print(f"backdrill: {context.said(words.OPEN_ONE)}", file=sys.stderr)
    return InterviewSession.start(context.memory, context.library, context.clock, wish)


def _past(options: argparse.Namespace, context: Context) -> int:
    from db.interviews import Interviews
    from tui.interview_text import export, markdown, past_line

    reports = [stored.report for stored in Interviews(context.memory).finished()]
    if options.list:
        return _list(options, context, reports, past_line)
    number = options.show or options.export
    if number > len(reports):
        raise Usage(f"there is no past interview {number}; there are {len(reports)} (see 'backdrill interview --list')")
    report = reports[number - 1]
    if options.export:
        try:
            print(export(report, context.locations.data, context.language))
        except OSError as error:
            raise Usage(f"the report cannot be written: {error}") from error
    elif wants_json(options):
        print_json(report)
    else:
        print(markdown(report, context.language), end="")
    return 0


def _list(options: argparse.Namespace, context: Context, reports: list[Mapping[str, Any]], line: Any) -> int:
    from tui.locale import interview as words

    if wants_json(options):
        names = ("interview", "started", "finished", "score", "questions", "right", "seconds")
        print_json([{name: report[name] for name in names} for report in reports])
        return 0
    shown = [line(number, report, context.language) for number, report in enumerate(reports, start=1)]
    print("\n".join(shown or [context.said(words.NO_PAST)]))
    return 0
