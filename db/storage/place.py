"""Is the open database still the file at its path?

Programs that synchronise or clean folders replace and delete files. SQLite goes on writing to the file it has open,
which nobody will ever read again, so every acknowledgement looks first whether the name still means that file. Its log
is looked at likewise: without it a crash loses what was acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from db.errors import Displaced

Identity = tuple[int, int]
"""Device and number of a file: what two names of one file share."""


def identity(file: Path) -> Identity | None:
    """Which file stands under the name; None when there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Place:
    """The files of an open database as they were when it was opened."""

    def __init__(self, database: Path) -> None:
        self._database, self._log = database, Path(f"{database}-wal")
        self._file, self._log_file = identity(database), identity(self._log)
        self.rescue: Callable[[], Path | None] = lambda: None
        """Writes everything that the open file holds to another one and gives its path."""

    @property
    def kept(self) -> bool:
        """Whether both names still mean the open files. A log that appears later is taken as ours: SQLite made it."""
        if self._log_file is None:
            self._log_file = identity(self._log)
        return identity(self._database) == self._file and identity(self._log) == self._log_file

    def check(self) -> None:
        """Raises Displaced, after saving what the open file holds."""
        if self.kept:
            return
        saved = self.rescue()
        if identity(self._log) == self._log_file and identity(self._database) != self._file:
            # The new file must never be opened with the log of the old one.
            with suppress(OSError):
                self._log.unlink(missing_ok=True)
        raise _displaced(self._database, saved)


def _displaced(database: Path, saved: Path | None) -> Displaced:
    what = f"another program deleted or replaced {database} while it was open; nothing more is written to it"
    what_zh = f"{database} 打开期间被另一个程序删除或替换；不再向它写入"
    if saved is None:
        fix, fix_zh = "Close Backdrill and look what happened to the file", "请关闭 Backdrill，检查该文件"
        return Displaced(f"{what}. {fix}", f"{what_zh}。{fix_zh}")
    fix = (
        f"All answers up to now are in {saved}. Close Backdrill, stop the other program, "
        f"then take them in with 'backdrill import {saved}'"
    )
    fix_zh = f"到目前为止的全部回答都在 {saved}。请关闭 Backdrill，停用那个程序，再用 'backdrill import {saved}' 导入"
    return Displaced(f"{what}. {fix}", f"{what_zh}。{fix_zh}")
