"""Answers that are typed but not given: a file each in the data folder, so that Esc, a signal and a crash lose nothing.

Files and no table: a draft is written twice a second, must not wait for another program's lock on the database, and
two windows write the same one only when both show the same question.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

LONGEST = 100_000
"""Characters of a draft that are kept."""
KEPT_DAYS = 60
"""After so many days without a change a draft is dropped: its question was answered elsewhere, or is gone."""


class Draft:
    """What is typed for one variant of a question; other numbers need another answer."""

    def __init__(self, file: Path, untouched: str) -> None:
        self._file, self._untouched = file, untouched
        self.text = _read(file)
        """The text typed before; empty if there is none."""

    def note(self, text: str) -> None:
        """Keep what is typed now. The file is whole at every instant. Raises OSError."""
        text = "" if text == self._untouched else text[:LONGEST]
        if text == self.text:
            return
        self.text = text
        if not text:
            self.drop()
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"draft": text}), encoding="utf-8")
        part.replace(self._file)

    def drop(self) -> None:
        """The question is answered."""
        with suppress(OSError):
            self._file.unlink()


def _read(file: Path) -> str:
    try:
        found = json.loads(file.read_bytes())
        return str(found["draft"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""


class Drafts:
    """One learner's drafts."""

    def __init__(self, folder: Path, learner: str) -> None:
        self._folder, self._learner = folder, learner

    def of(self, question_id: str, seed: int, untouched: str = "") -> Draft:
        """The draft of a variant; `untouched` is what the answer area holds before anything is typed."""
        name = blake2b(json.dumps([self._learner, question_id, seed]).encode(), digest_size=12).hexdigest()
        return Draft(self._folder / f"{name}.json", untouched)

    def tidy(self) -> None:
        """Drop what nobody came back to, and what a crash left half written."""
        with suppress(OSError):
            for file in [*self._folder.glob("*.json"), *self._folder.glob("*.part")]:
                if time.time() - file.stat().st_mtime > KEPT_DAYS * 86400:
                    file.unlink()
