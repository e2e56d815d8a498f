"""A plan for the exam, in words and as a plot of its days."""

from __future__ import annotations

from db.exam.plan import ExamPlan
from engine.result import Lines
from tui.context import Context
from tui.drawing import plain_lines
from tui.locale import exam as words
from tui.sessions.progress_figures import exam_figures
from tui.text.knowledge import known


def told(plan: ExamPlan, context: Context) -> list[str]:
    """The plan in sentences."""
    said, topics = context.said, context.library.topics
    names = {topic: said(info.title) for topic, info in topics.items()}
    lines = [
        said(words.HEAD).format(exam=plan.exam, days=plan.days, minutes=plan.minutes_a_day, answers=plan.answers_a_day),
        said(words.TODAY).format(new=plan.today.new_per_day, retention=f"{plan.today.retention:.0%}"),
        *([said(words.SWEEP)] if plan.today.sweep else []),
        said(words.EXPECTED).format(known=known(plan.expected, context.language)),
    ]
    for topic in plan.readiness:
        estimate = known(topic.estimate, context.language)
        line = said(words.TOPIC).format(topic=names.get(topic.topic, topic.topic), known=estimate)
        lines.append(line + (said(words.UNSEEN).format(unseen=topic.unseen, cards=topic.cards) if topic.unseen else ""))
    if not plan.enough:
        most = (", " if context.language == "en" else "、").join(names.get(t, t) for t in plan.leave_out[:3])
        lines.append(said(words.NOT_ENOUGH).format(unseen=plan.unseen, cards=plan.cards, topics=most))
    return lines


def drawn(plan: ExamPlan, width: int, context: Context, unicode: bool) -> list[str]:
    """The simulated days as a plot."""
    days = [view for view in exam_figures(plan, {}) if isinstance(view, Lines)]
    return [line for view in days for line in ["", *plain_lines(view, width, context.language, unicode)]]
