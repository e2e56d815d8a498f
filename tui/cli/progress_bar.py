"""A bar on stderr, for what takes long on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tui.output import redraw

LENGTH = 30


def bar() -> Callable[[int, int, str], None] | None:
    """What draws it, given done, total and the item at hand; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, item: str) -> None:
        filled = LENGTH * done // total
        redraw(f"[{'#' * filled}{'.' * (LENGTH - filled)}] {done}/{total} {item[:36]}", stay=done < total)

    return show
