"""The doctor: is the file sound, do all references hold, and does replaying every review give the stored state?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select, update

from db import cards
from db.memory import Memory
from db.review_log import replay
from db.review_log.replay import COUNTERS_OF_ALL
from db.storage import backup, wal
from db.storage.driver_errors import FAILURES, trouble
from db.tables import CARDS, REVIEWS
from db.types import Mismatch


@dataclass(frozen=True)
class Diagnosis:
    """What was found: `integrity` and `references` as SQLite says them, states that replay does not give, how many
    reviews there are, how many cards were repaired, and strange files among the backups."""

    integrity: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    reviews: int = 0
    cards: int = 0
    orphans: int = 0
    repaired: int = 0
    strangers: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, or everything was repaired."""
        return not self.integrity and not self.references and (not self.mismatches or self.repaired > 0)


def damage(database: Path) -> list[str]:
    """What is wrong with a file that may be too damaged to open as a memory. Raises DatabaseTrouble when it is too
    damaged even to be looked at."""
    if not database.exists():
        return []
    try:
        with wal.using(database), closing(sqlite3.connect(database)) as connection:
            return backup.faults_of(connection)
    except FAILURES as error:
        raise trouble(str(database), error, database) from error


def examine(memory: Memory, repair: bool = False) -> Diagnosis:
    """Look at everything of this learner's; with `repair` write the replayed state of every card that differs. The log
    is never touched. Raises DatabaseTrouble."""
    integrity, references = _file_faults(memory)
    mismatches = memory.replay_check()
    with memory.store.reading() as connection:
        of_mine = CARDS.c.learner_id == memory.learner_id
        counted = select(func.count()).select_from(REVIEWS.join(CARDS)).where(of_mine)
        reviews = connection.execute(counted).scalar_one()
        present = list(connection.execute(select(CARDS.c.present).where(of_mine)).scalars())
    repaired = _repair(memory, mismatches) if repair and mismatches else 0
    path = memory.store.path
    strange = [str(file) for file in backup.strangers(path)] if path is not None else []
    return Diagnosis(integrity, references, mismatches, int(reviews), len(present), present.count(0), repaired, strange)


def _file_faults(memory: Memory) -> tuple[list[str], list[str]]:
    if not memory.store.is_sqlite:
        return [], []
    with memory.store.reading() as connection:
        integrity = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        references = [f"{row[0]} row {row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return integrity, references


def _repair(memory: Memory, mismatches: list[Mismatch]) -> int:
    """Write what the log gives; how many cards were changed, the counters counting as one."""
    questions = {mismatch.question_id for mismatch in mismatches}
    with memory.store.writing() as connection:
        sets = replay.ParameterSets(connection)
        for question in sorted(questions - {COUNTERS_OF_ALL}):
            mine = (CARDS.c.learner_id == memory.learner_id) & (CARDS.c.question_id == question)
            card_id = connection.execute(select(CARDS.c.id).where(mine)).scalar_one()
            replayed = replay.replay(connection, card_id, sets)
            values = {**cards.state_values(replayed.state), **cards.mark_values(replayed.marks)}
            connection.execute(update(CARDS).where(CARDS.c.id == card_id).values(values))
        if COUNTERS_OF_ALL in questions:
            replay.count_anew(connection, memory.learner_id)
    return len(questions)
