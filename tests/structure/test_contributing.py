"""The diffs in CONTRIBUTING.md, applied to a copy of the source: they still fit, and what they add works."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OPEN_FROM_HOME = """
import asyncio, pathlib, sys
from tui.app import Backdrill
from tui.context import Context
from tui.locations import Locations

async def main():
    context = Context(Locations(pathlib.Path(sys.argv[1])))
    context.memory.settings.set("welcomed", True)
    app = Backdrill(context)
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.ready:
            await pilot.pause(0.05)
        await pilot.press("o")
        await pilot.pause()
        print(type(app.screen).__name__, app.screen.query_one("Rows").size.height > 20)
    context.close()

asyncio.run(main())
"""


def diffs(title: str) -> dict[str, list[tuple[str, str]]]:
    """By file, (sign, line) of the diff in a section."""
    section = DOCUMENT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    found: dict[str, list[tuple[str, str]]] = {}
    for name, body in re.findall(r"^\+\+\+ b/(\S+)\n(.*?)(?=^--- |^```)", section, re.M | re.S):
        found[name] = [(line[:1] or " ", line[1:]) for line in body.splitlines()]
    return found


def apply(root: Path, name: str, lines: list[tuple[str, str]]) -> None:
    before, after = (("".join(f"{text}\n" for at, text in lines if at != sign)) for sign in "+-")
    path = root / name
    if not before:
        assert not path.exists()
        path.write_text(after, encoding="utf-8")
        return
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{name} has no such lines any more:\n{before}"
    path.write_text(source.replace(before, after), encoding="utf-8")


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The four packages with both additions."""
    for package in ("tui", "content", "engine", "db"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for title, folder in (("Add a screen", "tui/screens/"), ("Add a command", "tui/commands/")):
        changed = diffs(title)
        assert len(changed) == 2
        assert any(name.startswith(folder) for name in changed)
        for name, lines in changed.items():
            apply(tmp_path, name, lines)
    return tmp_path


def ran(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-P", *arguments]
    path = {"PYTHONPATH": str(root), "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=root, env=path, capture_output=True, text=True, timeout=120, check=True).stdout


def test_a_screen_and_a_command_are_one_file_and_one_line_each(grown: Path) -> None:
    data = str(grown / "data")
    assert ran(grown, "-c", OPEN_FROM_HOME, data).split() == ["SourcesScreen", "True"]
    cited = json.loads(ran(grown, "-m", "tui.command_line", "sources", "--json", "--data", data))
    assert len(cited) > 20
    narrowed = ran(grown, "-m", "tui.command_line", "sources", "Ioffe", "--data", data)
    assert 0 < len(narrowed.splitlines()) < len(cited)
    assert "sources " in ran(grown, "-m", "tui.command_line", "--help")
