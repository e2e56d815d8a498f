"""Which session a command or screen starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.memory import Memory
from db.statistics.mastery import sure_but_wrong, weakest_card
from db.types import Card
from tui.context import Context
from tui.sessions.study import StudySession

WEAK_LENGTH = 12
"""Questions in a weak session, where no limit is given."""


@dataclass
class WeakChooser:
    """Chooses by expected gain: first what the learner was sure of and got wrong, then the weakest card of all."""

    memory: Memory
    topics: Sequence[str] | None = None
    _asked: set[str] = field(default_factory=set)
    _topic: str | None = None

    def __call__(self, exclude: Sequence[str]) -> Card | None:
        """The next card, each question once a session."""
        shut = {*exclude, *self._asked, *self._elsewhere()}
        waiting = [question for question in sure_but_wrong(self.memory) if question not in shut]
        card = self.memory.card(waiting[0]) if waiting else weakest_card(self.memory, shut, self._topic)
        if card is not None:
            self._asked.add(card.question_id)
            self._topic = card.topic
        return card

    def _elsewhere(self) -> list[str]:
        if self.topics is None:
            return []
        return [card.question_id for card in self.memory.cards() if card.topic not in self.topics]


def session_for(
    context: Context,
    mode: str = "study",
    topics: Sequence[str] | None = None,
    limit: int | None = None,
    days_ahead: int = 0,
) -> StudySession:
    """A session: `study` over what is due, or will be within `days_ahead`; `weak` over what gains most, due or not.

    Raises UnknownItem for a topic that does not exist, and DatabaseTrouble.
    """
    for name in topics or ():
        context.library.topic(name)
    return StudySession(
        memory=context.memory,
        library=context.library,
        clock=context.clock,
        mode=mode,
        topics=topics,
        limit=limit if limit is not None or mode != "weak" else WEAK_LENGTH,
        choose=WeakChooser(context.memory, topics) if mode == "weak" else None,
        days_ahead=days_ahead,
    )
