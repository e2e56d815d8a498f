"""The interview in line mode: no hints and no verdicts until the end, then key points, then the report."""

from __future__ import annotations

from functools import partial

from content.variants import Variant
from db.errors import StaleCard
from engine.grading import Answer
from engine.reading.outcome import Unreadable
from engine.text import Text
from tui.expected_errors import sentence
from tui.line_mode.kind import line_of
from tui.line_mode.study import LineMode, Stopped
from tui.locale import interview as words
from tui.locale import line_mode as line_words
from tui.sessions.interview import InterviewSession
from tui.sessions.interview_plan import PLANNED
from tui.sessions.question import AskedQuestion
from tui.sessions.report_types import InterviewReport
from tui.text.plain import plain_text


def reason_of(why: str) -> Text | None:
    """What may be said of why a question is asked: harder or easier would give the last verdict away."""
    return None if why == PLANNED else words.FOLLOW_UP


def sit(lines: LineMode, session: InterviewSession, confidence: bool = True) -> InterviewReport | None:
    """Run the interview; its report, or None when the learner stopped, with every answer so far on disk."""
    try:
        while asked := session.next():
            _question(lines, session, asked, confidence)
        for answer, variant in session.to_tick:
            points = _points(lines, variant, answer.answer)
            lines.written(partial(session.tick, answer.number, points))
    except Stopped:
        lines.say(words.KEPT.said(lines.language))
        return None
    for fault in session.faults:
        lines.say(words.PASSED_OVER.said(lines.language).format(what=fault.said(lines.language)))
    return lines.written(session.finish)


def _question(lines: LineMode, session: InterviewSession, asked: AskedQuestion, confidence: bool) -> None:
    number = words.PROGRESS.said(lines.language).format(number=len(session.answers) + 1, total=session.total)
    reason = reason_of(session.coming[0].why)
    lines.say()
    lines.say(f"── {number}" + (f" · {reason.said(lines.language)}" if reason else "") + " ──")
    lines.show(asked.variant)
    answer = _answer(lines, asked.variant)
    asked.pause()
    sure = _sure(lines) if confidence and answer is not None else None
    try:
        lines.written(lambda: session.give(answer, sure))
    except StaleCard as error:
        lines.say(sentence(error, lines.language))


def _answer(lines: LineMode, variant: Variant) -> Answer | None:
    while True:
        line = lines.prompt(line_of(variant).request(variant, interview=True).said(lines.language))
        if not line.strip():
            return None
        answer = lines.read(variant, line)
        if answer is not None:
            return answer


def _sure(lines: LineMode) -> int | None:
    while True:
        line = lines.prompt(words.ASK_SURE.said(lines.language)).strip().translate(str.maketrans("１２３４", "1234"))
        if line in ("", "1", "2", "3", "4"):
            return int(line) if line else None
        lines.say(words.NOT_A_STEP.said(lines.language))


def _points(lines: LineMode, variant: Variant, given: str) -> frozenset[int]:
    language = lines.language
    lines.say()
    lines.say(plain_text(variant.prompt, language))
    lines.say(f"{words.GIVEN.said(language)}: {given}")
    lines.say(words.TICKING.said(language))
    for index, point in enumerate(variant.rubric):
        lines.say(f"  {chr(ord('a') + index)}) {plain_text(point, language)}")
    while True:
        try:
            points = variant.read(lines.prompt(line_words.ASK_POINTS.said(language)))
            return points if isinstance(points, frozenset) else frozenset()
        except Unreadable as error:
            lines.say(error.text.said(language))
