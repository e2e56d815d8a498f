"""Trouble that is expected: told in one sentence, without a traceback."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from db.errors import DamagedFile, DatabaseTrouble
from db.storage.backup import newest_sound
from engine.messages import ExpectedError
from engine.text import Language
from tui.locale import safety as words

Expected: TypeAlias = ExpectedError | DatabaseTrouble
EXPECTED = (ExpectedError, DatabaseTrouble)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def sentence(error: Expected, language: Language = "en") -> str:
    """What to tell the learner; control characters that came with the input are made visible."""
    text = error.zh if language == "zh" else str(error)
    if isinstance(error, DamagedFile):
        text += _way_back(error.file, language)
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def _way_back(database: Path, language: Language) -> str:
    found = newest_sound(database)
    return words.GO_BACK.said(language).format(backup=found) if found else words.NO_BACKUP.said(language)
