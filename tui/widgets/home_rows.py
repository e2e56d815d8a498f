"""The home screen's lines, as content."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from db.statistics.estimates import Estimate
from engine.text import Language
from tui.locale import home as words
from tui.locale import knowledge as known_words
from tui.locale.exam import COUNTDOWN, EXAM_TODAY, READINESS
from tui.sessions.overview import NextStep, Overview, TopicState
from tui.text.due_counts import due_of, new_of, why_new_wait
from tui.text.knowledge import chance, high, known, low, mean
from tui.widgets.rows import Row

BAR = 10
"""Cells of a bar."""
BETWEEN, NUMBER = 9, 6
"""Cells of an interval with its trend, and of a number."""
FAIR = 0.6
"""From this chance on a topic is on its way."""
MOVED = 0.05
"""A change of less is no trend."""
STEPS = {
    NextStep.REVIEW: words.DO_DUE,
    NextStep.FINISH_LEARNING: words.DO_LEARNING,
    NextStep.LEARN_NEW: words.DO_NEW,
    NextStep.REST: words.DO_NOTHING,
    NextStep.ADD_A_DECK: words.NO_QUESTIONS,
}


def header(now: Overview, language: Language, expected: Estimate | None = None) -> tuple[Content, Content]:
    """The first row: the name, and what waits; `expected` is the share right at the exam, once it is estimated."""
    counts = now.counts
    text = words.DUE_NOW.said(language).format(
        due=due_of(counts, language), learning=counts.learning, new=new_of(counts, language)
    )
    streak = words.STREAK.said(language).format(days=now.streak)
    exam = []
    if now.exam_days is not None:
        exam = [(EXAM_TODAY if now.exam_days == 0 else COUNTDOWN).said(language).format(days=now.exam_days)]
        exam += [_readiness(expected, language)] if expected is not None else []
    return Content.styled("Backdrill", "bold $accent"), Content(
        "   ".join([text, " · ".join(exam), streak] if exam else [text, streak])
    )


def _readiness(expected: Estimate, language: Language) -> str:
    said = chance(expected, language)
    return READINESS.said(language).format(expected=said) if expected.predictable else said


def action_text(now: Overview, language: Language) -> Content:
    """The one thing to do next, and its key."""
    counts = now.counts
    number = {
        NextStep.REVIEW: due_of(counts, language),
        NextStep.FINISH_LEARNING: str(counts.learning),
        NextStep.LEARN_NEW: new_of(counts, language),
    }
    sentence = STEPS[now.step].said(language).format(count=number.get(now.step, ""))
    said = Content(sentence)
    if now.step in number:
        said = Content.assemble((sentence, "bold"), "  ", (" s ", "reverse bold $accent"))
    if reason := why_new_wait(counts, now.catching_up, language):
        return Content("\n").join([said, Content.styled(reason, "$foreground-muted")])
    if now.interview is None:
        return said
    day, score = now.interview
    last = words.LAST_INTERVIEW.said(language).format(day=day.isoformat(), score=f"{score:.0%}")
    return Content("\n").join([said, Content.styled(last, "$foreground-muted")])


def topic_rows(now: Overview, language: Language, width: int) -> tuple[Content, list[Row]]:
    """The column heads and a row for each topic, exactly as wide as asked."""
    name_width = max(14, width - BAR - 6 - BETWEEN - 3 * NUMBER - 1)
    heads = (words.COLUMN_SEEN, words.COLUMN_DUE, words.COLUMN_NEW)
    numbers = [head.said(language) for head in heads]
    known = Content(words.COLUMN_KNOWN.said(language))
    head = _columns(words.COLUMN_TOPIC.said(language), known, words.COLUMN_BETWEEN.said(language), numbers, name_width)
    return head, [Row(_topic(state, language, name_width), state.topic) for state in now.topics]


def _topic(state: TopicState, language: Language, name_width: int) -> Content:
    counts = state.counts
    numbers = (f"{counts.seen}/{counts.total}", str(counts.due + counts.learning or "·"), str(counts.new or "·"))
    bar = _bar(state, language)
    return _columns(state.title.said(language), bar, _between(state), numbers, name_width)


def _bar(state: TopicState, language: Language) -> Content:
    estimate = state.estimate
    if estimate is None or not estimate.predictable:
        told = known_words.COUNTING.said(language) if state.counting else known(estimate, language)
        return Content.styled(told, "$foreground-muted")
    full = round(estimate.mean * BAR)
    style = "$text-success" if state.ready else "$text-warning" if estimate.mean >= FAIR else "$text-error"
    return Content.assemble(("━" * full, style), ("─" * (BAR - full), "$foreground-muted"), f" {mean(estimate):>4}")


def _between(state: TopicState) -> str:
    """The interval in per cent, and where it is going."""
    estimate, trend = state.estimate, state.trend
    if estimate is None or not estimate.predictable:
        return ""
    sign = "" if trend is None or abs(trend) < MOVED else " ↑" if trend > 0 else " ↓"
    return f"{low(estimate)}–{high(estimate)}".replace("%", "") + sign


def _columns(name: str, known: Content, between: str, numbers: Sequence[str], name_width: int) -> Content:
    cells = [Content(number) for number in numbers]
    padded = [cell.pad_left(max(0, NUMBER - cell.cell_length)) for cell in cells]
    title = Content(name).truncate(name_width, ellipsis=True)
    title = title.pad_right(max(0, name_width - title.cell_length))
    bar = known.pad_right(max(0, BAR + 6 - known.cell_length)) if between else known
    told = bar + Content.styled(between, "$foreground-muted")
    return Content.assemble(title, " ", told.pad_right(max(0, BAR + 6 + BETWEEN - told.cell_length)), *padded)
