"""The home screen's lines, as content."""

from __future__ import annotations

from textual.content import Content

from engine.text import Language, Text
from tui.locale import home as words
from tui.locale.exam import COUNTDOWN, EXAM_TODAY
from tui.sessions.overview import NextStep, Overview, TopicState
from tui.widgets.rows import Row

BAR = 10
"""Cells of a recall bar."""
STEPS = {
    NextStep.REVIEW: words.DO_DUE,
    NextStep.FINISH_LEARNING: words.DO_LEARNING,
    NextStep.LEARN_NEW: words.DO_NEW,
    NextStep.REST: words.DO_NOTHING,
    NextStep.ADD_A_DECK: words.NO_QUESTIONS,
}


def header(now: Overview, language: Language) -> tuple[Content, Content]:
    """The first row: the name, and what waits."""
    counts = now.counts
    text = words.DUE_NOW.said(language).format(due=counts.due, learning=counts.learning, new=counts.new)
    streak = words.STREAK.said(language).format(days=now.streak)
    exam = []
    if now.exam_days is not None:
        exam = [(EXAM_TODAY if now.exam_days == 0 else COUNTDOWN).said(language).format(days=now.exam_days)]
    return Content.styled("Backdrill", "bold $accent"), Content("   ".join([text, *exam, streak]))


def action_text(now: Overview, language: Language) -> Content:
    """The one thing to do next, and its key."""
    counts = now.counts
    number = {NextStep.REVIEW: counts.due, NextStep.FINISH_LEARNING: counts.learning, NextStep.LEARN_NEW: counts.new}
    sentence = STEPS[now.step].said(language).format(count=number.get(now.step, 0))
    said = Content(sentence)
    if now.step in number:
        said = Content.assemble((sentence, "bold"), "  ", (" s ", "reverse bold $accent"))
    if now.interview is None:
        return said
    day, score = now.interview
    last = words.LAST_INTERVIEW.said(language).format(day=day.isoformat(), score=f"{score:.0%}")
    return Content("\n").join([said, Content.styled(last, "$foreground-muted")])


def topic_rows(now: Overview, language: Language, width: int) -> tuple[Content, list[Row]]:
    """The column heads and a row for each topic, exactly as wide as asked."""
    name_width = max(16, width - 40)
    heads = (words.COLUMN_RECALL, words.COLUMN_SEEN, words.COLUMN_DUE, words.COLUMN_NEW)
    recall, seen, due, new = (head.said(language) for head in heads)
    head = _columns(words.COLUMN_TOPIC.said(language), Content(recall), (seen, due, new), name_width)
    return head, [Row(_topic(state, language, name_width), state.topic) for state in now.topics]


def _topic(state: TopicState, language: Language, name_width: int) -> Content:
    counts = state.counts
    numbers = (f"{counts.seen}/{counts.total}", str(counts.due + counts.learning or "·"), str(counts.new or "·"))
    return _columns(state.title.said(language), _bar(state.recall, words.UNSEEN, language), numbers, name_width)


def _bar(recall: float | None, unseen: Text, language: Language) -> Content:
    if recall is None:
        return Content.styled(unseen.said(language), "$foreground-muted")
    full = round(recall * BAR)
    style = "$text-success" if recall >= 0.85 else "$text-warning" if recall >= 0.6 else "$text-error"
    return Content.assemble(("━" * full, style), ("─" * (BAR - full), "$foreground-muted"), f" {recall:>4.0%}")


def _columns(name: str, recall: Content, numbers: tuple[str, str, str], name_width: int) -> Content:
    cells = [Content(number) for number in numbers]
    padded = [cell.pad_left(max(0, 7 - cell.cell_length)) for cell in cells]
    title = Content(name).truncate(name_width, ellipsis=True)
    title = title.pad_right(max(0, name_width - title.cell_length))
    bar = recall.pad_right(max(0, BAR + 6 - recall.cell_length))
    return Content.assemble(title, " ", bar, *padded)
