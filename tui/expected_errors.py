"""Expected errors: one sentence, no traceback."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from db.errors import DamagedFile, DatabaseTrouble
from db.storage.backup import newest_sound
from engine.messages import ExpectedError
from engine.text import Language, Text
from tui.locale import safety as words
from tui.text.sanitize import shortened

Expected: TypeAlias = ExpectedError | DatabaseTrouble | OSError
EXPECTED = (ExpectedError, DatabaseTrouble, OSError)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def sentence(error: Expected, language: Language = "en") -> str:
    """What to tell the learner; control characters that came with the input are made visible."""
    if isinstance(error, OSError):
        text = _of_the_system(error).said(language)
    else:
        text = error.zh if language == "zh" else str(error)
    if isinstance(error, DamagedFile):
        text += _way_back(error.file, language)
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", shortened(text))


def _of_the_system(error: OSError) -> Text:
    why = error.strerror or str(error)
    return words.CANNOT_USE.format(path=error.filename, why=why) if error.filename is not None else Text(why, why)


def _way_back(database: Path, language: Language) -> str:
    found = newest_sound(database)
    return words.GO_BACK.said(language).format(backup=found) if found else words.NO_BACKUP.said(language)
