"""Own decks: made, checked, added, listed, put aside; what is wrong with one is told and loses nothing."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.tui.commands.conftest import one_sentence


@pytest.fixture
def decks(tmp_path):
    return tmp_path / "data" / "decks"


def test_a_new_deck_verifies_and_is_studied(backdrill, decks):
    assert "my-notes" in backdrill("deck", "new", "my-notes").stdout
    assert backdrill("check", "my-notes").returncode == 0
    assert backdrill("verify", "my-notes", "--draws", "40").returncode == 0
    listed = json.loads(backdrill("deck", "list", "--json").stdout)["decks"]
    assert [(row["deck"], row["own"]) for row in listed] == [("deep-learning-1", False), ("my-notes", True)]
    assert "two significant digits" in backdrill("ask", "my-notes-question-1", "--plain", typed="\n\n").stdout


def test_a_folder_is_added_without_what_does_not_belong_and_put_aside_again(backdrill, decks, tmp_path):
    backdrill("deck", "new", "mine")
    source = shutil.move(decks / "mine", tmp_path / "elsewhere")
    (source / "run.py").write_text("raise SystemExit('never')", encoding="utf-8")
    assert "2 questions" in backdrill("deck", "add", str(source)).stdout
    assert not (decks / "mine" / "run.py").exists()
    backdrill("study", "--plain", "--topic", "first-topic", "--limit", "1", typed="0.25\n\n\n\n")
    said = backdrill("deck", "remove", "mine", "--lang", "zh").stdout
    assert "历史仍保留" in said
    assert not (decks / "mine").exists()
    assert len(list((tmp_path / "data" / "removed-decks").iterdir())) == 1
    assert "mine" not in backdrill("deck", "list").stdout


def test_a_faulty_folder_is_refused_with_places_and_nothing_is_added(backdrill, decks, tmp_path):
    backdrill("deck", "new", "bad")
    source = shutil.move(decks / "bad", tmp_path / "bad")
    file = source / "first-topic" / "questions.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: derivative", "value: nonsense"), encoding="utf-8")
    refused = backdrill("deck", "add", str(source))
    assert refused.returncode == 2
    assert "questions.yaml:" in refused.stdout
    assert not (decks / "bad").exists()


def test_questions_that_another_deck_has_are_refused(backdrill, decks, tmp_path):
    backdrill("deck", "new", "one")
    source = shutil.copytree(decks / "one", tmp_path / "two")
    text = (source / "deck.yaml").read_text(encoding="utf-8")
    (source / "deck.yaml").write_text(text.replace("id: one", "id: two"), encoding="utf-8")
    one_sentence(backdrill("deck", "add", str(source)), "one-question-1", "unique")


def test_a_link_out_of_the_folder_is_refused(backdrill, decks, tmp_path):
    backdrill("deck", "new", "sly")
    source = shutil.move(decks / "sly", tmp_path / "sly")
    secret = tmp_path / "secret.yaml"
    secret.write_text("[]", encoding="utf-8")
    (source / "sources.yaml").symlink_to(secret)
    one_sentence(backdrill("deck", "add", str(source)), "leads out")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("new", "Bad Name"), "lower-case"),
        (("new", "../up"), "lower-case"),
        (("new", "deep-learning-1"), "already"),
        (("add", "/no/such/folder"), "deck.yaml"),
        (("remove", "nothing"), "There are: none."),
        (("remove", ".."), "There are: none."),
        (("new",), "needed"),
    ],
)
def test_bad_names_are_told(backdrill, arguments, word):
    one_sentence(backdrill("deck", *arguments), word)
