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
from engine.messages import Usage, suggestion
from tui.context import Context
from tui.locations import Locations

NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
FILES = ("deck.yaml", "sources.yaml", "glossary.yaml", "*/claims.yaml", "*/questions.yaml")
"""What makes a deck; nothing else of a folder is taken over."""
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
    """The deck (None when its form is broken) and everything wrong with it, form, meaning and words."""
    deck, faults = read_deck(folder)
    return deck, faults if deck is None else sorted({*faults, *lint(folder, deck)})


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


TEMPLATE = {
    "deck.yaml": """\
id: NAME
title: {en: "NAME", zh: "NAME 牌组"}
description: {en: "Questions of my own.", zh: "我自己的题目。"}
license: CC-BY-4.0
version: "1"
topics:
  - id: first-topic
    section: "1"
    title: {en: "First topic", zh: "第一个主题"}
    summary: {en: "Rename it, and add more.", zh: "请改名，并添加更多。"}
""",
    "first-topic/claims.yaml": """\
- id: NAME-claim-1
  paraphrase: {en: "A sigmoid's slope never exceeds one quarter.", zh: "sigmoid 的斜率不超过四分之一。"}
  verdict: "true"
  statement: {en: "The slope is s(1 - s), largest at s = 1/2.", zh: "斜率为 s(1−s)，在 s＝1/2 处最大。"}
  grade: exact
  evidence:
    - demonstration: activation_explorer
      parameters: {activation: sigmoid, point: {float: [-6, 6]}}
      check: ["derivative <= 0.25", "close(derivative, value * (1 - value))"]
      shows: {en: "At {{point}} the slope is {{derivative:.4f}}.", zh: "在 {{point}} 处斜率为 {{derivative:.4f}}。"}
""",
    "first-topic/questions.yaml": """\
- id: NAME-question-1
  kind: numeric
  level: 1
  claims: [NAME-claim-1]
  demonstration: activation_explorer
  parameters: {activation: sigmoid, point: {choose: [0.5, 1.0, 1.5, 2.0]}}
  prompt:
    en: "A sigmoid gives {{value:.4f}} at z = {{point}}. What is its slope there? Three significant digits."
    zh: "sigmoid 在 z＝{{point}} 处的值为 {{value:.4f}}。该处斜率是多少？保留三位有效数字。"
  answer: {value: derivative, relative: 0.005, proof: ["close(answer, value * (1 - value))"]}
  mistakes:
    - value: 1 - value ** 2
      why: {en: "That is the rule for tanh.", zh: "这是 tanh 的公式。"}
  explanation:
    en: "s(1 - s) = {{value:.4f}} x {{1 - value:.4f}} = {{derivative:.4f}}."
    zh: "s(1−s)＝{{value:.4f}}×{{1 - value:.4f}}＝{{derivative:.4f}}。"
  hints:
    - {en: "It can be written with the value alone.", zh: "只用函数值就能写出来。"}
  followups: [NAME-question-2]
- id: NAME-question-2
  kind: true_false
  level: 2
  claims: [NAME-claim-1]
  demonstration: activation_explorer
  parameters: {activation: sigmoid, point: {float: [-3, 3]}}
  prompt:
    en: "True or false: at z = {{point}} a sigmoid slopes more than one quarter."
    zh: "判断：sigmoid 在 z＝{{point}} 处的斜率大于四分之一。"
  check: derivative > 0.25
  correct: false
  why: {en: "It slopes {{derivative:.4f}}.", zh: "斜率为 {{derivative:.4f}}。"}
  explanation:
    en: "s(1 - s) is largest at s = 1/2; here it is {{derivative:.4f}}."
    zh: "s(1−s) 在 s＝1/2 处最大；此处为 {{derivative:.4f}}。"
  hints:
    - {en: "Where is s(1 - s) largest?", zh: "s(1−s) 在哪里最大？"}
  followups: [NAME-question-1]
""",
}


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
