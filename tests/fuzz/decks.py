"""Decks: files of the shipped one, mutated as text or as data, checked, and asked where `check` finds nothing."""

from __future__ import annotations

import copy
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from content.loader import shipped_folder
from tests.fuzz.harness import Fuzzer, shown
from tests.fuzz.mutations import mutated_text, mutated_tree
from tests.shipped import warm

ITEMS = 3
"""Claims and questions of a deck."""
ANSWERS = "\n\n\n\nq\n"


@cache
def pieces(topic: str, file: str) -> tuple[str, ...]:
    """The items of a file of the shipped deck, as they are written."""
    text = (shipped_folder() / topic / file).read_text("utf-8")
    return tuple(f"- id{part}" for part in ("\n" + text).split("\n- id")[1:])


@cache
def description() -> dict[str, Any]:
    return dict(yaml.safe_load((shipped_folder() / "deck.yaml").read_text("utf-8")))


class Decks(Fuzzer):
    """A case is the files of a deck."""

    name = "decks"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        warm(folder)
        for topic in description()["topics"]:
            pieces(topic["id"], "claims.yaml")
            pieces(topic["id"], "questions.yaml")

    def case(self, rng: random.Random) -> dict[str, str]:
        files = self._deck(rng)
        for _ in range(rng.randrange(1, 3)):
            name = rng.choice([*files, *[n for n in files if "/" in n] * 3])
            if rng.random() < 0.4:
                files[name] = mutated_text(files[name], rng)
            else:
                files[name] = self._as_data(files[name], rng)
        return files

    def _deck(self, rng: random.Random) -> dict[str, str]:
        """A sound one of a few items, under ids of its own."""
        topic = copy.deepcopy(rng.choice(description()["topics"]))
        info = {**description(), "id": "mine", "topics": [{**topic, "id": "one"}]}
        questions = "\n".join(rng.sample(pieces(topic["id"], "questions.yaml"), ITEMS))
        questions = re.sub(r"\n  followups:.*", "", questions)
        named = re.findall(r"[\w-]+", " ".join(re.findall(r"claims?: (.*)", questions)))
        claims = "\n".join(piece for piece in pieces(topic["id"], "claims.yaml") if _id(piece) in named)
        return {
            "deck.yaml": yaml.safe_dump(info, allow_unicode=True, sort_keys=False),
            "sources.yaml": (shipped_folder() / "sources.yaml").read_text("utf-8"),
            "one/claims.yaml": _own(claims, named),
            "one/questions.yaml": _own(questions.replace("- id: ", "- id: own-"), named),
        }

    def _as_data(self, text: str, rng: random.Random) -> str:
        try:
            tree = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError):
            return mutated_text(text, rng)
        for _ in range(rng.randrange(1, 3)):
            tree = mutated_tree(tree, rng)
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)

    def run(self, case: dict[str, str]) -> str:
        folder = self.folder / "decks" / "mine"
        for name, text in case.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8", errors="replace")
        at = ["--data", str(self.folder)]
        said, code = shown(["check", "mine", *at])
        if code == 0:
            for question in re.findall(r"^- id: ([\w-]+)", case["one/questions.yaml"], re.M):
                said += shown(["ask", question, "--plain", "--seed", "1", *at], ANSWERS)[0]
        return said


def _id(piece: str) -> str:
    return piece.split("\n")[0].removeprefix("- id: ").strip()


def _own(text: str, ids: list[str]) -> str:
    """`text` with these ids replaced by ones that no shipped claim bears."""
    return re.sub(r"[\w-]+", lambda word: f"own-{word[0]}" if word[0] in ids else word[0], text)
