"""`backdrill exam`: set a day, see what to expect, clear it."""

from __future__ import annotations

import json

import pytest

from tests.tui.commands.conftest import one_sentence

NOW = ("--now", "2027-01-04T20:00")


def test_an_exam_is_planned_remembered_and_cleared(backdrill):
    assert "No exam is set" in backdrill("exam", *NOW).stdout
    said = backdrill("exam", "2027-03-01", "--minutes-a-day", "45", *NOW).stdout
    assert "in 56 days; 45 minutes a day" in said
    zh = backdrill("exam", "--lang", "zh", *NOW).stdout
    assert "还有 56 天" in zh
    data = json.loads(backdrill("exam", "--json", *NOW).stdout)
    assert data["exam"] == "2027-03-01"
    assert len(data["readiness"]) == 8
    assert backdrill("exam", "--clear", *NOW).returncode == 0
    assert "No exam is set" in backdrill("exam", *NOW).stdout


@pytest.mark.parametrize(("day", "word"), [("2026-12-31", "past"), ("soon", "2027-03-01"), ("2027-02-30", "date")])
def test_a_bad_day_is_told(backdrill, day, word):
    one_sentence(backdrill("exam", day, *NOW), word)
