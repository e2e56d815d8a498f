"""Copies the write-ahead log into the database once nothing has been written for a moment.

SQLite does so by itself only after a thousand pages, which at a learner's pace is weeks of answers. Whoever then loses
the log with a crash (a cleaner of temporary files, a copy of the one file that looks like the database) would lose them
all; this way it is what was answered in the last seconds.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread

from db.storage.place import Place

QUIET_SECONDS = 2.0
"""How long nothing must have been written."""


class QuietCheckpoint:
    """Waits beside the store in a thread of its own, which starts with the first write."""

    def __init__(self, database: Path, place: Place) -> None:
        self._database, self._place = database, place
        self._written, self._closed = Event(), Event()
        self._thread: Thread | None = None

    def written(self) -> None:
        """Something was committed just now."""
        self._written.set()
        if self._thread is None:
            self._thread = Thread(target=self._wait, name="checkpoint", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop; a checkpoint that is under way is finished first."""
        self._closed.set()
        self._written.set()
        if self._thread is not None:
            self._thread.join()

    def _wait(self) -> None:
        while self._written.wait() and not self._closed.is_set():
            self._written.clear()
            if self._closed.wait(QUIET_SECONDS):
                return
            # Another file under the name must never be given this one's log.
            if not self._written.is_set() and self._place.kept:
                checkpoint(self._database)


def checkpoint(database: Path) -> None:
    """Copy the log's committed pages into the database, as far as nobody still reads an earlier state of them. Never
    waits; an error here shows up again at the next write, which reports it."""
    # A file that was deleted or moved away meanwhile must not be created anew.
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", timeout=0, uri=True)) as connection,
    ):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
