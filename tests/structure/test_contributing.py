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


def copy_packages(root: Path) -> None:
    for package in ("tui", "content", "engine", "db"):
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The four packages with a screen and a command more."""
    copy_packages(tmp_path)
    for title, folder in (("Add a screen", "tui/screens/"), ("Add a command", "tui/commands/")):
        changed = diffs(title)
        assert len(changed) == 2
        assert any(name.startswith(folder) for name in changed)
        for name, lines in changed.items():
            apply(tmp_path, name, lines)
    return tmp_path


def ran(root: Path, *arguments: str, typed: str = "") -> str:
    command = [sys.executable, "-P", *arguments]
    path = {"PYTHONPATH": str(root), "LANG": "C.UTF-8"}
    result = subprocess.run(command, cwd=root, env=path, input=typed, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_screen_and_a_command_are_one_file_and_one_line_each(grown: Path) -> None:
    data = str(grown / "data")
    assert ran(grown, "-c", OPEN_FROM_HOME, data).split() == ["SourcesScreen", "True"]
    cited = json.loads(ran(grown, "-m", "tui.command_line", "sources", "--json", "--data", data))
    assert len(cited) > 20
    narrowed = ran(grown, "-m", "tui.command_line", "sources", "Ioffe", "--data", data)
    assert 0 < len(narrowed.splitlines()) < len(cited)
    assert "sources " in ran(grown, "-m", "tui.command_line", "--help")


SIGN_QUESTIONS = """
- id: signs-value
  kind: sign
  level: 1
  claims: [signs-claim-1]
  demonstration: activation_explorer
  parameters: {activation: tanh, point: {float: [-3, 3], digits: 1}}
  such_that: ["point != 0"]
  prompt: {en: "Which sign has tanh at z = {{point}}?", zh: "tanh 在 z＝{{point}} 处是什么符号？"}
  answer: {value: value, proof: ["answer * point > 0"]}
  explanation: {en: "tanh is odd and rises: {{value:.3f}}.", zh: "tanh 是递增的奇函数：{{value:.3f}}。"}
  hints: [{en: "Where does it cross 0?", zh: "它在哪里过零？"}]
  followups: [signs-slope]
- id: signs-slope
  kind: sign
  level: 2
  claims: [signs-claim-1]
  demonstration: activation_explorer
  parameters: {activation: relu, point: {float: [-3, 3], digits: 1}}
  such_that: ["point != 0"]
  prompt: {en: "Which sign has the slope of ReLU at z = {{point}}?", zh: "ReLU 在 z＝{{point}} 处的斜率是什么符号？"}
  answer: {value: derivative, proof: ["close(answer, difference_quotient, 1e-6)"]}
  explanation: {en: "The slope is {{derivative}}.", zh: "斜率为 {{derivative}}。"}
  hints: [{en: "On which side is z?", zh: "z 在哪一侧？"}]
  followups: [signs-value]
"""
ANSWER_IN_APP = """
import asyncio, pathlib, sys
from tui.app import Backdrill
from tui.context import Context
from tui.locations import Locations

async def main():
    context = Context(Locations(pathlib.Path(sys.argv[1])))
    context.memory.settings.set("welcomed", True)
    context.memory.settings.set("confidence", False)
    app = Backdrill(context)
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.ready:
            await pilot.pause(0.05)
        app.go("study", topics=["first-topic"])
        for _ in range(200):
            await pilot.pause(0.05)
            if getattr(app.screen, "question", None) is not None:
                break
        question = app.screen.question
        area = type(app.focused).__name__
        await pilot.press(sys.argv[2])
        await pilot.pause()
        print(area, question.answer, question.verdict.correct == (question.variant.key.sign == question.answer))
    context.close()

asyncio.run(main())
"""


@pytest.fixture
def with_signs(tmp_path: Path) -> Path:
    """The four packages with one kind of question more, and a deck of such questions."""
    copy_packages(tmp_path)
    for name, lines in diffs("Add a kind of question").items():
        apply(tmp_path, name, lines)
    ran(tmp_path, "-m", "tui.command_line", "deck", "new", "signs", "--data", str(tmp_path / "data"))
    topic = tmp_path / "data/decks/signs/first-topic"
    (topic / "questions.yaml").write_text(SIGN_QUESTIONS, encoding="utf-8")
    return tmp_path


def test_a_kind_of_question_is_one_file_in_each_room(with_signs: Path) -> None:
    changed = diffs("Add a kind of question")
    assert {Path(name).name for name in changed} == {"sign.py"}
    assert len(changed) == 5

    def backdrill(*arguments: str, typed: str = "") -> str:
        return ran(with_signs, "-m", "tui.command_line", *arguments, "--data", str(with_signs / "data"), typed=typed)

    assert "signs-value" in backdrill("ask")
    backdrill("check", str(with_signs / "data/decks/signs"))
    proved = json.loads(backdrill("verify", str(with_signs / "data/decks/signs"), "--draws", "20", "--json"))
    assert proved["questions"] == 2
    assert proved["failures"] == []
    variant = json.loads(backdrill("ask", "signs-value", "--seed", "3", "--json"))
    assert (variant["kind"], variant["key"]) == ("sign", "-" if "z = -" in variant["prompt"]["en"] else "+")
    said = backdrill("ask", "signs-value", "--seed", "3", "--plain", typed=f"?\nmaybe\n{variant['key']}\n")
    assert "answer +, - or 0" in said
    assert "✓ correct" in said
    studied = backdrill("study", "--topic", "first-topic", "--plain", typed="+\n\n")
    assert ("✓ correct" in studied) != ("✗ wrong" in studied)
    backdrill("export", "markdown", str(with_signs / "all.md"))
    assert "signs-value" in (with_signs / "all.md").read_text(encoding="utf-8")
    backdrill("export", "csv", str(with_signs / "log.csv"))
    assert "signs-value" in (with_signs / "log.csv").read_text(encoding="utf-8")


def test_the_app_asks_a_question_of_the_new_kind(with_signs: Path) -> None:
    said = ran(with_signs, "-c", ANSWER_IN_APP, str(with_signs / "data"), "minus")
    assert said.split() == ["SignArea", "-1.0", "True"]


def test_a_kind_without_its_line_is_noticed(with_signs: Path) -> None:
    (with_signs / "tui/line_mode/kinds/sign.py").unlink()
    command = ("-m", "tui.command_line", "study", "--topic", "first-topic", "--plain", "--data", "data")
    with pytest.raises(AssertionError, match="LookupError"):
        ran(with_signs, *command, typed="+")
