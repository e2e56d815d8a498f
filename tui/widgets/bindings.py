"""Key bindings whose words come from `tui.locale`, so that help and key bar speak the learner's language."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import east_asian_width

from textual.binding import Binding
from textual.dom import DOMNode

from engine.text import Language
from tui.locale.keys import KEYS as SCREEN_KEYS
from tui.locale.laboratory import KEYS as LABORATORY_KEYS
from tui.navigation import HOME_KEYS

KEYS = {**SCREEN_KEYS, **HOME_KEYS}


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding with the id `name`; its words are `KEYS[name]`."""
    words = KEYS[name]
    return Binding(keys, action, words.label.en, show=show, priority=priority, id=name, tooltip=words.help.en)


def is_full_width(binding: Binding) -> bool:
    """Whether it is the twin of a plain key that an input method for Chinese sends."""
    return binding.key.startswith("fullwidth_") or east_asian_width(binding.key[0]) == "F"


def label(binding: Binding, language: Language) -> str:
    """The words of a binding in the key bar."""
    words = KEYS.get(binding.id or "")
    return words.label.said(language) if words else binding.description


def explained(binding: Binding, language: Language) -> str:
    """The words of a binding in the help."""
    words = KEYS.get(binding.id or "")
    return words.help.said(language) if words else binding.tooltip or binding.description


def lab_key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding with the id `name`, its words being `LABORATORY_KEYS[name]`."""
    words = LABORATORY_KEYS[name]
    return Binding(keys, action, words.label.en, show=show, priority=priority, id=name, tooltip=words.help.en)


def speak_keys(node: DOMNode, language: Language) -> None:
    """Let the bindings of `node` say what they do in `language`."""
    for key, bindings in list(node._bindings.key_to_bindings.items()):
        node._bindings.key_to_bindings[key] = [_spoken(binding, language) for binding in bindings]


def _spoken(binding: Binding, language: Language) -> Binding:
    words = LABORATORY_KEYS.get(binding.id or "")
    if words is None:
        return binding
    return replace(binding, description=words.label.said(language), tooltip=words.help.said(language))
