"""The learner's own keys: `keys.yaml` in the data folder, a binding's id and its keys a line."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import yaml

from tui.locale.keys import KEYS as APP_KEYS
from tui.locale.laboratory import KEYS as LABORATORY_KEYS
from tui.navigation import HOME_KEYS

KEYS = {**APP_KEYS, **HOME_KEYS, **LABORATORY_KEYS}


class KeymapTrouble(ValueError):
    """A keymap that cannot be used; the message names the line or the id."""


def read_keymap(path: Path) -> dict[str, str]:
    """Keys by binding id, as `study.hint: "?,f3"`. Raises KeymapTrouble."""
    try:
        read = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KeymapTrouble(" ".join(str(error).split())) from error
    if not isinstance(read, dict):
        raise KeymapTrouble('write lines such as study.hint: "?,f3"')
    for name, keys in read.items():
        if name not in KEYS:
            near = get_close_matches(str(name), KEYS, 1)
            raise KeymapTrouble(f"unknown key id '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        if not isinstance(keys, str) or not keys.strip():
            raise KeymapTrouble(f'the keys of {name} are a text such as "?,f3"')
    return dict(read)
