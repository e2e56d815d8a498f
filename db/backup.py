"""Backups by SQLite's own backup call: consistent whatever else is going on, and thinned with age."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from db.errors import DatabaseTrouble

DAILY, WEEKLY, MONTHLY = 7, 4, 12
"""How many of each are kept."""
_PREFIX, _SUFFIX = "backdrill-", ".db"


def folder_of(database: Path) -> Path:
    """Where the backups of a database lie."""
    return database.parent / "backups"


def back_up(database: Path, at: datetime, why: str = "daily") -> Path:
    """Copy the database; the copy appears under its name only when it is whole. Raises DatabaseTrouble."""
    target = folder_of(database) / f"{_PREFIX}{at:%Y-%m-%dT%H%M%S}-{why}{_SUFFIX}"
    partial = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise DatabaseTrouble(
            f"no backup could be written to {target.parent}: {error}. Free some space there"
        ) from error
    return target


def daily(database: Path, at: datetime) -> Path | None:
    """A backup when there is none of this day yet, and the old ones thinned."""
    if any(_day(path) == at.date() for path in backups(database)):
        return None
    made = back_up(database, at)
    for path in superfluous(backups(database)):
        path.unlink(missing_ok=True)
    return made


def backups(database: Path) -> list[Path]:
    """All backups of a database, oldest first."""
    return sorted(folder_of(database).glob(f"{_PREFIX}*{_SUFFIX}"))


def _day(path: Path) -> date:
    return date.fromisoformat(path.name.removeprefix(_PREFIX)[:10])


def superfluous(paths: Iterable[Path]) -> list[Path]:
    """Daily backups beyond the newest of 7 days, 4 weeks and 12 months; those made for another reason stay."""
    newest = sorted((path for path in paths if path.stem.endswith("-daily")), reverse=True)
    kept: set[Path] = set()
    for count, period in ((DAILY, _by_day), (WEEKLY, _by_week), (MONTHLY, _by_month)):
        seen: dict[tuple[int, int], Path] = {}
        for path in newest:
            seen.setdefault(period(_day(path)), path)
        kept |= set(list(seen.values())[:count])
    return [path for path in newest if path not in kept]


def _by_day(day: date) -> tuple[int, int]:
    return (day.toordinal(), 0)


def _by_week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _by_month(day: date) -> tuple[int, int]:
    return (day.year, day.month)


def restore(database: Path, backup: Path, at: datetime) -> Path | None:
    """Put a backup in the database's place, having saved what it replaces; where that was saved, if there was any.

    Raises DatabaseTrouble, with nothing changed, for a file that is no sound backup.
    """
    _check(backup)
    saved = back_up(database, at, "before-restore") if database.exists() else None
    fresh = database.with_suffix(".restoring")
    try:
        shutil.copyfile(backup, fresh)
        for leftover in (Path(f"{database}-wal"), Path(f"{database}-shm")):
            leftover.unlink(missing_ok=True)
        fresh.replace(database)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise DatabaseTrouble(f"{database} could not be replaced: {error}") from error
    return saved


def _check(backup: Path) -> None:
    if not backup.is_file():
        raise DatabaseTrouble(f"there is no file {backup} to restore")
    try:
        with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise DatabaseTrouble(f"{backup} is no backup of Backdrill's: {error}") from error
    if sound != "ok" or not {"cards", "reviews"} <= tables:
        raise DatabaseTrouble(f"{backup} is no sound backup of Backdrill's")
