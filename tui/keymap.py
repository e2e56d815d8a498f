"""The learner's own keys: `keys.yaml` in the data folder, a binding's id and its keys a line, as `study.hint: "?,f3"`.

A line that cannot be used is passed over and told; all others rule.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path

import yaml

from engine.messages import ExpectedError, suggestion
from engine.text import Text
from tui.locale import keymap as words
from tui.locale.keys import KEYS as APP_KEYS
from tui.locale.laboratory import KEYS as LABORATORY_KEYS
from tui.navigation import HOME_KEYS

KEYS = {**APP_KEYS, **HOME_KEYS, **LABORATORY_KEYS}
_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)*(?:[^\s,]|[a-z][a-z0-9_]*)")
"""One key as Textual writes it: a character or a name, behind the keys that are held."""


class KeymapTrouble(ExpectedError):
    """A line of the keymap that cannot be used, or a file that cannot be read."""


def read_keymap(path: Path) -> tuple[dict[str, str], list[KeymapTrouble]]:
    """Keys by binding id, and what is wrong with each line that was passed over."""
    try:
        lines = path.read_bytes().removeprefix(BOM_UTF8).splitlines()
    except OSError as error:
        return {}, [KeymapTrouble(*words.UNREADABLE.format(file=path, why=error.strerror or error))]
    keys: dict[str, str] = {}
    troubles = []
    for number, line in enumerate(lines, start=1):
        fault = _take(line, keys)
        if fault is not None:
            en, zh = words.PASSED_OVER.format(file=path.name, line=number)
            troubles.append(KeymapTrouble(f"{en} {fault.en}", f"{zh}{fault.zh}"))
    return keys, troubles


def _take(line: bytes, keys: dict[str, str]) -> Text | None:
    """Add a line's keys, or say what is wrong with it."""
    try:
        read = yaml.safe_load(line.decode("utf-8"))
    except UnicodeDecodeError:
        return words.NOT_UTF8
    except (yaml.YAMLError, ValueError):
        return words.FORM
    if read is None:  # an empty line or a comment
        return None
    if not isinstance(read, dict) or len(read) != 1:
        return words.FORM
    ((name, given),) = read.items()
    if name not in KEYS:
        hint = suggestion(str(name), KEYS)
        return Text(f"{words.UNKNOWN.en.format(name=name)} {hint.en}", f"{words.UNKNOWN.zh.format(name=name)}{hint.zh}")
    if name in keys:
        return words.TWICE.format(name=name)
    if not isinstance(given, str) or not all(_KEY.fullmatch(key.strip()) for key in given.split(",")):
        return words.NO_KEYS.format(name=name)
    keys[name] = given
    return None
