"""What every command and screen is given: places, language, clock, and the doors to the library and the memory.

Both doors open on first use, because what is behind them takes long to import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from engine.text import Language, Text
from tui.locations import Locations

if TYPE_CHECKING:  # what is behind the doors
    from content.library import Library
    from db.memory import Memory
    from db.statistics.kept_knowledge import KeptKnowledge
    from tui.sessions.drafts import Drafts

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, aware, in the learner's zone."""
    return datetime.now(UTC).astimezone()


def frozen(at: datetime) -> Clock:
    """A clock that stands still, but for a millisecond at each look, so that no two reviews share an instant."""
    looks = 0

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        return at + timedelta(milliseconds=looks)

    return clock


@dataclass
class Context:
    """The surroundings of one run of the program."""

    locations: Locations
    language: Language = "en"
    clock: Clock = now
    database_url: str | None = None
    learner: str = "me"
    warnings: list[Text] = field(default_factory=list)

    @cached_property
    def library(self) -> Library:
        """All decks, read from the validated cache where it is fresh."""
        from content.library import open_library  # NumPy, after the first paint

        return open_library(self.locations.own_decks(), self.locations.cache)

    def reopen_library(self) -> None:
        """Read all decks again, as after one was edited, and bring the memory in line. Raises DatabaseTrouble."""
        from tui.sessions.card_sync import entries  # as in memory

        self.__dict__.pop("library", None)
        if self.memory_is_open:
            self.memory.sync(entries(self.library), self.library.aliases())

    @cached_property
    def memory(self) -> Memory:
        """The learner's memory, brought in line with the library. Raises DatabaseTrouble or FolderTrouble."""
        from db.memory import Memory  # SQLAlchemy, after the first paint
        from db.transfer.rescue import rescue_into
        from tui.sessions.card_sync import entries

        if self.database_url is None:
            self.locations.ensure()
        target = self.database_url or str(self.locations.database)
        self._back_up()
        memory = Memory.open(target, learner=self.learner, clock=self.clock)
        rescue_into(memory, self.locations.data, self.clock)
        memory.sync(entries(self.library), self.library.aliases())
        return memory

    @cached_property
    def knowledge(self) -> KeptKnowledge:
        """The estimate of the learner's knowledge. Raises DatabaseTrouble or FolderTrouble."""
        from db.statistics.kept_knowledge import KeptKnowledge  # SQLAlchemy, after the first paint

        return KeptKnowledge(self.memory, lambda: self.library.kinds, self.locations.cache)

    @cached_property
    def drafts(self) -> Drafts:
        """Drafts: answers that were typed and not submitted."""
        from tui.sessions.drafts import Drafts  # JSON and hashes, behind the first paint

        made = Drafts(self.locations.drafts, self.learner)
        made.tidy()
        return made

    def _back_up(self) -> None:
        """A backup a day, before anything is written. Without one learning goes on, and `warnings` says so; with a
        damaged file it does not. Raises Damaged."""
        from db.errors import Damaged, DatabaseTrouble  # SQLite, after the first paint
        from db.storage import backup

        if self.database_url is None and self.locations.database.exists():
            try:
                backup.daily(self.locations.database, self.clock())
            except Damaged:
                raise
            except DatabaseTrouble as trouble:
                self.warnings.append(Text(str(trouble), trouble.zh))

    def notices(self) -> list[Text]:
        """Warnings for the start of a session, once the memory is open."""
        from tui.synchronised import notice  # behind the first paint

        return [*self.warnings, *(notice(self.locations) if self.database_url is None else ())]

    @property
    def memory_is_open(self) -> bool:
        """Whether there is a memory to close."""
        return "memory" in self.__dict__

    def close(self) -> None:
        """Close the memory, if it was opened."""
        if self.memory_is_open:
            self.memory.close()
            del self.__dict__["memory"]
            self.__dict__.pop("knowledge", None)

    def said(self, text: Text) -> str:
        """A text in the learner's language."""
        return text.said(self.language)
