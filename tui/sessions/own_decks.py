"""The learner's own decks: made, taken over from a folder, put aside. Nothing is ever deleted."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from content.loader import SHIPPED, read_deck, shipped_folder
from content.model import Deck
from content.strict_yaml import load_file
from content.validation.faults import Fault
from content.validation.style import lint
from content.verification.static import gate_faults
from engine.messages import Usage, suggestion
from tui.context import Context
from tui.locations import Locations
from tui.sessions.deck_template import TEMPLATE

NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
FILES = ("deck.yaml", "sources.yaml", "glossary.yaml", "*/claims.yaml", "*/questions.yaml")
"""The files of a deck; other files of a folder are not copied."""
LARGEST = 8_000_000
"""Bytes that one file of a deck may have."""


def is_own(deck_id: str) -> bool:
    """Whether a deck is the learner's, and not the shipped one."""
    return deck_id != SHIPPED


def folder_named(deck_id: str, context: Context) -> Path:
    """Where an own deck lies, whatever its folder is called. Raises Usage."""
    for folder in (context.locations.decks / deck_id, *context.locations.own_decks()):
        with suppress(OSError, ValueError, AttributeError):
            if load_file(folder / "deck.yaml").get("id") == deck_id:
                return folder
    raise unknown(deck_id, context.locations)


def faults_of(folder: Path) -> tuple[Deck | None, list[Fault]]:
    """The deck (None when its form is broken) and everything wrong with it: form, meaning, words, the gate."""
    deck, faults = read_deck(folder)
    if deck is None:
        return None, faults
    # The gate reads expressions; it cannot before they are sound.
    return deck, sorted({*faults, *lint(folder, deck), *([] if faults else gate_faults(folder, deck))})


def place_for(name: str, context: Context) -> Path:
    """Where an own deck of that name would lie. Raises Usage for a name that is none, or is taken."""
    if not NAME.match(name):
        raise Usage(
            f"'{name}' is no name for a deck: lower-case words joined by hyphens",
            f"'{name}' 不能作牌组名：请用连字符连接的小写英文单词",
        )
    place = context.locations.decks / name
    if place.exists() or name == SHIPPED:
        raise Usage(
            f"there is a deck '{name}' already; remove it first or choose another name",
            f"已有牌组 '{name}'；请先移除它，或换一个名字",
        )
    return place


def make(name: str, context: Context) -> Path:
    """A small deck that verifies, to be filled; its folder. Raises Usage."""
    place = place_for(name, context)
    context.locations.ensure()
    with tempfile.TemporaryDirectory(dir=context.locations.data) as scratch:
        made = Path(scratch) / name
        (made / "first-topic").mkdir(parents=True)
        for file, text in TEMPLATE.items():
            (made / file).write_text(text.replace("NAME", name), encoding="utf-8")
        place.parent.mkdir(exist_ok=True)
        shutil.move(made, place)
    return place


def take_over(source: Path, context: Context) -> tuple[Deck | None, list[Fault]]:
    """Copy a folder's deck when nothing is wrong with it; otherwise its faults. Raises Usage."""
    if not (source / "deck.yaml").is_file():
        raise Usage(
            f"{source} is no deck: it holds no deck.yaml",
            f"{source} 不是牌组：其中没有 deck.yaml",
        )
    context.locations.ensure()
    with tempfile.TemporaryDirectory(dir=context.locations.data) as scratch:
        copy = Path(scratch) / "deck"
        copy_files(source, copy)
        deck, faults = faults_of(copy)
        if deck is None or faults:
            return None, faults
        _different(deck, context)
        place = place_for(deck.info.id, context)
        place.parent.mkdir(exist_ok=True)
        shutil.move(copy, place)
    return deck, []


def copy_files(source: Path, copy: Path) -> None:
    """The files that make a deck. Raises Usage for links out of the folder and for files too large."""
    copy.mkdir(parents=True)
    root = source.resolve()
    for pattern in FILES:
        for file in sorted(source.glob(pattern)):
            if not file.resolve().is_relative_to(root):
                raise Usage(
                    f"{file} leads out of the deck's folder; put the file itself there",
                    f"{file} 指向牌组文件夹之外；请把文件本身放进去",
                )
            if file.stat().st_size > LARGEST:
                raise Usage(
                    f"{file} has {file.stat().st_size:,} bytes; a deck's file has at most {LARGEST:,}",
                    f"{file} 有 {file.stat().st_size:,} 字节；牌组的文件至多 {LARGEST:,} 字节",
                )
            target = copy / file.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)


def _different(deck: Deck, context: Context) -> None:
    """Refuse a deck whose questions would hide behind those of another deck."""
    taken = sorted(set(deck.questions) & set(context.library.questions))
    if taken:
        other = context.library.deck_of(taken[0]).info.id
        raise Usage(
            f"the question '{taken[0]}' is also in the deck '{other}'; ids are unique over all decks",
            f"题目 '{taken[0]}' 也在牌组 '{other}' 中；编号在所有牌组中须唯一",
        )


def put_aside(name: str, context: Context) -> Path:
    """Move an own deck out of the way; its cards keep their history. Where it is now. Raises Usage."""
    place = context.locations.decks / name
    if not NAME.match(name) or not place.is_dir():
        raise unknown(name, context.locations)
    aside = context.locations.data / "removed-decks" / f"{name}-{context.clock():%Y%m%d-%H%M%S-%f}"
    aside.parent.mkdir(exist_ok=True)
    shutil.move(place, aside)
    return aside


def folder_of(name: str | None, locations: Locations) -> Path:
    """The shipped deck without a name, else a folder, or one of the learner's own decks. Raises Usage."""
    if name is None or name == SHIPPED:
        return shipped_folder()
    for folder in (Path(name), locations.decks / name):
        if (folder / "deck.yaml").is_file():
            return folder
    hint = suggestion(name, [SHIPPED, *(folder.name for folder in locations.own_decks())])
    raise Usage(
        f"there is no deck '{name}': neither a folder with a deck.yaml nor a deck of yours. {hint.en}",
        f"没有牌组“{name}”：既不是含 deck.yaml 的文件夹，也不是你自己的牌组。{hint.zh}",
    )


def unknown(name: str, locations: Locations) -> Usage:
    """No own deck has this name."""
    hint = suggestion(name, [folder.name for folder in locations.own_decks()])
    return Usage(f"there is no deck '{name}' of yours. {hint.en}", f"你没有牌组“{name}”。{hint.zh}")
