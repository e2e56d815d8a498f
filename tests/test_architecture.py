"""docs/architecture.md against the code: rooms and their imports, paths, demonstrations, and the two ways."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import FrameType

import pytest
from textual.pilot import Pilot

from engine.registry import catalogue
from tui.app import Backdrill
from tui.context import Context, frozen
from tui.locations import Locations
from tui.screens.study import StudyScreen
from tui.sessions.question import Phase

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PACKAGES = ("engine", "content", "db", "tui")
INNERMOST = (
    "engine/demonstrations",
    "engine/tasks",
    "db/migrations",
    "content/verification/gate",
    "tui/widgets",
    "tui/line_mode",
    "tui/text",
)
"""Rooms whose sub-folders belong to them."""


def section(document: str, title: str) -> str:
    return document.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the table in `text`, without its head."""
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[1:]]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def files_of(place: str) -> list[Path]:
    """The Python files that a path of the document means; `<name>` stands for any."""
    found = ROOT.glob(re.sub(r"<[^>]+>", "*", place))
    return [file for path in found for file in ([path] if path.is_file() else path.rglob("*.py"))]


# ── rooms and imports ───────────────────────────────────────────────────────────────────────────────────────────


def room_of(path: Path) -> str:
    """The room of a file or folder, by its path from the root."""
    folder = "/".join((path if path.suffix == "" else path.parent).parts)
    return next((room for room in INNERMOST if folder.startswith(room)), folder)


def place_of(module: str) -> Path | None:
    """The file or the folder of one of our modules, from the root; None for names that are no module."""
    path = Path(*module.split("."))
    return next((place for place in (path.with_suffix(".py"), path) if (ROOT / place).exists()), None)


def modules_in(tree: ast.AST) -> Iterator[str]:
    """What a file imports, inside functions too. `from a import b` may name the module a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}" if place_of(f"{node.module}.{alias.name}") else node.module


@cache
def imports() -> dict[str, set[str]]:
    """Each room with the other rooms that it imports from."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            room = room_of(file.relative_to(ROOT))
            places = map(place_of, modules_in(ast.parse(file.read_text(encoding="utf-8"))))
            found.setdefault(room, set()).update(
                room_of(place) for place in places if place and place.parts[0] in PACKAGES
            )
    return {room: others - {room} for room, others in found.items()}


def import_faults(document: str) -> list[str]:
    """The rooms whose row says otherwise than the code, each with what its last cell should be."""
    listed = {named(name)[0]: set(named(others)) for name, _, others in rows(section(document, "Rooms"))}
    real = imports()
    return [
        f"{room}: {', '.join(f'`{other}`' for other in sorted(real.get(room, ()))) or 'nothing of ours'}"
        for room in sorted(listed.keys() | real.keys())
        if listed.get(room) != real.get(room)
    ]


def test_the_table_of_rooms_holds_every_import_and_no_other():
    assert import_faults(DOCUMENT) == []


@pytest.mark.parametrize(
    ("fault", "instead"),
    [
        ("`engine/kernels`", ""),
        ("`tui/locale`", "`tui/locale`, `db/migrations`"),
        ("| `content/verification`", "| `content/proofs`"),
    ],
)
def test_an_arrow_too_few_or_too_many_is_told(fault, instead):
    head, table = DOCUMENT.split("\n## Rooms\n")
    last = table.rindex(fault, 0, table.index("\n## "))
    assert import_faults(f"{head}\n## Rooms\n{table[:last]}{instead}{table[last + len(fault) :]}")


def test_every_path_in_the_document_exists():
    paths = re.findall(r"`((?:engine|content|db|tui|tests|docs)(?:/[^`\s]*)?)`", DOCUMENT)
    assert len(paths) > 100
    for path in paths:
        assert files_of(path) or (ROOT / path).exists(), path


@pytest.mark.parametrize("row", rows(section(DOCUMENT, "Where is it?")), ids=lambda row: row[0])
def test_what_to_look_for_stands_in_the_place_that_is_named(row):
    _, where, what = row
    texts = [path.read_text(encoding="utf-8") for place in named(where) for path in files_of(place)]
    for word in named(what):
        assert any(re.search(rf"^\s*(?:def |class )?{re.escape(word)}\b", text, re.M) for text in texts), word


# ── demonstrations ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_legend_lists_each_demonstration_once():
    legend = rows(section(DOCUMENT, "Demonstrations"))
    listed = Counter((number, named(file)[0]) for number, file, shows in legend if len(shows) > 20)
    ours = (item for item in catalogue().values() if item.function.__module__.startswith("engine."))
    assert listed == Counter((item.number, f"{item.topic}/{item.name}.py") for item in ours)
    for _, file in listed:
        assert (ROOT / "engine/demonstrations" / file).is_file()


# ── the two ways ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def files_entered() -> Iterator[list[str]]:
    """The files whose functions run in this thread, in order; a file may come again."""
    order: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(str(ROOT)):
            order.append(name.removeprefix(f"{ROOT}/"))

    sys.setprofile(note)
    try:
        yield order
    finally:
        sys.setprofile(None)


def missed(title: str, order: Iterable[str]) -> str | None:
    """The first numbered step of a way whose file is not entered after those of the steps before it."""
    left = iter(order)
    steps = re.findall(r"^\d+\. `([^`]+)`", section(DOCUMENT, title), re.M)
    assert len(steps) > 5
    return next((step for step in steps if step not in left), None)


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    for _ in range(1000):
        if done():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came to that")


async def test_the_way_of_a_question_and_of_an_answer_is_the_one_that_is_run(tmp_path):
    context = Context(Locations(tmp_path), clock=frozen(datetime(2027, 3, 1, 9, tzinfo=UTC)))
    context.memory.settings.set("welcomed", True)
    context.memory.settings.set("confidence", False)
    app = Backdrill(context)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.ready)
        with files_entered() as asked:
            app.go("study", topics=["activations"])
            await until(pilot, lambda: hasattr(app.screen, "session") and app.screen.question is not None)
            await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StudyScreen)
        with files_entered() as answered:
            await pilot.press("0", "enter")
            await until(pilot, lambda: screen.question is not None and screen.question.phase is Phase.JUDGED)
            await pilot.press("enter")
            await until(pilot, lambda: len(screen.session.answered) == 1)
    context.close()
    assert missed("The way of a question", asked) is None
    assert missed("The way of an answer", answered) is None
