"""`backdrill exam`: set the day, and see what to expect of it."""

from __future__ import annotations

import argparse
import shutil
from datetime import date

from db.exam.simulator import ExamPlan
from engine.messages import Usage
from engine.result import Lines
from tui.cli.encoding import speaks_unicode
from tui.cli.options import context_of, print_json, wants_json
from tui.context import Context
from tui.locale import exam as words
from tui.text.intervals import floored


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage for a day that is past or cannot be read."""
    context = context_of(options)
    try:
        settings = context.memory.settings
        if options.clear:
            settings.set("exam_date", "")
            print(context.said(words.CLEARED))
            return 0
        if options.date is not None:
            settings.set("exam_date", _day(options.date, context.memory.today()).isoformat())
        if options.minutes_a_day is not None:
            settings.set("exam_minutes", options.minutes_a_day)
        if not settings.exam_date:
            print(context.said(words.NONE_SET))
            return 0
        _ = context.library
        plan = context.memory.exam_plan(date.fromisoformat(settings.exam_date), settings.exam_minutes)
        if wants_json(options):
            print_json(plan.to_json())
        else:
            print("\n".join([*told(plan, context), *drawn(plan, context)]))
        return 0
    finally:
        context.close()


def drawn(plan: ExamPlan, context: Context) -> list[str]:
    """The simulated days as a plot."""
    from tui.drawing import plain_lines
    from tui.sessions.progress_figures import exam_figures

    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    course = [view for view in exam_figures(plan, {}) if isinstance(view, Lines)]
    return [line for view in course for line in ["", *plain_lines(view, width, context.language, speaks_unicode())]]


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Usage(
            f"an exam is on a date such as 2027-03-01, not '{text}'", f"考试日期写作 2027-03-01，不能是“{text}”"
        ) from None
    if day < today:
        raise Usage(f"{day} is past; an exam needs a day from today on", f"{day} 已经过去；考试日期应是今天或以后")
    return day


def told(plan: ExamPlan, context: Context) -> list[str]:
    """The plan in sentences."""
    said, topics = context.said, context.library.topics
    names = {topic: said(info.title) for topic, info in topics.items()}
    lines = [
        said(words.HEAD).format(exam=plan.exam, days=plan.days, minutes=plan.minutes_a_day, answers=plan.answers_a_day),
        said(words.TODAY).format(new=plan.today.new_per_day, retention=f"{plan.today.retention:.0%}"),
        *([said(words.SWEEP)] if plan.today.sweep else []),
        said(words.EXPECTED).format(expected=floored(plan.expected)),
    ]
    for topic in plan.readiness:
        line = said(words.TOPIC).format(
            topic=names.get(topic.topic, topic.topic),
            expected=floored(topic.expected),
            low=floored(topic.low),
            high=f"{topic.high:.0%}",
        )
        lines.append(line + (said(words.UNSEEN).format(unseen=topic.unseen, cards=topic.cards) if topic.unseen else ""))
    if not plan.enough:
        lines.append(said(words.NOT_ENOUGH).format(topics=", ".join(names.get(t, t) for t in plan.leave_out[:3])))
    return lines
