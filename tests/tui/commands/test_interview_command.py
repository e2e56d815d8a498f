"""`backdrill interview` in a process of its own: the line mode, resuming, reports, past interviews."""

from __future__ import annotations

import json

import pytest

from tests.tui.commands.conftest import backdrill

__all__ = ["backdrill"]

NOW = ("--now", "2027-03-01T09:00+00:00")
SHORT = ("interview", "--questions", "2", "--seed", "3", "--level", "1-2", *NOW)


def test_an_interview_says_nothing_about_answers_until_its_report(backdrill):
    done = backdrill(*SHORT, "--plain", typed="\n\n")
    assert done.returncode == 0, done.stderr
    asking, report = done.stdout.split("# Interview of")
    assert asking.count("── Question") == 2
    assert "✗" not in asking
    assert "Evidence" not in asking
    assert "easier" not in asking
    assert "Score 0%: 0 of 2 right" in report
    assert report.count("Evidence: ") == 2


def test_stopping_keeps_the_answers_and_resume_goes_on_with_the_same_question(backdrill):
    first = backdrill(*SHORT, "--plain", typed="\nq\n")
    assert first.returncode == 0
    second_question = first.stdout.split("── Question 2 of 2")[1].split("Answer (")[0]
    again = backdrill("interview", "--resume", "--plain", *NOW, typed="\n")
    assert again.stdout.split("── Question 2 of 2")[1].split("Answer (")[0] == second_question
    assert "0 of 2 right" in again.stdout
    none = backdrill("interview", "--resume", "--plain", *NOW)
    assert (none.returncode, none.stderr) == (2, "backdrill: No interview is open.\n")


def test_json_prints_only_the_report_and_past_ones_are_listed_shown_and_exported(backdrill, tmp_path):
    done = backdrill(*SHORT, "--json", typed="\n\n")
    report = json.loads(done.stdout)
    assert (report["questions"], report["seed"], report["levels"]) == (2, 3, [1, 2])
    (listed,) = json.loads(backdrill("interview", "--list", "--json").stdout)
    assert listed["interview"] == report["interview"]
    shown = backdrill("interview", "--show", "1", "--lang", "zh").stdout
    assert "的面试" in shown
    path = backdrill("interview", "--export", "1", "--lang", "zh").stdout.strip()
    assert path.startswith(str(tmp_path / "data" / "interviews"))
    with open(path, encoding="utf-8") as file:
        assert file.read() == shown


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--level", "4"), "--level"),
        (("--level", "3-1"), "--level"),
        (("--topics", "nowhere"), "nowhere"),
        (("--show", "7"), "7"),
        (("--questions", "0"), "0"),
    ],
)
def test_wrong_usage_is_told_in_one_line(backdrill, arguments, word):
    done = backdrill("interview", "--plain", *arguments)
    assert done.returncode == 2
    assert word in done.stderr
    assert done.stderr.count("\n") == 1


def test_open_interviews_are_listed_and_any_of_them_can_be_gone_on_with(backdrill):
    assert "No interview is open" in backdrill("interview", "--open").stdout
    backdrill(*SHORT, "--plain", typed="\nq\n")
    later = [*SHORT[:-1], "2027-03-01T10:00+00:00"]
    assert "still open" in backdrill(*later, "--plain", typed="q\n").stderr
    listed = backdrill("interview", "--open").stdout.splitlines()
    assert [line.split("  ")[-1] for line in listed] == ["0 of 2 answered", "1 of 2 answered"]
    assert [one["answered"] for one in json.loads(backdrill("interview", "--open", "--json").stdout)] == [0, 1]
    assert "Question 2 of 2" in backdrill("interview", "--resume", "2", "--plain", *NOW, typed="q\n").stdout
    none = backdrill("interview", "--resume", "3", "--plain", *NOW)
    assert none.returncode == 2
    assert "there are 2" in none.stderr
