"""With `--json` every report is one JSON document on stdout, and so is an error."""

from __future__ import annotations

import json

import pytest

from tests.tui.commands.test_languages import WRONG
from tui.commands import COMMANDS

NOW = ("--now", "2026-11-23T20:00")
OBJECTS = {
    "ask": "questions",
    "ask pooling-ties": "question",
    "backup": "backup",
    "deck list": "decks",
    "deck new mine": "folder",
    "deck add {tmp}/copied": "faults",
    "deck remove mine": "folder",
    "code": "tasks",
    "code stable_softmax --solution": "source",
    "demo D15": "measurements",
    "demo D15 --code": "source",
    "doctor": "sound",
    "due": "due",
    "exam": "exam",
    "exam 2026-12-20": "readiness",
    "exam --clear": "exam",
    "export csv {tmp}/reviews.csv": "count",
    "export markdown {tmp}/questions.md": "count",
    "export jsonl {tmp}/progress.jsonl": "count",
    "import {tmp}/progress.jsonl": "added",
    "fit --dry-run": "verdict",
    "fit --back": "returned",
    "interview --questions 2 --topics pooling": "items",
    "interview --show 1": "items",
    "interview --export 1": "file",
    "notes pool-03": "evidence",
    "restore {backup}": "restored",
    "stats": "mastery",
    "study --limit 1": "answers",
    "verify --only pooling-ties --draws 2": "failures",
    "weak --limit 1": "mastery",
}
LISTS = ("check", "demo", "interview --list", "interview --open", "notes")


def test_no_command_that_reports_is_left_out():
    tried = {line.split()[0] for line in (*OBJECTS, *LISTS)}
    assert set(COMMANDS) - tried == {"serve", "completion"}


@pytest.fixture
def studied(here, tmp_path):
    """A folder in which everything there is a report of exists."""
    from tui.sessions.own_decks import TEMPLATE

    here("study", "--limit", "1", "--plain", *NOW, typed="\n\n")
    here("interview", "--questions", "2", "--plain", *NOW, typed="\n\n")
    here("export", "jsonl", str(tmp_path / "progress.jsonl"), *NOW)
    (tmp_path / "copied" / "first-topic").mkdir(parents=True)
    for file, text in TEMPLATE.items():
        (tmp_path / "copied" / file).write_text(text.replace("NAME", "copied"), encoding="utf-8")
    here("deck", "new", "mine", *NOW)
    return json.loads(here("backup", "--json", *NOW)[1])["backup"]


def test_every_report_is_one_object_with_a_version(studied, here, tmp_path):
    for line, name in OBJECTS.items():
        if line.startswith("deck new"):
            here("deck", "remove", "mine", *NOW)
        if line.startswith("export jsonl"):
            (tmp_path / "progress.jsonl").unlink()
        arguments = line.format(tmp=tmp_path, backup=studied).split()
        code, out, said = here(*arguments, "--json", *NOW, typed="\n\n\n\n")
        assert code == 0, (line, said)
        found = json.loads(out)
        assert found["version"] == (3 if name == "items" else 1), line
        assert name in found, line


def test_what_was_a_list_is_a_list(studied, here):
    for line in LISTS:
        code, out, _ = here(*line.split(), "--json", *NOW)
        assert code == 0
        assert isinstance(json.loads(out), list), line


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_an_error_is_an_object_on_stdout_and_its_sentence_on_stderr(here, arguments):
    asked = ["--json"] if "--lang" in arguments else ["--json", "--lang", "zh"]
    code, out, said = here(*asked, *arguments)
    found = json.loads(out)
    assert code == 2
    assert said == f"backdrill: {found['error']}\n"
    assert found["version"] == 1


def test_a_session_s_report_holds_its_answers(here):
    _, out, asked = here("study", "--limit", "2", "--json", *NOW, typed="\n4\n\n\n")
    answers = json.loads(out)["answers"]
    assert [answer["rating"] for answer in answers] == ["easy", "again"]
    assert {"question_id", "topic", "correctness", "seconds"} <= set(answers[0])
    assert "Question 2" in asked


def test_an_interview_that_is_stopped_says_so(here):
    _, out, _ = here("interview", "--questions", "3", "--json", *NOW, typed="\n\nq\n")
    found = json.loads(out)
    assert found["finished"] is None
    assert found["answered"] >= 1


def test_faults_of_a_deck_are_a_report(here, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "deck.yaml").write_text("id: [", encoding="utf-8")
    code, out, said = here("check", str(tmp_path / "broken"), "--json")
    assert (code, said) == (2, "")
    assert json.loads(out)[0]["file"] == "deck.yaml"
    code, out, said = here("deck", "add", str(tmp_path / "broken"), "--json")
    assert (code, said) == (2, "")
    assert json.loads(out)["faults"][0]["line"] >= 1
