"""A bar on stderr, for what takes long on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tui.output import redraw

LENGTH = 30


def time_left(elapsed: float, done: int, total: int) -> str:
    """How long the rest takes at the pace so far, as minutes and seconds.

    >>> time_left(10.0, 50, 100)
    '0:10'
    """
    seconds = round(elapsed * (total - done) / done) if done else 0
    return f"{seconds // 60}:{seconds % 60:02d}"


def bar(clock: Callable[[], float] = time.monotonic) -> Callable[[int, int, str], None] | None:
    """What draws it, given done, total and the item at hand, with the time left; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    started = clock()

    def show(done: int, total: int, item: str) -> None:
        filled = LENGTH * done // total
        left = time_left(clock() - started, done, total)
        redraw(f"[{'#' * filled}{'.' * (LENGTH - filled)}] {done}/{total} {left} {item[:36]}", stay=done < total)

    return show
