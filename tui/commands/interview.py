"""`backdrill interview`: a timed mock interview in the app or in the line mode, and the reports of past ones."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from engine.messages import Usage
from engine.text import Text
from tui.cli.encoding import answers
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser, positive
from tui.commands.app import start
from tui.context import Context
from tui.locale import interview as words
from tui.locale.command_line import PLAIN
from tui.output import put, refuse

if TYPE_CHECKING:  # NumPy, which the app's first frame does not wait for
    from tui.sessions.interview import InterviewSession
    from tui.sessions.interview_plan import InterviewRequest


def arguments(parser: Parser) -> None:
    """What to ask and how long, or what to do with interviews that there are."""
    parser.add_argument("--topics", metavar="A,B", help=parser.said(Text("only these topics", "只考这些主题")))
    parser.add_argument("--questions", type=positive, metavar="N", help=parser.said(Text("how many questions", "题数")))
    parser.add_argument(
        "--minutes",
        type=positive,
        metavar="M",
        help=parser.said(Text("time for the whole interview", "整场面试的分钟数")),
    )
    parser.add_argument(
        "--level",
        "--levels",
        dest="levels",
        metavar="1-3",
        help=parser.said(Text("one level, or from which to which", "一个难度，或难度范围")),
    )
    parser.add_argument("--seed", type=int, metavar="S", help=parser.said(Text("which interview", "第几号面试")))
    parser.add_argument("--thread", metavar="NAME", help=parser.said(Text("only this thread", "只走这条线索")))
    parser.add_argument("--plain", action="store_true", help=parser.said(PLAIN))
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--threads", action="store_true", help=parser.said(Text("list the threads there are", "列出所有线索"))
    )
    what.add_argument(
        "--open",
        action="store_true",
        help=parser.said(Text("list unfinished interviews, newest first", "列出未完成的面试，最新的在前")),
    )
    what.add_argument(
        "--resume",
        type=positive,
        nargs="?",
        const=1,
        metavar="N",
        help=parser.said(Text("continue unfinished interview N (1: newest)", "继续第 N 场未完成的面试（1 为最新）")),
    )
    what.add_argument(
        "--list",
        action="store_true",
        help=parser.said(Text("list past interviews, newest first", "列出往次面试，最新的在前")),
    )
    what.add_argument(
        "--show",
        type=positive,
        metavar="N",
        help=parser.said(Text("print past interview N as Markdown", "以 Markdown 打印往次面试 N 的报告")),
    )
    what.add_argument(
        "--export",
        type=positive,
        metavar="N",
        help=parser.said(Text("write it into the data folder", "把报告写入数据文件夹")),
    )


def run(options: argparse.Namespace) -> int:
    """0. With --json questions go to stderr and the report to stdout."""
    context = context_of(options)
    try:
        if options.threads:
            _print_threads(context, wants_json(options))
            return 0
        if options.open or options.list or options.show or options.export:
            _print_past(options, context)
            return 0
        if not wants_json(options) and not wants_plain(options):
            wish = _wish(options, context) if _wishes(options) else None
            return start(context, "interview", wish=wish, resume=_chosen(options, context))
        return _plainly(options, context)
    finally:
        context.close()


def _print_past(options: argparse.Namespace, context: Context) -> None:
    from tui.line_mode import past_interviews  # SQLAlchemy, which the app's first frame does not wait for

    if options.open:
        past_interviews.list_open(context, wants_json(options))
    elif options.list:
        past_interviews.list_past(context, wants_json(options))
    elif options.show:
        past_interviews.show(options.show, context, wants_json(options))
    else:
        past_interviews.write(options.export, context, wants_json(options))


def _print_threads(context: Context, as_json: bool) -> None:
    from tui.sessions.interview_plan import level_of, topic_of  # NumPy, which only this needs

    library = context.library
    rows = [
        {
            "thread": thread.id,
            "title": thread.title._asdict(),
            "topic": topic_of(library, thread),
            "level": level_of(library, thread),
            "questions": [step.question for step in thread.steps],
        }
        for thread in library.threads.values()
    ]
    if as_json:
        print_json(rows)
        return
    for thread, row in zip(library.threads.values(), rows, strict=True):
        topic = library.title_of(str(row["topic"])).said(context.language)
        told = words.THREAD_ROW.said(context.language)
        title, count = thread.title.said(context.language), len(thread.steps)
        put(told.format(id=thread.id, title=title, topic=topic, level=row["level"], questions=count))
    if not rows:
        put(context.said(words.NO_THREADS))


def _wishes(options: argparse.Namespace) -> bool:
    wished = (options.topics, options.questions, options.minutes, options.levels, options.thread)
    return any(value is not None for value in wished)


def _wish(options: argparse.Namespace, context: Context) -> InterviewRequest:
    from tui.sessions.interview_plan import LEVELS, InterviewRequest  # NumPy: only where something is wished

    names = [name.strip() for name in (options.topics or "").split(",") if name.strip()]
    seed = options.seed if options.seed is not None else int(context.clock().timestamp() * 1000) & 0x7FFFFFFF
    return InterviewRequest(
        seed=seed,
        topics=tuple(context.library.topic(name).id for name in names),
        questions=options.questions,
        minutes=options.minutes,
        levels=levels(options.levels) if options.levels else LEVELS,
        thread=context.library.thread(options.thread).id if options.thread else "",
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
    # The decks, the memory and NumPy: the app paints before it needs them.
    from tui.line_mode.interview import sit
    from tui.line_mode.study import WAIT_SECONDS, LineMode
    from tui.sessions.report_types import to_json
    from tui.text.interview_report import markdown

    source = answers()
    session = _session(options, context)
    context.memory.store.wait_for_others(WAIT_SECONDS)
    lines = LineMode(context.language, source, sys.stderr if wants_json(options) else sys.stdout)
    if not context.library.threads:
        lines.say(context.said(words.NO_THREADS))
    report = sit(lines, session)
    if wants_json(options):
        kept = {"interview": str(session.stored.interview_id), "finished": None, "answered": len(session.answers)}
        print_json(kept if report is None else to_json(report))
    elif report is not None:
        put(f"\n{markdown(report, context.language)}", end="")
    return 0


def _session(options: argparse.Namespace, context: Context) -> InterviewSession:
    session = _begun_or_resumed(options, context)
    session.knowledge = context.knowledge
    return session


def _begun_or_resumed(options: argparse.Namespace, context: Context) -> InterviewSession:
    from db.interviews import Interviews  # as in _plainly
    from tui.sessions.interview import InterviewSession

    chosen = _chosen(options, context)
    if chosen is not None:
        resumed = InterviewSession.resume(context.memory, context.library, context.clock, chosen)
        if resumed is None:  # another program finished it meanwhile
            raise Usage(*words.NONE_OPEN)
        return resumed
    if Interviews(context.memory).unfinished() is not None:
        refuse(context.said(words.OPEN_ONE))
    return InterviewSession.start(context.memory, context.library, context.clock, _wish(options, context))


def _chosen(options: argparse.Namespace, context: Context) -> int | None:
    """The id of the open interview that --resume names. Raises Usage when there is none."""
    if options.resume is None:
        return None
    from db.interviews import Interviews  # SQLAlchemy, which the app's first frame does not wait for

    found = Interviews(context.memory).all_unfinished()
    if not found:
        raise Usage(*words.NONE_OPEN)
    if options.resume > len(found):
        raise Usage(*words.NO_SUCH_OPEN.format(number=options.resume, count=len(found)))
    number: int = options.resume
    return found[number - 1].interview_id
