"""What earlier versions wrote is read unchanged: databases, progress files, backups, decks, interviews' reports."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from tests.faults.program import Program

RELEASES = sorted(path for path in (Path(__file__).parent / "releases").iterdir() if path.is_dir())
NOW = ("--now", "2026-11-22T12:00:00+08:00")


def unpacked(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.decompress(source.read_bytes()))
    return target


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def release(request) -> Path:
    return request.param


@pytest.fixture
def opened(program: Program, release: Path) -> Program:
    """A data folder as that version left it."""
    unpacked(release / "backdrill.db.gz", program.database)
    shutil.copytree(release / "my-notes", program.folder / "decks" / "my-notes")
    return program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "data")


def said(program: Program, *arguments: str, typed: str = "") -> str:
    found = program.run(*arguments, typed=typed)
    assert found.returncode == 0, (arguments, found.stdout, found.stderr)
    return found.stdout


def test_a_database_opens_and_everything_in_it_is_proved(opened: Program):
    found = json.loads(said(opened, "doctor", "--json", *NOW))
    assert found["sound"]
    assert found["reviews"] >= 8
    assert found["mismatches"] == []


def test_answers_go_on_in_an_old_database(opened: Program):
    before = opened.reviews()
    said(opened, "study", "--plain", "--limit", "2", "--now", "2026-11-25T09:00:00+08:00", typed="\n\n\n\n\n\n")
    assert opened.reviews() == before + 2


def test_what_is_known_is_estimated_anew_from_an_old_database(opened: Program):
    topics = json.loads(said(opened, "stats", "--json", *NOW))["mastery"]
    begun = [topic for topic in topics if topic["seen"]]
    assert begun
    for topic in begun:
        assert 0 <= topic["low"] <= topic["estimate"] <= topic["high"] <= 1
    assert {topic["estimate"] for topic in topics if not topic["seen"]} == {None}


def test_past_interviews_are_read_and_an_open_one_is_resumed(opened: Program):
    assert "33%" in said(opened, "interview", "--list", *NOW)
    report = json.loads(said(opened, "interview", "--show", "1", "--json", *NOW))
    assert report["questions"] == 3
    assert len(report["items"]) == 3
    for language in ("en", "zh"):
        assert report["items"][0]["prompt"][language] in said(
            opened, "interview", "--show", "1", "--lang", language, *NOW
        )
    assert json.loads(said(opened, "interview", "--open", "--json", *NOW))[0]["questions"] == 4
    said(opened, "interview", "--resume", "--plain", *NOW, typed="\n" * 20)
    assert len(json.loads(said(opened, "interview", "--list", "--json", *NOW))) == 2


def test_a_progress_file_gives_the_same_learner(program: Program, release: Path, tmp_path: Path):
    file = unpacked(release / "progress.jsonl.gz", tmp_path / "progress.jsonl")
    added = json.loads(said(program, "import", str(file), "--json", *NOW))["added"]
    assert added["review"] >= 8
    assert added["interview"] == 2
    assert json.loads(said(program, "doctor", "--json", *NOW))["sound"]


def test_a_backup_is_restored(program: Program, release: Path, tmp_path: Path):
    backup = unpacked(release / "backdrill.db.gz", tmp_path / "backdrill-2026-11-25T193450-asked.db")
    said(program, "restore", str(backup), *NOW)
    assert json.loads(said(program, "doctor", "--json", *NOW))["sound"]


def test_a_deck_is_checked_and_asked(opened: Program):
    said(opened, "check", "my-notes")
    listed = json.loads(said(opened, "deck", "list", "--json"))
    assert "my-notes" in json.dumps(listed)
