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


def test_a_day_too_far_off_is_refused_and_nothing_is_kept(backdrill):
    one_sentence(backdrill("exam", "9999-12-31", *NOW), "too far off")
    assert "No exam is set" in backdrill("exam", *NOW).stdout


def test_an_exam_today_or_tomorrow_brings_new_questions(backdrill):
    for day in ("2027-01-04", "2027-01-05"):
        said = backdrill("exam", day, *NOW).stdout
        assert "Today: 22 new questions at least" in said
        assert "never seen" in said
    studied = backdrill("study", "--plain", "--limit", "3", *NOW, typed="\n\n" * 3).stdout
    assert "3 answered" in studied


def test_a_topic_that_is_not_examined_is_left_out(backdrill):
    data = json.loads(backdrill("exam", "2027-01-20", "--weight", "pooling=0", "--json", *NOW).stdout)
    assert "pooling" not in {topic["topic"] for topic in data["readiness"]}
    assert len(data["readiness"]) == 7
    one_sentence(backdrill("exam", "--weight", "pooling", *NOW), "TOPIC=NUMBER")
    one_sentence(backdrill("exam", "--weight", "poling=1", *NOW), "pooling")
    one_sentence(backdrill("exam", "--weight", "pooling=99", *NOW), "from 0 to 10")


def test_what_is_expected_is_said_in_the_words_of_every_page(backdrill):
    assert "Expected on the day, right: cannot be predicted yet." in backdrill("exam", "2027-01-20", *NOW).stdout
    assert "预计当天答对：尚无法预测" in backdrill("exam", "--lang", "zh", *NOW).stdout
