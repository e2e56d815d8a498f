"""`backdrill exam`: set the day, and see what to expect of it."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from datetime import date

from engine.messages import Usage
from engine.text import Text
from tui.cli.encoding import speaks_unicode
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser, positive
from tui.context import Context
from tui.locale import exam as words
from tui.output import put

FARTHEST = 1826
"""Days: five years."""


def arguments(parser: Parser) -> None:
    """The day and the time for it."""
    parser.add_argument(
        "date", nargs="?", metavar="DATE", help=parser.said(Text("a day such as 2027-03-01", "日期，如 2027-03-01"))
    )
    parser.add_argument(
        "--minutes-a-day",
        type=positive,
        metavar="N",
        help=parser.said(Text("time for study (default: 30)", "每天学习的分钟数（默认 30）")),
    )
    parser.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="TOPIC=W",
        help=parser.said(
            Text(
                "how much a topic counts, 0 to 10 (default: 1; 0: not examined)",
                "主题的权重，0 到 10（默认 1；0 表示不考）",
            )
        ),
    )
    parser.add_argument("--clear", action="store_true", help=parser.said(Text("no exam any more", "取消考试")))


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage for a day or a weight that cannot be, UnknownItem for a topic that there is not."""
    context = context_of(options)
    try:
        settings = context.memory.settings
        if options.clear:
            settings.set("exam_date", "")
            return _without(options, context, words.CLEARED)
        if options.date is not None:
            settings.set("exam_date", _day(options.date, context.memory.today()).isoformat())
        if options.minutes_a_day is not None:
            settings.set("exam_minutes", options.minutes_a_day)
        if options.weight:
            settings.set("exam_weights", {**settings.exam_weights, **_weights(options.weight, context)})
        if not settings.exam_date:
            return _without(options, context, words.NONE_SET)
        _show(options, context)
        return 0
    finally:
        context.close()


def _without(options: argparse.Namespace, context: Context, text: Text) -> int:
    """No exam is set: a sentence, or the plan's `exam` alone."""
    if wants_json(options):
        print_json({"exam": None})
    else:
        put(context.said(text))
    return 0


def _show(options: argparse.Namespace, context: Context) -> None:
    # NumPy and the plots: only where there is a plan
    from db.exam.plan import exam_plan
    from tui.text.exam_plan import drawn, told

    plan = exam_plan(context.memory, context.knowledge)
    if plan is None:
        _without(options, context, words.OVER)
        return
    if wants_json(options):
        print_json(plan.to_json())
        return
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    put("\n".join([*told(plan, context), *drawn(plan, width, context, speaks_unicode())]))


def _weights(given: Sequence[str], context: Context) -> dict[str, float]:
    found = {}
    for one in given:
        topic, _, number = one.partition("=")
        try:
            found[context.library.topic(topic.strip()).id] = float(number)
        except ValueError:
            raise Usage(
                f"a weight is written TOPIC=NUMBER, such as pooling=2, not '{one}'",
                f"权重写作 主题=数值，如 pooling=2，不能是“{one}”",
            ) from None
    return found


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Usage(
            f"an exam is on a date such as 2027-03-01, not '{text}'", f"考试日期写作 2027-03-01，不能是“{text}”"
        ) from None
    if day < today:
        raise Usage(f"{day} is past; an exam needs a day from today on", f"{day} 已经过去；考试日期应是今天或以后")
    if (day - today).days > FARTHEST:
        raise Usage(
            f"{day} is too far off to plan for; the farthest is {FARTHEST} days ahead",
            f"{day} 太远，无法规划；最远 {FARTHEST} 天之后",
        )
    return day
