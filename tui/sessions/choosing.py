"""Which session a command or screen starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.sessions.study import StudySession

if TYPE_CHECKING:
    from tui.context import Context


def session_for(
    context: Context, mode: str = "study", topics: Sequence[str] | None = None, limit: int | None = None
) -> StudySession:
    """A study session over what is due. Raises DatabaseTrouble and DeckError."""
    return StudySession(
        memory=context.memory,
        library=context.library,
        clock=context.clock,
        mode=mode,
        topics=topics,
        limit=limit,
    )
