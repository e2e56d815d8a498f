"""`verify`, `check` and `ask` as scripts use them: the gate, planted faults, ranges of variants."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.content.conftest import TWELVE
from tests.tui.commands.conftest import one_sentence


@pytest.fixture
def deck(tmp_path):
    return shutil.copytree(TWELVE, tmp_path / "twelve")


def change(deck, file, old, new):
    path = deck / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


LIE = (
    "      check: rows * columns == (floor((size - kernel) / stride) + 1) ** 2\n      correct: true",
    "      check: rows * columns == rows * columns\n      correct: true",
)


def test_a_deck_of_format_2_fails_at_the_gate_and_one_of_format_1_is_warned(backdrill, deck):
    change(deck, "basics/questions.yaml", *LIE)
    arguments = ("verify", str(deck), "--only", "pool-many", "--draws", "12")
    strict = backdrill(*arguments)
    assert strict.returncode == 1
    assert "✗ tautology, seed" in strict.stdout or "✗ tautology: basics/questions.yaml:" in strict.stdout
    assert "It does not prove" in strict.stdout
    change(deck, "deck.yaml", "format: 2\n", "")
    warned = backdrill(*arguments)
    assert warned.returncode == 0
    assert "! tautology" in warned.stdout
    assert backdrill(*arguments, "--strict").returncode == 1
    gate = json.loads(backdrill(*arguments, "--json").stdout)["gate"]
    assert gate["strict"] is False
    finding = gate["findings"][0]
    assert finding["point"] == "tautology"
    assert finding["file"] == "basics/questions.yaml"
    line = (deck / finding["file"]).read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
    assert "rows * columns == rows * columns" in line


def test_check_tells_what_needs_no_draw_and_names_the_new_format(backdrill, deck):
    assert backdrill("check", str(deck)).stdout.count("\n") == 1
    change(deck, "basics/questions.yaml", "check: trainable == kernel * kernel", "check: kernel * kernel == 1")
    told = backdrill("check", str(deck))
    assert told.returncode == 2
    assert "depends on no measurement" in told.stdout
    change(deck, "deck.yaml", "format: 2\n", "")
    old = backdrill("check", str(deck))
    assert old.returncode == 0
    assert "this deck is in format 1" in old.stdout


def test_faults_are_planted_and_the_unnoticed_told(backdrill, deck):
    result = backdrill("verify", str(deck), "--faults", "--only", "chain-number", "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 0
    assert report["planted"] >= 5
    assert report["noticed"] + len(report["unnoticed"]) == report["planted"]
    assert sum(c["planted"] for c in report["classes"].values()) == report["planted"]
    assert "planted faults noticed" in backdrill("verify", str(deck), "--faults", "--only", "chain-number").stdout


def test_ask_lists_all_questions(backdrill):
    rows = json.loads(backdrill("ask", "--json").stdout)["questions"]
    assert {"question", "deck", "topic", "kind", "level", "claims"} == set(rows[0])
    listed = backdrill("ask").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [row["question"] for row in rows]


def test_ask_prints_a_range_of_variants_one_a_line(backdrill):
    lines = backdrill("ask", "pooling-sum-kept", "--seed", "3..6", "--json").stdout.splitlines()
    variants = [json.loads(line) for line in lines]
    assert [variant["seed"] for variant in variants] == [3, 4, 5, 6]
    for variant in variants:
        right = ["abcdefgh"[i] for i, s in enumerate(variant["statements"]) if s["right"]]
        assert right == variant["key"]
        assert all(s["holds"] == s["right"] for s in variant["statements"])


@pytest.mark.parametrize("seed", ["x", "3..1", "1..", "0..9999999", "1...3"])
def test_a_range_that_is_none_is_told(backdrill, seed):
    one_sentence(backdrill("ask", "pooling-sum-kept", "--seed", seed, "--json"), "--seed takes")


def test_several_variants_are_not_asked_at_once(backdrill):
    one_sentence(backdrill("ask", "pooling-sum-kept", "--seed", "1..3", "--plain"), "only --json prints more than one")


def test_the_old_name_of_jobs_stays(backdrill, deck):
    for name in ("--jobs", "--workers"):
        assert backdrill("verify", str(deck), "--only", "chain-number", "--draws", "2", name, "1").returncode == 0
