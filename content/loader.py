"""Reading a deck: strict YAML, the form checked by pydantic, the meaning checked by `content.validation.meaning`.

`load_deck` is what the app uses: it reads a validated cache when no file has changed, because parsing and checking
a deck takes a hundred times longer.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from content.interview import Thread
from content.model import Claim, Deck, DeckInfo, Question, Source, Topic, TopicInfo
from content.structure import structure, unstructure
from content.validation.faults import DeckError, Fault, line_of, said

FORMAT = 2
"""Goes up when the cache's meaning changes."""
SHIPPED = "deep-learning-1"


def shipped_folder(deck_id: str = SHIPPED) -> FilePath:
    """The folder of a deck that came with the package."""
    return FilePath(str(files("content") / "decks" / deck_id))


@dataclass
class RawDeck:
    """A deck's files as read: parsed trees by relative name, and the faults so far."""

    folder: FilePath
    trees: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, kind: str, required: bool = True) -> Any:
        """Parse one file and check its form; the tree, or None when it cannot be used."""
        from content.strict_yaml import YamlError, load_file  # pydantic and YAML, where the cache of decks is not fresh
        from content.validation.form import form_faults

        path = self.folder / name
        if not path.is_file():
            if required:
                self.faults.append(Fault(name, 1, "this file is missing; create it"))
            return None
        try:
            tree = _normal(kind, load_file(path))
        except YamlError as error:
            self.faults.append(Fault(name, error.line, str(error)))
            return None
        except OSError as error:
            self.faults.append(Fault(name, 1, f"cannot be read: {error.strerror}"))
            return None
        self.trees[name] = tree
        found = [Fault(name, line_of(tree, p), f"{_of(tree, p)} {m}") for p, m in form_faults(kind, tree)]
        self.faults += found
        return None if found else tree


def read_deck(folder: FilePath) -> tuple[Deck | None, list[Fault]]:
    """Read and check everything; the deck (None when its form is broken) and all faults at once."""
    from content.rubric import with_synonyms_filled  # as in RawDeck.read
    from content.validation.links import info_faults
    from content.validation.meaning import meaning_faults

    raw = RawDeck(folder)
    info_tree = raw.read("deck.yaml", "deck")
    sources = raw.read("sources.yaml", "sources", required=False) or {}
    threads = _read_threads(raw, "threads.yaml")
    synonyms = raw.read("synonyms.yaml", "synonyms", required=False) or {}
    if info_tree is None:
        return None, sorted(raw.faults)
    info = structure(DeckInfo, info_tree)
    raw.faults += [Fault("deck.yaml", line_of(info_tree, path), f"{said(path)} {m}") for path, m in info_faults(info)]
    if raw.faults:
        return None, sorted(raw.faults)
    topics = tuple(_read_topic(raw, topic) for topic in info.topics)
    deck = Deck(
        info=info,
        topics=topics,
        sources={key: structure(Source, source) for key, source in sources.items()},
        across=threads,
        synonyms={name: tuple(words) for name, words in synonyms.items()},
    )
    for file, path, message in meaning_faults(deck):
        tree = raw.trees.get(file)
        raw.faults.append(Fault(file, line_of(tree, path), f"{_of(tree, path)} {message}"))
    return deck if raw.faults else with_synonyms_filled(deck), sorted(set(raw.faults))


def _read_topic(raw: RawDeck, info: TopicInfo) -> Topic:
    if not (raw.folder / info.id).is_dir():
        raw.faults.append(Fault("deck.yaml", 1, f"the topic '{info.id}' has no folder {info.id}/; create it"))
    claims = raw.read(f"{info.id}/claims.yaml", "claims", required=False) or ()
    questions = raw.read(f"{info.id}/questions.yaml", "questions", required=False) or ()
    return Topic(
        info=info,
        claims=tuple(structure(Claim, claim) for claim in claims),
        questions=tuple(structure(Question, question) for question in questions),
        threads=_read_threads(raw, f"{info.id}/threads.yaml"),
    )


def _read_threads(raw: RawDeck, name: str) -> tuple[Thread, ...]:
    return tuple(structure(Thread, thread) for thread in raw.read(name, "threads", required=False) or [])


_LISTS = {"such_that", "proof", "check", "supports", "refutes"}


def _normal(kind: str, tree: Any) -> Any:
    """One expression may be written without its list: `such_that`, `proof`, and a claim's `check`; so may one number
    of true statements."""
    if isinstance(tree, list):
        for item in tree:
            for show in _parts(item, "show"):
                if isinstance(show.get("true"), int):
                    show["true"] = [show["true"]] * 2
            for setting in [p for key in ("", "evidence", "answer", "options") for p in _parts(item, key)]:
                for key in _LISTS & set(setting):
                    alone = key == "check" and kind == "questions"
                    if isinstance(setting[key], str) and not alone:
                        setting[key] = [setting[key]]
    return tree


def _parts(item: Any, key: str) -> Iterator[dict[str, Any]]:
    part = (item.get(key) if key else item) if isinstance(item, dict) else None
    yield from (p for p in (part if isinstance(part, list) else [part]) if isinstance(p, dict))


def _of(tree: Any, path: tuple[str | int, ...]) -> str:
    """How a message begins: the item's id, then the place inside it."""
    if isinstance(tree, list) and path and isinstance(path[0], int) and path[0] < len(tree):
        item = tree[path[0]]
        name = item.get("id") if isinstance(item, dict) else None
        inner = said(path[1:])
        return f"{name or f'item {path[0] + 1}'}: {inner}".rstrip(": ") if inner else f"{name or path[0] + 1}:"
    return said(path)


def load_deck(folder: FilePath, cache_folder: FilePath | None = None) -> Deck:
    """The deck in `folder`. Raises DeckError with every fault when anything is wrong with it."""
    cached = cache_folder / f"{folder.name}-{digest_of(folder)}.json" if cache_folder else None
    if cached is not None and (deck := _from_cache(cached)) is not None:
        return deck
    deck, faults = read_deck(folder)
    if faults or deck is None:
        raise DeckError(faults)
    if cached is not None:
        _to_cache(cached, deck)
    return deck


def digest_of(folder: FilePath) -> str:
    """The hash of all content files in `folder`: another text, another digest."""
    digest = hashlib.blake2b(f"{FORMAT}".encode(), digest_size=16)
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _from_cache(path: FilePath) -> Deck | None:
    try:
        return structure(Deck, json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _to_cache(path: FilePath, deck: Deck) -> None:
    """A cache that cannot be written is done without: it only saves time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            json.dump(unstructure(deck), file, ensure_ascii=False)
        os.replace(file.name, path)
        for old in path.parent.glob("*.json"):
            if old != path and old.stem.rpartition("-")[0] == path.stem.rpartition("-")[0]:
                old.unlink(missing_ok=True)
    except OSError:
        return
