"""The one place that writes to the terminal outside the app. What decks, files and arguments bring is cleaned."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from tui.text.sanitize import inert, shortened

PROGRAM = "backdrill"
CLEAR = "\r\x1b[K"
"""Back to the start of the line, and clear it."""


def put(text: str = "", stream: TextIO | None = None, end: str = "\n") -> None:
    """A text and its line end, at once: on stdout, or on the stream."""
    stream = stream or sys.stdout
    stream.write(inert(text) + end)
    stream.flush()


def refuse(text: str) -> None:
    """Say on stderr why the program does not go on."""
    put(shortened(f"{PROGRAM}: {text}"), sys.stderr)


def put_data(text: str) -> None:
    """What another program reads: as it is into a pipe or a file, cleaned on a terminal."""
    if sys.stdout.isatty():
        put(text, end="")
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def put_lines(lines: Iterable[bytes]) -> None:
    """Lines of UTF-8, as `put_data` writes them, whatever the encoding of the output."""
    if sys.stdout.isatty():
        for line in lines:
            put(line.decode("utf-8", "replace"), end="")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()


def redraw(text: str, stay: bool = True) -> None:
    """A line of progress on stderr in place of the one before; it goes with the next text unless it stays."""
    sys.stderr.write(f"{CLEAR}{inert(text)}" if stay else CLEAR)
    sys.stderr.flush()
