"""`backdrill code`: list, stub, check, watch, solution; bad input in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from engine.task_registry import catalogue, find
from engine.task_source import solution

TASK = find("max_pool_backward")
NOW = ("--now", "2026-11-23T20:00")


def answer(seed: int = 0) -> str:
    return solution(TASK, TASK.draw(seed))


def test_the_list_has_every_task_with_its_state(here):
    code, out, _ = here("code", "--json", *NOW)
    rows = json.loads(out)["tasks"]
    assert code == 0
    assert [row["name"] for row in rows] == list(catalogue())
    assert set(rows[0]) == {"name", "topic", "title", "state"}
    assert all(name in here("code", *NOW)[1] for name in catalogue())


def test_a_stub_is_written_once(here, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert here("code", TASK.name, *NOW)[0] == 0
    file = tmp_path / f"{TASK.name}.py"
    file.write_text("mine", encoding="utf-8")
    code, _, said = here("code", TASK.name, *NOW)
    assert (code, said.count("\n")) == (2, 1)
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_stub_states_the_drawn_option_and_is_judged_as_not_written(here, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("code", TASK.name, "--seed", "1", *NOW)
    text = (tmp_path / f"{TASK.name}.py").read_text(encoding="utf-8")
    words = next(option for option in TASK.options if option.name == "ties").values[TASK.draw(1)["ties"]]
    assert words.en.split()[0] in text
    code, out, _ = here("code", TASK.name, "--check", f"{TASK.name}.py", *NOW)
    assert code == 1
    assert "NotImplementedError" in out


def test_a_right_file_is_right_and_a_wrong_one_names_its_mistake(here, tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(answer(), encoding="utf-8")
    assert here("code", TASK.name, "--check", str(file), *NOW)[0] == 0
    file.write_text(answer().replace("+= top", "= top"), encoding="utf-8")
    code, out, _ = here("code", TASK.name, "--check", str(file), *NOW)
    assert code == 1
    assert TASK.wrong["overwrites"].reason.en in out
    assert "expected" in out
    code, out, _ = here("code", TASK.name, "--check", str(file), "--json", *NOW)
    data = json.loads(out)
    assert (code, data["right"]) == (1, False)
    assert [mistake["name"] for mistake in data["mistakes"]] == ["overwrites"]
    assert set(data["input"]) == {"dout", "x", "size", "stride"}


def test_the_seed_decides_the_options(here, tmp_path):
    seeds = {TASK.draw(seed)["ties"]: seed for seed in range(20)}
    file = tmp_path / "answer.py"
    file.write_text(answer(seeds["all"]), encoding="utf-8")
    assert here("code", TASK.name, "--check", str(file), "--seed", str(seeds["all"]), *NOW)[0] == 0
    code, out, _ = here("code", TASK.name, "--check", str(file), "--seed", str(seeds["split"]), *NOW)
    assert code == 1
    assert TASK.wrong["ties_all"].reason.en in out


def test_a_solution_may_come_from_standard_input(backdrill):
    done = backdrill("code", TASK.name, "--check", "-", *NOW, typed=answer())
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", 1),
        (b"\xff\xfe\x00", 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 2),
        ("# 中文".encode("gbk"), 2),
        (b"x = 1\x00", 1),
        (b"def other(): pass\n", 1),
        (b"def max_pool_backward(x): return x\n", 1),
        (b"def f(:\n", 1),
        (b"#" * 1_000_001, 2),
        (b"\xef\xbb\xbf" + answer().encode(), 0),
        (answer().replace("\n", "\r\n").encode(), 0),
    ],
    ids=["empty", "utf-16", "picture", "gbk", "null byte", "other", "signature", "syntax", "long", "mark", "crlf"],
)
def test_a_file_of_any_kind_gets_one_sentence(here, tmp_path, raw, code):
    file = tmp_path / "answer.py"
    file.write_bytes(raw)
    for language in ("en", "zh"):
        found, out, said = here("code", TASK.name, "--check", str(file), "--lang", language, *NOW)
        assert found == code
        told = said if code == 2 else out
        assert told.split("\n\n")[0].strip()
        assert code == 0 or told.count("\n") == 1


def test_the_shown_solution_is_a_file_that_is_right(here, tmp_path):
    code, out, _ = here("code", TASK.name, "--solution", *NOW)
    assert code == 0
    file = tmp_path / "answer.py"
    file.write_text(out, encoding="utf-8")
    assert here("code", TASK.name, "--check", str(file), *NOW)[0] == 0
    assert json.loads(here("code", TASK.name, "--solution", "--json", *NOW)[1])["source"] == answer()


def test_a_watched_file_is_judged_at_every_save_until_it_is_right(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(answer().replace("+= top", "= top"), encoding="utf-8")
    command = [sys.executable, "-m", "tui", "code", TASK.name, "--watch", "--check", str(file), "--json"]
    environment = {**os.environ, "BACKDRILL_DATA": str(tmp_path / "data")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watching:
        assert watching.stdout is not None
        first = json.loads(watching.stdout.readline())
        time.sleep(0.05)
        part = tmp_path / "part"
        part.write_text(answer(), encoding="utf-8")
        part.replace(file)  # as editors save
        second = json.loads(watching.stdout.readline())
        assert watching.wait(20) == 0
    assert (first["right"], second["right"]) == (False, True)


def test_a_broken_package_of_tasks_is_told(tmp_path, here, monkeypatch):
    from importlib.metadata import EntryPoint

    from engine import register, task_registry

    entry = EntryPoint("broken", "no_such_module", "backdrill.tasks")
    monkeypatch.setattr(register, "entry_points", lambda group: [entry])
    monkeypatch.delitem(task_registry.REGISTER.__dict__, "_loaded", raising=False)
    code, out, said = here("code", *NOW)
    monkeypatch.delitem(task_registry.REGISTER.__dict__, "_loaded", raising=False)
    assert code == 0
    assert "tasks 'broken (no_such_module)' cannot be loaded: ModuleNotFoundError" in said
    assert TASK.name in out
