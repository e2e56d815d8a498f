"""Editing one question of an own deck: its lines of YAML, checked with the whole deck before they take their place.

What was there before is kept beside the backups, progress stays with the id, and an id that would vanish is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from content.library import Library
from content.strict_yaml import YamlError, load
from content.validation.faults import Fault
from engine import utf8
from engine.messages import Usage
from tui.context import Context
from tui.sessions.own_decks import copy_files, faults_of, folder_named, is_own


@dataclass(frozen=True, slots=True)
class Draft:
    """A question's lines while they are edited. `first` is their first line in the file, from 1; `last` the line
    behind them. A new question has no lines yet: `first` equals `last`, and `question_id` is empty."""

    folder: Path
    file: str
    question_id: str
    first: int
    last: int
    text: str
    before: str
    """The whole file as it was read."""

    def whole(self, text: str) -> str:
        """The file with `text` in the place of the question."""
        lines = self.before.splitlines(keepends=True)
        body = text.rstrip() + "\n"
        head = "".join(lines[: self.first - 1])
        return (head if not head or head.endswith("\n") else head + "\n") + body + "".join(lines[self.last - 1 :])


def draft_of(question_id: str, context: Context) -> Draft:
    """The lines of a question that the learner has. Raises Usage for a question of the shipped deck, or when the file
    has changed so much that it is not found."""
    library = context.library
    library.question(question_id)
    deck = library.deck_of(question_id).info.id
    if not is_own(deck):
        raise Usage(
            f"'{question_id}' belongs to the shipped deck '{deck}'; only questions of your own decks are edited",
            f"'{question_id}' 属于自带牌组 '{deck}'；只能编辑自己牌组中的题目",
        )
    folder = context.locations.decks / deck
    file = f"{library.topic_of(question_id).id}/questions.yaml"
    before = _read(folder / file)
    first, last = _lines(before, question_id)
    text = "".join(before.splitlines(keepends=True)[first - 1 : last - 1])
    return Draft(folder, file, question_id, first, last, text.rstrip() + "\n", before)


def new_draft(deck: str, topic: str, context: Context) -> Draft:
    """A first version of a new question at the end of a topic of an own deck. Raises Usage."""
    if not is_own(deck):
        raise Usage(
            f"the shipped deck '{deck}' is not edited; make a deck of your own",
            f"自带牌组 '{deck}' 不能编辑；请新建自己的牌组",
        )
    folder, file = folder_named(deck, context), f"{topic}/questions.yaml"
    before = _read(folder / file) if (folder / file).is_file() else ""
    end = len(before.splitlines()) + 1
    return Draft(folder, file, "", end, end, _first_version(deck, context.library), before)


def _first_version(deck: str, library: Library) -> str:
    number = next(n for n in range(1, 100_000) if f"{deck}-question-{n}" not in library.questions)
    own = next((found for found in library.decks if found.info.id == deck), None)
    places = {
        "NUMBER": str(number),
        "DECK": deck,
        "CLAIM": next(iter(own.claims if own else ()), "name-a-claim"),
        "FOLLOWING": next(iter(own.questions if own else ()), "name-a-question"),
    }
    return re.sub("|".join(places), lambda found: places[found[0]], FIRST_VERSION)


def _read(path: Path) -> str:
    try:
        return utf8.read(path)
    except (OSError, utf8.NotUtf8) as error:
        raise Usage(
            f"{path} cannot be read: {error}",
            f"无法读取 {path}：{error}",
        ) from error


def _lines(text: str, question_id: str) -> tuple[int, int]:
    try:
        tree = load(text)
    except YamlError as error:
        raise Usage(
            f"the file of '{question_id}' is no YAML any more (line {error.line}: {error})",
            f"'{question_id}' 所在的文件已不是 YAML（第 {error.line} 行：{error}）",
        ) from error
    starts = list(getattr(tree, "item_lines", []))
    for place, item in enumerate(tree if isinstance(tree, list) else []):
        if isinstance(item, dict) and item.get("id") == question_id:
            return starts[place], [*starts, len(text.splitlines()) + 1][place + 1]
    raise Usage(
        f"'{question_id}' stands no longer in its file; it was changed outside Backdrill. Leave and open it again",
        f"'{question_id}' 已不在它的文件中；文件在 Backdrill 之外被改动。请离开后重新打开",
    )


def faults_in(draft: Draft, text: str) -> list[Fault]:
    """What would be wrong with the deck, lines counted within `text` where the fault lies in it; none: it may be
    saved. Raises Usage when the deck cannot be copied for the check."""
    with tempfile.TemporaryDirectory(prefix="backdrill-") as scratch:
        copy = Path(scratch) / draft.folder.name
        copy_files(draft.folder, copy)
        (copy / draft.file).parent.mkdir(exist_ok=True)
        (copy / draft.file).write_text(draft.whole(text), encoding="utf-8")
        _, faults = faults_of(copy)
    found = [_within(fault, draft, text) for fault in faults]
    return [*_lost(draft, text), *found]


def _within(fault: Fault, draft: Draft, text: str) -> Fault:
    line = fault.line - draft.first + 1
    inside = fault.file == draft.file and 1 <= line <= len(text.splitlines()) + 1
    return replace(fault, file="", line=line) if inside else fault


def _lost(draft: Draft, text: str) -> list[Fault]:
    """Ids that would vanish with their history."""
    try:
        before, after = _ids(draft.before), _ids(draft.whole(text))
    except YamlError:
        return []  # what is no YAML is told as such
    return [
        Fault("", 1, f"the id '{name}' would vanish, and its history with it: keep it, or name it under 'aliases'")
        for name in sorted(before - after)
    ]


def _ids(text: str) -> set[str]:
    tree = load(text)
    found: set[str] = set()
    for item in tree if isinstance(tree, list) else []:
        found |= {str(item.get("id")), *map(str, item.get("aliases") or ())}
    return found


def save(draft: Draft, text: str, context: Context) -> Draft:
    """Put the text in its place, keep what was there, and read the library again. Raises Usage when something is wrong
    with it, or when the file has changed since; then nothing was written."""
    faults = faults_in(draft, text)
    if faults:
        raise Usage(
            f"line {faults[0].line}: {faults[0].message}",
            f"第 {faults[0].line} 行：{faults[0].message}",
        )
    path = draft.folder / draft.file
    if (_read(path) if path.is_file() else "") != draft.before:
        raise Usage(
            f"{path} was changed outside meanwhile; nothing was written. Leave and open the question again",
            f"{path} 期间在外部被改动；什么都没有写入。请离开后重新打开这道题",
        )
    _keep(path, context)
    _replace(path, draft.whole(text))
    context.reopen_library()
    whole, size = draft.whole(text), len(text.rstrip().splitlines())
    return replace(draft, text=text, before=whole, last=draft.first + size)


def _keep(path: Path, context: Context) -> None:
    if path.is_file():
        folder = context.locations.data / "replaced" / path.parent.parent.name / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / f"{path.stem}-{context.clock():%Y%m%d-%H%M%S-%f}{path.suffix}")


def _replace(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".", suffix=".part", delete=False
        ) as part:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, path)
    except OSError as error:
        raise Usage(
            f"{path} cannot be written: {error.strerror or error}; nothing was changed",
            f"无法写入 {path}：{error.strerror or error}；什么都没有改动",
        ) from error


FIRST_VERSION = """\
- id: DECK-question-NUMBER
  kind: numeric
  level: 1
  claims: [CLAIM]
  demonstration: activation_explorer
  parameters: {activation: tanh, point: {choose: [0.5, 1.0, 1.5]}}
  prompt:
    en: "tanh gives {{value:.4f}} at z = {{point}}. What is its slope there? Three significant digits."
    zh: "tanh 在 z＝{{point}} 处的值为 {{value:.4f}}。该处斜率是多少？保留三位有效数字。"
  answer: {value: derivative, relative: 0.005, proof: ["close(answer, 1 - value ** 2)"]}
  mistakes:
    - value: value * (1 - value)
      why: {en: "That is the rule for a sigmoid.", zh: "这是 sigmoid 的公式。"}
  explanation:
    en: "1 - tanh(z)^2 = {{derivative:.4f}}."
    zh: "1−tanh(z)²＝{{derivative:.4f}}。"
  hints:
    - {en: "It can be written with the value alone.", zh: "只用函数值就能写出来。"}
  followups: [FOLLOWING]
"""
"""What a new question begins as; it verifies in a deck that has a claim and a question."""
