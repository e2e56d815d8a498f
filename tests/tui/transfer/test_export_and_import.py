"""`backdrill export` and `import`: whole files or none, text stays text, bad input is one sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from db.memory import Memory
from db.transfer.exporter import progress
from db.types import CardEntry, NewReview, Rating
from tests.shipped import deck
from tests.tui.commands.conftest import one_sentence
from tui.text.sanitize import inert
from tui.transfer.csv_file import harmless, reviews_as_csv
from tui.transfer.markdown import escaped


@pytest.fixture
def studied(backdrill):
    """Three answers, one of them a formula to a spreadsheet."""
    backdrill("study", "--plain", "--limit", "3", "--now", "2026-11-23T20:00", typed="\n\n\n" * 3)
    return backdrill


def elsewhere(tmp_path):
    return {"BACKDRILL_DATA": str(tmp_path / "elsewhere")}


def test_progress_travels_to_another_machine_and_back_without_a_change(studied, tmp_path):
    file, back = tmp_path / "progress.jsonl", tmp_path / "back.jsonl"
    assert json.loads(studied("export", "jsonl", str(file), "--json").stdout)["count"] > 100
    taken = json.loads(studied("import", str(file), "--json", **elsewhere(tmp_path)).stdout)
    assert taken["added"]["review"] == 3
    assert os.path.exists(taken["saved"])
    assert json.loads(studied("doctor", "--json", **elsewhere(tmp_path)).stdout)["reviews"] == 3
    studied("export", "jsonl", str(back), **elsewhere(tmp_path))
    assert back.read_bytes() == file.read_bytes()
    assert studied("export", "jsonl", "-").stdout.encode() == file.read_bytes()
    again = studied("import", str(file), "--lang", "zh", **elsewhere(tmp_path))
    assert "没有新内容" in again.stdout


def test_every_review_is_a_line_of_csv(studied, tmp_path):
    file = tmp_path / "reviews.csv"
    assert "3 reviews" in studied("export", "csv", str(file)).stdout
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["deck"] for row in rows] == ["deep-learning-1"] * 3
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), (" @SUM(A1)", "' @SUM(A1)"), ("-0.5", "-0.5"), ("+x", "'+x"), ("a\x1b[2Jb", "a\ufffd[2Jb")],
)
def test_no_answer_is_a_formula_to_a_spreadsheet_or_an_order_to_a_terminal(text, shown):
    assert harmless(text) == shown


def test_the_questions_are_a_document_in_either_language(studied, tmp_path):
    for language, word in (("en", "**Answer**"), ("zh", "**答案**")):
        file = tmp_path / f"{language}.md"
        count = json.loads(studied("export", "markdown", str(file), "--lang", language, "--json").stdout)["count"]
        text = file.read_text(encoding="utf-8")
        assert text.count("\n## ") == text.count(word) == count
        tokens = MarkdownIt("commonmark").parse(text)
        assert not [token for token in tokens if "html" in token.type or token.type == "code_block"]
        sources = [token.content for token in tokens if token.type == "fence"]
        assert len(sources) == sum(question.kind == "code" for question in deck().questions.values())
        assert all(compile(source, "answer", "exec") for source in sources)


@given(st.text(alphabet=st.sampled_from(list("ab \n*_`[]()<>#|~!&$\\-+=.12)红")), min_size=1))
def test_text_in_a_document_is_shown_as_it_is(text):
    text = "\n".join(line.strip() for line in inert(text).splitlines() if line.strip()) or "a"
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    parts = tokens[1].children or []
    assert "".join("\n" if part.type == "hardbreak" else part.content for part in parts) == text


def test_a_file_that_is_there_is_never_written_over(studied, tmp_path):
    file = tmp_path / "kept.txt"
    file.write_text("kept", encoding="utf-8")
    for format_ in ("jsonl", "csv", "markdown", "anki"):
        one_sentence(studied("export", format_, str(file)), "already")
    assert file.read_text(encoding="utf-8") == "kept"


def test_a_place_that_cannot_be_written_is_told(studied, tmp_path):
    one_sentence(studied("export", "csv", str(tmp_path / "no" / "such" / "file.csv")), "cannot be written")
    one_sentence(studied("export", "anki", "-"), "name a file")


def test_without_the_extra_it_is_named(studied, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "genanki.py").write_text("raise ModuleNotFoundError(name='genanki')", encoding="utf-8")
    path = os.pathsep.join([str(hidden), *filter(None, sys.path)])
    one_sentence(studied("export", "anki", str(tmp_path / "q.apkg"), PYTHONPATH=path), "backdrill[anki]", "genanki")


@pytest.mark.parametrize("content", [b"", b"\x00" * 5_000_000, b"PK\x03\x04 no", b"[" * 200_000, b'{"is": "review"}\n'])
def test_a_file_that_is_no_progress_is_one_sentence(studied, tmp_path, content):
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    before = studied("export", "jsonl", "-").stdout
    one_sentence(studied("import", str(file)), "nothing was changed")
    assert studied("export", "jsonl", "-").stdout == before


@pytest.mark.parametrize("name", ["nowhere.jsonl", ".", "bad\x1b[2J"])
def test_a_file_that_is_not_there_is_one_sentence(studied, name):
    told = studied("import", name)
    one_sentence(told, "no file")
    assert "\x1b" not in told.stderr


def test_an_answer_with_escapes_and_markup_is_kept_in_progress_and_shown_inert_in_csv(tmp_path):
    answer = '[bold]红\x1b[2J,"[/bold]\n=1'
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    memory = Memory.open(str(tmp_path / "memory.db"), clock=lambda: at)
    memory.sync([CardEntry("q0", "deck", "pooling")])
    memory.answer(memory.card("q0"), NewReview(Rating.GOOD, Rating.GOOD, answer, 1.0, 2.0))
    kept = [row for row in map(json.loads, progress(memory)) if row["is"] == "review"]
    rows = list(csv.DictReader(io.StringIO("".join(reviews_as_csv(memory)), newline="")))
    memory.close()
    assert kept[0]["answer"] == answer
    assert rows[0]["answer"] == answer.replace("\x1b", "\ufffd")
