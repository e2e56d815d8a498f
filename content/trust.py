"""How far a question can be trusted, as far as it was computed: shown on the card, in browse and in exports."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path

from content.model import Question
from engine.text import Text


class Trust(StrEnum):
    """What stands behind a question's key."""

    CARD = "card"
    """Nothing is computed: the author is believed."""
    CHECKED = "checked"
    """The key is computed in each draw."""
    PROVED = "proved"
    """An independent route agrees in each draw, and the question passed the gate."""


SIGNS = {Trust.CARD: "·", Trust.CHECKED: "○", Trust.PROVED: "●"}
NAMES = {
    Trust.CARD: Text("card", "卡片"),
    Trust.CHECKED: Text("checked", "已核算"),
    Trust.PROVED: Text("proved", "已证明"),
}


def trust_of(question: Question, passed: Collection[str]) -> Trust:
    """The question's trust; `passed` are the ids that the gate let through."""
    if not _computed(question):
        return Trust.CARD
    return Trust.PROVED if question.id in passed and _two_routes(question) else Trust.CHECKED


def _computed(question: Question) -> bool:
    return bool(question.options or question.check or question.answer or question.items or question.proof)


def _two_routes(question: Question) -> bool:
    """Whether each truth has a second route: a proof, or a declaration that every draw is held against."""
    if question.answer is not None:
        return bool(question.answer.proof)
    if question.options:
        return all(option.proof or option.declared is not None for option in question.options)
    return bool(question.proof or question.correct is not None or question.items)


def sign(trust: Trust) -> Text:
    """Sign and word, such as `● proved`."""
    return Text(f"{SIGNS[trust]} {NAMES[trust].en}", f"{SIGNS[trust]} {NAMES[trust].zh}")


def write_passed(folder: Path, deck_id: str, digest: str, passed: Iterable[str]) -> None:
    """Remember which questions of a deck the gate let through; the digest makes a changed deck unproved again."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        json.dump({"digest": digest, "passed": sorted(passed)}, file)
    os.replace(file.name, folder / f"{deck_id}.json")


def read_passed(folder: Path, deck_id: str, digest: str) -> frozenset[str]:
    """The questions that passed when the deck was as it is now."""
    try:
        kept = json.loads((folder / f"{deck_id}.json").read_text(encoding="utf-8"))
        return frozenset(kept["passed"]) if kept["digest"] == digest else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
