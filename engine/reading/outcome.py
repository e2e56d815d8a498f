"""What reading comes to when it does not come to a value."""

from __future__ import annotations

from engine.messages import ExpectedError
from engine.text import NOTHING, Text

LONGEST_QUOTE = 40


class Unreadable(ExpectedError, ValueError):
    """An answer that cannot be read as what was asked; the message says what is expected."""


class Ambiguous(Unreadable):
    """An answer with more than one usual meaning: `readings` are the meanings, `hint` says how to write one of them."""

    readings: tuple[str, ...] = ()
    hint: Text = NOTHING

    @classmethod
    def between(cls, text: str, readings: tuple[str, ...], hint: Text) -> Ambiguous:
        """The error for a `text` that may mean any of `readings`."""
        shown = quoted(text)
        error = cls(
            f"'{shown}' can be read as {' or as '.join(readings)}; {hint.en}",
            f"“{shown}”可以读作 {' 或 '.join(readings)}；{hint.zh}",
        )
        error.readings, error.hint = readings, hint
        return error


def quoted(text: str) -> str:
    """The text as it may stand in a sentence: one line, printable, at most 40 characters."""
    kept = "".join(character if character.isprintable() else " " for character in text[: 10 * LONGEST_QUOTE])
    line = " ".join(kept.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"
