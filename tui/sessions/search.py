"""Finding questions: by text in both languages, and by topic, kind and state."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.kind import kind_of
from content.library import Library
from content.model import Question
from db.scheduling.leeches import slips
from db.types import Card, CardState

FARTHEST = 3650
"""Days ahead that a date may lie."""
STATES = ("new", "learning", "due", "slipping", "suspended", "flagged")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; empty means everything."""

    text: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""


def folded(text: str) -> str:
    """Text as it is compared: compatibility forms and case made equal."""
    return unicodedata.normalize("NFKC", text).casefold()


def haystack(question: Question) -> str:
    """Everything that a search looks through."""
    kind = kind_of(question)
    texts = [kind.prompt(question), kind.explanation(question), question.back]
    texts += [option.text for option in question.options] + [item.text for item in question.items]
    words = [question.id, question.kind, *question.claims]
    return folded("\n".join([*words, *(f"{text.en}\n{text.zh}" for text in texts)]))


def in_state(card: Card, state: str, now: datetime, today: date, leech_threshold: int) -> bool:
    """Whether a card is in one of `STATES`."""
    match state:
        case "new":
            return card.state is CardState.NEW
        case "learning":
            return card.state in (CardState.LEARNING, CardState.RELEARNING)
        case "due":
            waiting = card.due_day is not None and card.due_day <= today
            return not card.suspended and card.due is not None and (waiting or card.due <= now)
        case "slipping":
            return slips(card.lapses, leech_threshold)
        case "suspended":
            return card.suspended
        case "flagged":
            return card.flagged
    return True


def find(
    library: Library, cards: Iterable[Card], wish: Filter, now: datetime, today: date, leech_threshold: int
) -> list[Card]:
    """The cards that fit; every word of the text has to occur."""
    words = folded(wish.text).split()
    found = []
    for card in cards:
        question = library.questions.get(card.question_id)
        if question is None or (wish.topic and card.topic != wish.topic) or (wish.kind not in ("", question.kind)):
            continue
        if in_state(card, wish.state, now, today, leech_threshold):
            text = haystack(question)
            if all(word in text for word in words):
                found.append(card)
    return found


def day_of(text: str, today: date) -> date | None:
    """A day as a learner types it: a number of days from today, or a date; None for what is neither or has passed."""
    typed = unicodedata.normalize("NFKC", text).strip()
    try:
        day = today + timedelta(days=int(typed)) if typed.lstrip("+").isdigit() else date.fromisoformat(typed)
    except (ValueError, OverflowError):
        return None
    return day if today <= day <= today + timedelta(days=FARTHEST) else None
