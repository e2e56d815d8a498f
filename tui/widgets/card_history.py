"""One card as text: its question, how the memory stands, and every review of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content

from content.kind import kind_of
from content.model import Question
from db.types import Card, CardState, Review
from engine.text import Language, Text
from tui.locale import browse as words
from tui.locale.study import RATINGS
from tui.text.sanitize import inert, line
from tui.widgets.rich_text import prose

_PLACE = re.compile(r"\{\{.*?\}\}")


def sketched(text: Text) -> Text:
    """A prompt whose numbers are not drawn yet, with a box for each."""
    return Text(*(_PLACE.sub("□", said) for said in text))


def state_words(state: str) -> Text:
    """The name of one of the filter's states."""
    return {
        "new": words.STATES[CardState.NEW],
        "learning": words.STATES[CardState.LEARNING],
        "due": words.DUE,
        "slipping": words.SLIPPING,
        "suspended": words.SUSPENDED,
        "flagged": words.FLAGGED,
    }[state]


def card_page(question: Question, card: Card, history: Sequence[Review], language: Language) -> Content:
    """Everything about one card."""
    facts = [kind_of(question).label.said(language), words.LEVEL.said(language).format(level=question.level)]
    facts.append((words.SUSPENDED if card.suspended else words.STATES[card.state]).said(language))
    prompt = prose(sketched(kind_of(question).prompt(question)), language, "bold")
    parts = [prompt, Content.styled(" · ".join(facts), "$foreground-muted")]
    if card.stability is not None and card.difficulty is not None:
        numbers = {"days": f"{card.stability:.1f}", "difficulty": f"{card.difficulty:.1f}", "lapses": card.lapses}
        parts.append(Content(words.STABILITY.said(language).format(**numbers)))
    if card.due_day is not None and not card.suspended:
        parts.append(Content(words.NEXT.said(language).format(day=card.due_day.isoformat())))
    if card.note:
        parts.append(Content(inert(card.note)))
    head = Content.styled(words.HISTORY.said(language), "bold $accent")
    lines = [_review(review, language) for review in reversed(history)] or [Content(words.NO_HISTORY.said(language))]
    return Content("\n").join([*parts, Content(""), head, *lines])


def _review(review: Review, language: Language) -> Content:
    sign = "✓" if review.correctness >= 1 else "◐" if review.correctness > 0 else "✗"
    rating = RATINGS[review.rating].said(language)
    undone = f"  ({words.UNDONE.said(language)})" if review.undone else ""
    when = review.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Content(f"{when}  {sign} {rating}  {review.seconds:.0f} s  {line(review.answer)}{undone}")
