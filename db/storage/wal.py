"""What a crash left in SQLite's write-ahead log, held against the index beside it.

After a crash the newest transactions are only in `FILE-wal`. SQLite reads of it what it can and is silent about the
rest, and about a log that is gone. `FILE-shm`, its index, survives a killed process and says how far the log went, so
that a missing or damaged log is found before anything is written over it. Formats: sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from db.errors import Damaged

try:
    import fcntl  # only where the system has POSIX locks
except ImportError:
    fcntl = None  # type: ignore[assignment]

_HEADER = struct.Struct("=IIIBBHIIIIIIII")
"""One copy of the index's header: version, -, changes, initialised, big-endian checksums, page size, frames, pages,
the last frame's checksum (2), the log's salts (2), its own checksum (2)."""
_BACKFILLED = 96
_IN_USE = 128
"""The byte of the index that every connection holds a shared lock on."""
_FRAME = 24
_OPEN: Counter[Path] = Counter()
_REGISTER = Lock()


@dataclass(frozen=True)
class _Index:
    frames: int
    backfilled: int
    page_size: int
    salts: tuple[int, int]


def opened(database: Path) -> None:
    """Note a connection of this process: closing the index's file here would drop SQLite's locks on it."""
    with _REGISTER:
        _OPEN[database.absolute()] += 1
    _as_writable_as(database)


def _as_writable_as(database: Path) -> None:
    """Whoever opened the file while it was read-only left a log and an index that are so still."""
    if not os.access(database, os.W_OK):
        return
    for part in (Path(f"{database}-wal"), Path(f"{database}-shm")):
        if part.exists() and not os.access(part, os.W_OK):
            with suppress(OSError):
                part.chmod(database.stat().st_mode)


def closed(database: Path) -> None:
    """Note that it is gone."""
    with _REGISTER:
        _OPEN[database.absolute()] -= 1


@contextmanager
def using(database: Path) -> Iterator[None]:
    """Check the log, then note a connection for as long as it is used. Raises Damaged."""
    check(database)
    opened(database)
    try:
        yield
    finally:
        closed(database)


def check(database: Path) -> None:
    """Raises Damaged when writes that were acknowledged are not to be had: the log that held them is missing or
    damaged. Says nothing where that cannot be known, as while the database is in use."""
    lost = lost_frames(database)
    if lost:
        log = Path(f"{database}-wal")
        what, was = ("is damaged", "已损坏") if log.exists() else ("is missing", "不见了")
        raise Damaged(
            f"the newest answers in {database} are not complete: {log.name}, which a crash left beside it, {what} "
            f"({lost} pages). Put that file back as it was, or go on without them with 'backdrill doctor --repair'",
            f"{database} 中最新的回答不完整：崩溃后留在旁边的 {log.name} {was}（{lost} 页）。"
            "请把该文件放回原样，或用 'backdrill doctor --repair' 舍弃它们继续",
        )


def lost_frames(database: Path) -> int:
    """How many pages of committed writes the log should hold and does not."""
    index = _index(database)
    if index is None or index.frames <= index.backfilled:
        return 0
    return max(0, index.frames - max(_sound_frames(Path(f"{database}-wal"), index), index.backfilled))


def usable(database: Path) -> bool:
    """Whether what is left of the log holds more than the database: an older part of it would undo newer pages."""
    index = _index(database)
    return index is not None and _sound_frames(Path(f"{database}-wal"), index) > index.backfilled


def _index(database: Path) -> _Index | None:
    """The index, when it is whole and no connection uses it."""
    with _REGISTER:
        if fcntl is None or _OPEN[database.absolute()]:
            return None
        try:
            with Path(f"{database}-shm").open("r+b") as file:
                if _in_use(file.fileno()):
                    return None
                content = file.read(_BACKFILLED + 4)
        except OSError:
            return None
    return _read(content)


def _in_use(file: int) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _IN_USE)
    except OSError:
        return True
    fcntl.lockf(file, fcntl.LOCK_UN, 1, _IN_USE)
    return False


def _read(content: bytes) -> _Index | None:
    size = _HEADER.size
    if len(content) < _BACKFILLED + 4 or content[:size] != content[size : 2 * size]:
        return None
    _, _, _, initialised, _, page, frames, _, _, _, *salts, sum1, sum2 = _HEADER.unpack_from(content)
    if not initialised or _checksum(content[: size - 8], (0, 0), "=") != (sum1, sum2):
        return None
    (backfilled,) = struct.unpack_from("=I", content, _BACKFILLED)
    return _Index(frames, backfilled, 65536 if page == 1 else page, (salts[0], salts[1]))


def _sound_frames(log: Path, index: _Index) -> int:
    """How many frames from the first on are as they were written. A sound log of another generation than the index
    (after a power cut, which leaves an old index) counts as whole."""
    try:
        content = log.read_bytes()
    except OSError:
        return 0
    if len(content) < 32:
        return 0
    magic = int.from_bytes(content[:4], "big")
    order = ">" if magic & 1 else "<"
    sums = _checksum(content[:24], (0, 0), order)
    if magic & ~1 != 0x377F0682 or sums != struct.unpack_from(">II", content, 24):
        return 0
    salts = content[16:24]
    if salts != struct.pack("=II", *index.salts):
        return index.frames
    length = _FRAME + index.page_size
    for number in range(index.frames):
        frame = content[32 + number * length : 32 + (number + 1) * length]
        if len(frame) < length or frame[8:16] != salts:
            return number
        sums = _checksum(frame[:8] + frame[_FRAME:], sums, order)
        if sums != struct.unpack_from(">II", frame, 16):
            return number
    return index.frames


def _checksum(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
