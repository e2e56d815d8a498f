"""Which session a command or screen starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.exam.plan import triage
from db.memory import Memory
from db.statistics.gains import SESSION, Gains, gains
from db.statistics.topic_standing import sure_but_wrong
from db.types import Card
from tui.context import Context
from tui.sessions.study import StudySession


@dataclass
class WeakChooser:
    """Chooses by expected gain: first what the learner was sure of and got wrong, then what gains most in a minute.
    Each question comes once a session; the gains are those of its start."""

    memory: Memory
    gains: Gains
    topics: Sequence[str] | None = None
    _asked: set[str] = field(default_factory=set)
    _topic: str | None = None

    def __call__(self, exclude: Sequence[str]) -> Card | None:
        """The next card."""
        shut = {*exclude, *self._asked}
        # A second question of the same topic in a row must gain twice as much.
        rates = {
            name: rate * (0.5 if self.gains.topic_of[name] == self._topic else 1.0)
            for name, rate in self.gains.questions.items()
            if name not in shut and (self.topics is None or self.gains.topic_of[name] in self.topics)
        }
        sure = [name for name in sure_but_wrong(self.memory) if name in rates]
        for name in [*sure, *sorted(rates, key=lambda name: (-rates[name], name))]:
            card = self.memory.card(name)
            if not card.suspended and card.buried_day != self.memory.today():
                self._asked.add(name)
                self._topic = card.topic
                return card
        return None


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
    if mode == "study":
        context.memory.triage = triage(context.memory, context.knowledge)
    return StudySession(
        memory=context.memory,
        library=context.library,
        clock=context.clock,
        mode=mode,
        topics=topics,
        limit=limit if limit is not None or mode != "weak" else SESSION,
        choose=_weak(context, topics) if mode == "weak" else None,
        days_ahead=days_ahead,
        answer_seconds=context.memory.settings.answer_seconds,
    )


def _weak(context: Context, topics: Sequence[str] | None) -> WeakChooser:
    return WeakChooser(context.memory, gains(context.memory, context.knowledge), topics)
