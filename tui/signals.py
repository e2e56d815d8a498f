"""Signals that end the program end it in order, and within a second, with exit code 128 + n."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Timer

GRACE, LAST = 0.7, 0.9
"""Seconds after which the terminal is put right without the app, and after which the process is ended."""
_SHOWN = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # bracketed paste, line wrap, resize reports
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # the mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # kitty keys, alternate screen, cursor, focus reports
)


def numbers(interrupt: bool) -> list[signal.Signals]:
    """The signals that end the program here; Windows has fewer. What was ignored from outside (nohup) stays so."""
    names = ["SIGTERM", "SIGHUP", "SIGQUIT", *(["SIGINT"] if interrupt else [])]
    there = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [number for number in there if signal.getsignal(number) is not signal.SIG_IGN]


def leave(code: int) -> None:
    """End a command: its `finally` clauses close what is open."""
    raise SystemExit(code)


def end_in_order(end: Callable[[int], None] = leave, drawn: bool = False) -> None:
    """Let signals call `end` with the exit code. When that takes too long (a computation, a terminal that takes
    nothing more) the process ends anyway, the terminal restored. `drawn`: the app has the screen."""
    restore = _restore(drawn)

    def ended(number: int, frame: object) -> None:
        code = 128 + number
        for seconds, act in ((GRACE, restore), (LAST, lambda: os._exit(code))):
            timer = Timer(seconds, act)
            timer.daemon = True
            timer.start()
        end(code)

    for number in numbers(interrupt=drawn):
        signal.signal(number, ended)


def _restore(drawn: bool) -> Callable[[], None]:
    """A function that restores the terminal as it is now."""
    try:
        import termios  # not on Windows

        before = termios.tcgetattr(0)
    except (ImportError, OSError, termios.error):
        return lambda: None

    def restore() -> None:
        with suppress(OSError, termios.error):
            termios.tcsetattr(0, termios.TCSANOW, before)
            if drawn and sys.__stderr__ is not None:
                os.write(sys.__stderr__.fileno(), _SHOWN.encode())

    return restore
