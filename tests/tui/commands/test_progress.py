"""`weak` and `stats` from the command line."""

from __future__ import annotations

import json


def test_a_weak_session_asks_each_question_once_and_ends_with_before_and_after(backdrill):
    result = backdrill("weak", "--plain", "--limit", "3", "--now", "2026-11-23T20:00", typed="\n\n" * 3)
    assert "3 answered" in result.stdout
    assert "known: not begun before, cannot be predicted yet now" in result.stdout


def test_statistics_in_words_and_as_json(backdrill):
    assert "No answers yet" in backdrill("stats", "--now", "2026-11-23T20:00").stdout
    backdrill("study", "--plain", "--now", "2026-11-23T20:00", typed="\n\n\n\n")
    said = backdrill("stats", "--lang", "zh", "--now", "2026-11-23T21:00").stdout
    assert "连续学习 1 天" in said
    data = json.loads(backdrill("stats", "--json", "--now", "2026-11-23T21:00").stdout)
    assert data["days"][0]["answers"] == 2
    assert {"pooling", "batchnorm", "descent"} <= {row["topic"] for row in data["mastery"]}
