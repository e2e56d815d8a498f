"""Key bindings whose words come from `tui.locale.keys`, so that help and key bar speak the learner's language."""

from __future__ import annotations

from textual.binding import Binding

from engine.text import Language
from tui.locale.keys import KEYS

FULL_WIDTH = str.maketrans("１２３４５６７８９０", "1234567890")


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding with the id `name`; its words are `KEYS[name]`."""
    words = KEYS[name]
    return Binding(keys, action, words.label.en, show=show, priority=priority, id=name, tooltip=words.help.en)


def label(binding: Binding, language: Language) -> str:
    """What the key bar says of a binding."""
    words = KEYS.get(binding.id or "")
    return words.label.said(language) if words else binding.description


def explained(binding: Binding, language: Language) -> str:
    """What the help says of a binding."""
    words = KEYS.get(binding.id or "")
    return words.help.said(language) if words else binding.tooltip or binding.description
