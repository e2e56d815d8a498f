"""Backups by SQLite's own backup call: consistent whatever else is going on, and thinned with age."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from db.errors import DamagedFile, DatabaseTrouble, Locked
from db.storage import driver_errors, wal

DAILY, WEEKLY, MONTHLY = 7, 4, 12
"""How many of each are kept."""
_PREFIX, _SUFFIX = "backdrill-", ".db"
_NAME = re.compile(r"backdrill-(\d{4}-\d\d-\d\d)T\d{6}-[a-z-]+\.db")


def folder_of(database: Path) -> Path:
    """The folder of a database's backups."""
    return database.parent / "backups"


def back_up(database: Path, at: datetime, why: str = "daily") -> Path:
    """Copy the database; the copy appears under its name only when it is whole. Raises DatabaseTrouble."""
    target = folder_of(database) / f"{_PREFIX}{at:%Y-%m-%dT%H%M%S}-{why}{_SUFFIX}"
    partial = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            wal.using(database),
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
            faults = faults_of(copy, "quick_check")
        if not faults:
            partial.replace(target)
    except (OSError, *driver_errors.FAILURES) as error:
        if not isinstance(error, OSError) and driver_errors.means_damage(error):
            raise DamagedFile(database, str(error)) from error
        raise DatabaseTrouble(
            f"no backup could be written to {target.parent}: {error}. Make room there, and the folder writable",
            f"备份无法写入 {target.parent}：{error}。请腾出空间，并使该文件夹可写",
        ) from error
    finally:
        _remove(partial, Path(f"{partial}-journal"))
    if faults:
        raise DamagedFile(database, faults[0])
    return target


def faults_of(connection: sqlite3.Connection, check: str = "integrity_check") -> list[str]:
    """What SQLite's own check of every page says, a line each; nothing for a sound file. `quick_check` leaves out
    whether the indexes agree with their tables."""
    rows = [str(row[0]) for row in connection.execute(f"PRAGMA {check}")]
    return [line for row in rows for line in row.splitlines() if line != "ok" and not line.startswith("***")]


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


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
    return sorted(path for path in folder_of(database).glob(f"{_PREFIX}*{_SUFFIX}") if _day_in(path.name) is not None)


def strangers(database: Path) -> list[Path]:
    """Files in the folder of backups that Backdrill did not write under such a name."""
    ours = (".bytes", ".bytes-wal", ".part", ".part-journal")
    found = folder_of(database).glob("*") if folder_of(database).is_dir() else ()
    return sorted(path for path in found if _day_in(path.name) is None and not path.name.endswith(ours))


def _day_in(name: str) -> date | None:
    found = _NAME.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def newest_sound(database: Path) -> Path | None:
    """The backup to go back to. Damage may have gone unnoticed into the newest ones."""
    return next((path for path in reversed(backups(database)) if _is_sound(path)), None)


def _is_sound(path: Path) -> bool:
    try:
        _check(path)
    except DatabaseTrouble:
        return False
    return True


def _day(path: Path) -> date:
    day = _day_in(path.name)
    assert day is not None, path
    return day


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

    Raises DatabaseTrouble, with nothing changed, for a file that is no sound backup, and while another program has the
    database open: what that one writes would be lost.
    """
    _check(backup)
    fresh = database.with_suffix(".restoring")
    try:
        _alone(database)
        saved = _saved(database, at) if database.exists() else None
        _copy(backup, fresh)
        # A log of another database must never be read into this one.
        for leftover in ("-shm", "-wal"):
            Path(f"{database}{leftover}").unlink(missing_ok=True)
        fresh.replace(database)
    except OSError as error:
        _remove(fresh)
        raise DatabaseTrouble(
            f"{database} could not be replaced: {error}. What was there is unchanged",
            f"无法替换 {database}：{error}。原有内容未变",
        ) from error
    return saved


def _alone(database: Path) -> None:
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except driver_errors.FAILURES as error:
        if driver_errors.means_locked(error):
            raise Locked(
                f"another program has the database {database} open; close it and restore again",
                f"另一个程序正打开着数据库 {database}；请先关闭它再恢复",
            ) from error


def _saved(database: Path, at: datetime) -> Path:
    """A backup of what is about to be replaced; of a damaged file its bytes as they are."""
    try:
        return back_up(database, at, "before-restore")
    except DatabaseTrouble:
        return keep_bytes(database, at)


def keep_bytes(database: Path, at: datetime) -> Path:
    """Copy the file and its log just as they are, under a name that no backup has."""
    target = folder_of(database) / f"{_PREFIX}{at:%Y-%m-%dT%H%M%S}-damaged.bytes"
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        part = Path(f"{database}{suffix}")
        if part.exists():
            _copy(part, Path(f"{target}{suffix}"))
    return target


def go_on_without_log(database: Path, at: datetime) -> Path | None:
    """When a crash's log is missing or damaged, keep what there is of it aside and take the database as it stands
    without; where it was kept, or None when nothing is lost. Raises DatabaseTrouble."""
    log = Path(f"{database}-wal")
    if not wal.lost_frames(database):
        return None
    try:
        kept = keep_bytes(database, at)
        if not wal.usable(database):
            log.unlink(missing_ok=True)
        Path(f"{database}-shm").unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseTrouble(
            f"{log} could not be put aside: {error}. Nothing was changed",
            f"无法把 {log} 移到一旁：{error}。什么都没有改动",
        ) from error
    return kept


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())


def _check(backup: Path) -> None:
    if not backup.is_file():
        raise DatabaseTrouble(f"there is no file {backup} to restore", f"没有可恢复的文件 {backup}")
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            sound = not faults_of(connection)
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except driver_errors.FAILURES as error:
        raise DatabaseTrouble(
            f"{backup} is no backup of Backdrill's: {error}", f"{backup} 不是 Backdrill 的备份：{error}"
        ) from error
    if not sound or not {"cards", "reviews"} <= tables:
        raise DatabaseTrouble(f"{backup} is no sound backup of Backdrill's", f"{backup} 不是 Backdrill 的完好备份")
