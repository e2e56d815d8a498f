"""Everything an open memory holds, written to a progress file when its database was taken away under it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from db.errors import DatabaseTrouble
from db.memory import Memory
from db.transfer.exporter import progress


def rescue_into(memory: Memory, folder: Path, clock: Callable[[], datetime]) -> None:
    """From now on a database that was deleted or replaced is saved to `rescue-TIME.jsonl` in `folder`, which
    `backdrill import` takes; later answers of the same session go to the same file."""
    if memory.store.place is not None:
        target = folder / f"rescue-{clock():%Y-%m-%dT%H%M%S}.jsonl"
        memory.store.place.rescue = lambda: _written(memory, target)


def _written(memory: Memory, target: Path) -> Path | None:
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.writelines(progress(memory))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, DatabaseTrouble):
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return None
    return target
