"""The interview in line mode: a conversation without verdicts, then key points to tick, then the report."""

from __future__ import annotations

from functools import partial

from content.variants import Variant
from db.errors import StaleCard
from db.interviews import InterviewAnswer
from engine.grading import Answer
from engine.reading.outcome import Unreadable
from engine.rubric_matcher.recognise import Recognised, State
from engine.text import Text
from tui.expected_errors import sentence
from tui.line_mode.kind import line_of
from tui.line_mode.study import LineMode, Stopped
from tui.locale import interview as words
from tui.sessions.interview import InterviewSession
from tui.sessions.interview_plan import PLANNED, THREAD
from tui.sessions.interviewer import DOUBT, Remark
from tui.sessions.question import AskedQuestion, recorded
from tui.sessions.report_types import InterviewReport
from tui.text.plain import plain_text

ALOUD, CHOICES, NONE = "!", "*", "-"
"""Typed alone: answered aloud; show me the options; no point was made."""


def reason_of(why: str) -> Text | None:
    """What may be said of why a question is asked: harder or easier would give the last verdict away."""
    return None if why in (PLANNED, THREAD) else words.FOLLOW_UP


def sit(lines: LineMode, session: InterviewSession) -> InterviewReport | None:
    """Run the interview; its report, or None when the learner stopped, with every answer so far on disk."""
    try:
        while asked := lines.written(session.next):
            _question(lines, session, asked)
            while session.remark is not None:
                _reply(lines, session, session.remark)
        for answer, variant in session.to_tick:
            points = _points(lines, session, answer, variant)
            lines.written(partial(session.tick, answer.number, points))
    except Stopped:
        lines.say(words.KEPT.said(lines.language))
        return None
    for fault in session.faults:
        lines.say(words.PASSED_OVER.said(lines.language).format(what=fault.said(lines.language)))
    return lines.written(session.finish)


def _question(lines: LineMode, session: InterviewSession, asked: AskedQuestion) -> None:
    number = words.PROGRESS.said(lines.language).format(number=len(session.answers) + 1, total=session.total)
    reason = reason_of(session.coming[0].why)
    lines.say()
    lines.say(f"── {number}" + (f" · {reason.said(lines.language)}" if reason else "") + " ──")
    if session.lead.en:
        lines.say(plain_text(session.lead, lines.language))
    lines.show(asked.variant)
    answer, aloud = _answer(lines, session)
    if session.current is not None:
        session.current.pause()
    try:
        lines.written(lambda: session.give(answer, aloud=aloud))
    except StaleCard as error:
        lines.say(sentence(error, lines.language))


def _answer(lines: LineMode, session: InterviewSession) -> tuple[Answer | None, bool]:
    """The answer, None for "I do not know", and whether it was given aloud."""
    if session.can_show_choices:
        lines.say(words.CHOICES_HINT.said(lines.language))
    elif session.current is not None and session.current.variant.key.ticked:
        lines.say(words.ALOUD_HINT.said(lines.language))
    while session.current is not None:
        variant = session.current.variant
        line = lines.prompt(line_of(variant).request(variant, interview=True).said(lines.language))
        if not line.strip():
            return None, False
        if line.strip() == CHOICES and session.can_show_choices:
            session.show_choices()
            lines.show(session.current.variant)
        elif line.strip() in (ALOUD, "！") and variant.key.ticked:
            return "", True
        elif (answer := lines.read(variant, line)) is not None:
            return answer, False
    return None, False


def _reply(lines: LineMode, session: InterviewSession, asked: Remark) -> None:
    """The interviewer's remark and what is replied; for a doubt about a number, another one or none."""
    language = lines.language
    session.asking_remark()
    lines.say(words.INTERVIEWER.said(language).format(words=plain_text(asked.text, language)))
    if asked.kind != DOUBT:
        text = lines.prompt(words.ASK_REPLY.said(language))
        lines.written(partial(session.reply, text))
        return
    again = _another(lines, session)
    told = "" if again is None else recorded(again)
    lines.written(partial(session.reply, told, again))


def _another(lines: LineMode, session: InterviewSession) -> Answer | None:
    variant = session.variant_of(session.answers[-1])
    while variant is not None:
        line = lines.prompt(words.ASK_AGAIN.said(lines.language))
        if not line.strip():
            return None
        answer = lines.read(variant, line)
        if answer is not None:
            return answer
    return None


def _points(lines: LineMode, session: InterviewSession, answer: InterviewAnswer, variant: Variant) -> frozenset[int]:
    language = lines.language
    found = session.proposal(answer, variant)
    proposed = frozenset(i for i, one in enumerate(found) if one.state is State.FOUND)
    lines.say()
    lines.say(plain_text(variant.prompt, language))
    lines.say(f"{words.GIVEN.said(language)}: {answer.answer}")
    lines.say(words.TICKING.said(language))
    for index, (point, one) in enumerate(zip(variant.rubric, found, strict=True)):
        mark = "x" if index in proposed else " "
        lines.say(f"  [{mark}] {chr(ord('a') + index)}) {plain_text(point, language)}{_behind(lines, one)}")
    while True:
        ticked = _ticked(lines, variant, proposed)
        if ticked or _none_made(lines):
            return ticked


def _behind(lines: LineMode, one: Recognised) -> str:
    """Whether a key point was recognised, and in which of the learner's words."""
    quote = words.QUOTE.said(lines.language).format(words=" … ".join(one.clauses)) if one.clauses else ""
    return f"\n        {words.STATES[one.state.value].said(lines.language)} {quote}".rstrip(" :：")


def _ticked(lines: LineMode, variant: Variant, proposed: frozenset[int]) -> frozenset[int]:
    while True:
        line = lines.prompt(words.ASK_TICKS.said(lines.language))
        if not line.strip():
            return proposed
        if line.strip() in (NONE, "－"):
            return frozenset()
        try:
            points = variant.read(line)
            return points if isinstance(points, frozenset) else frozenset()
        except Unreadable as error:
            lines.say(error.text.said(lines.language))


def _none_made(lines: LineMode) -> bool:
    """Nothing ticked is asked about, and never taken as it stands."""
    return lines.prompt(words.NOTHING_TICKED.said(lines.language)).strip().casefold() in ("y", "yes", "是", "对", "ｙ")
