"""`backdrill interview`: a timed mock interview in the app or in the line mode, and the reports of past ones."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from engine.messages import Usage
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.context import Context

if TYPE_CHECKING:
    from db.interviews import StoredInterview


def run(options: argparse.Namespace) -> int:
    """0. With --json questions go to stderr and the report to stdout."""
    context = context_of(options)
    try:
        if options.open:
            return _open(options, context)
        if options.list or options.show or options.export:
            return _past(options, context)
        if not wants_json(options) and not wants_plain(options):
            from tui.commands.app import start

            wish = _wish(options, context) if _wishes(options) else None
            return start(context, "interview", wish=wish, resume=_chosen(options, context))
        return _plainly(options, context)
    finally:
        context.close()


def _wishes(options: argparse.Namespace) -> bool:
    return any(value is not None for value in (options.topics, options.questions, options.minutes, options.levels))


def _wish(options: argparse.Namespace, context: Context) -> Any:
    from tui.sessions.interview_plan import LEVELS, InterviewRequest

    names = [name.strip() for name in (options.topics or "").split(",") if name.strip()]
    seed = options.seed if options.seed is not None else int(context.clock().timestamp() * 1000) & 0x7FFFFFFF
    return InterviewRequest(
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
        raise Usage(
            f"--level takes 1, 2, 3 or a range such as 1-3, not '{text}'",
            f"--level 可取 1、2、3 或范围如 1-3，不能是“{text}”",
        )
    return int(low), int(high)


def _plainly(options: argparse.Namespace, context: Context) -> int:
    from tui.line_mode.interview import sit
    from tui.line_mode.study import WAIT_SECONDS, LineMode
    from tui.sessions.report_types import to_json
    from tui.text.interview_report import markdown

    session = _session(options, context)
    context.memory.store.wait_for_others(WAIT_SECONDS)
    lines = LineMode(context.language, sys.stdin, sys.stderr if wants_json(options) else sys.stdout)
    report = sit(lines, session, context.memory.settings.confidence)
    if report is None:
        return 0
    if wants_json(options):
        print_json(to_json(report))
    else:
        print(f"\n{markdown(report, context.language)}", end="")
    return 0


def _session(options: argparse.Namespace, context: Context) -> Any:
    from db.interviews import Interviews
    from tui.locale import interview as words
    from tui.sessions.interview import InterviewSession

    chosen = _chosen(options, context)
    if chosen is not None:
        return InterviewSession.resume(context.memory, context.library, context.clock, chosen)
    wish = _wish(options, context)
    if Interviews(context.memory).unfinished() is not None:
        print(f"backdrill: {context.said(words.OPEN_ONE)}", file=sys.stderr)
    return InterviewSession.start(context.memory, context.library, context.clock, wish)


def _chosen(options: argparse.Namespace, context: Context) -> int | None:
    """The id of the open interview that --resume names. Raises Usage when there is none."""
    from db.interviews import Interviews
    from tui.locale import interview as words

    if options.resume is None:
        return None
    found = Interviews(context.memory).all_unfinished()
    if not found:
        raise Usage(*words.NONE_OPEN)
    if options.resume > len(found):
        raise Usage(*words.NO_SUCH_OPEN.format(number=options.resume, count=len(found)))
    number: int = options.resume
    return found[number - 1].interview_id


def _open(options: argparse.Namespace, context: Context) -> int:
    from db.interviews import Interviews
    from tui.locale import interview as words
    from tui.text.interview_report import open_words

    found = Interviews(context.memory).all_unfinished()
    if wants_json(options):
        kept = [(stored, open_words(stored)) for stored in found]
        print_json(
            [
                {
                    "interview": str(stored.interview_id),
                    "started": stored.started.isoformat(),
                    "answered": told["done"],
                    "questions": told["total"],
                }
                for stored, told in kept
            ]
        )
        return 0
    line = context.said(words.OPEN_LINE)
    shown = [line.format(number=number, **open_words(stored)) for number, stored in enumerate(found, start=1)]
    print("\n".join(shown or [context.said(words.NONE_OPEN)]))
    return 0


def _past(options: argparse.Namespace, context: Context) -> int:
    from db.interviews import Interviews
    from tui.locale import interview as words
    from tui.sessions.report_types import from_json, to_json
    from tui.text.interview_report import export, markdown

    past = Interviews(context.memory).past()
    if options.list:
        return _list(options, context, past)
    number = options.show or options.export
    if number > len(past):
        raise Usage(
            f"there is no past interview {number}; there are {len(past)} (see 'backdrill interview --list')",
            f"没有第 {number} 场面试，共有 {len(past)} 场（见 'backdrill interview --list'）",
        )
    report = from_json(past[number - 1].report)
    if report is None:
        raise Usage(*words.NO_REPORT)
    if options.export:
        try:
            print(export(report, context.locations.data, context.language))
        except OSError as error:
            raise Usage(f"the report cannot be written: {error}", f"报告无法写入：{error}") from error
    elif wants_json(options):
        print_json(to_json(report))
    else:
        print(markdown(report, context.language), end="")
    return 0


def _list(options: argparse.Namespace, context: Context, past: list[StoredInterview]) -> int:
    from tui.locale import interview as words
    from tui.text.interview_report import past_line

    if wants_json(options):
        names = ("interview", "started", "finished", "score", "questions", "right", "seconds")
        rows = [{name: stored.report.get(name) for name in names} for stored in past]
        print_json([{**row, "state": stored.state.value} for row, stored in zip(rows, past, strict=True)])
        return 0
    shown = [past_line(number, stored, context.language) for number, stored in enumerate(past, start=1)]
    print("\n".join(shown or [context.said(words.NO_PAST)]))
    return 0
