"""Anki itself reads the exported deck: every question in both languages, and a second import adds nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from hypothesis import given
from hypothesis import strategies as st

from content.library import open_library
from tui.transfer.anki import as_html, write

SEED = 3


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def package(library, tmp_path_factory):
    file = tmp_path_factory.mktemp("anki") / "questions.apkg"
    assert write(library, SEED, file, 1_800_000_000.0) == 2 * len(library.questions)
    return file


@pytest.fixture
def collection(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def take(collection, file):
    request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def test_anki_takes_every_note_once(collection, library, package, tmp_path):
    assert len(take(collection, package).new) == 2 * len(library.questions)
    assert collection.card_count() == 2 * len(library.questions)
    decks = {deck.name for deck in collection.decks.all_names_and_ids()}
    for topic in library.topics.values():
        assert f"Backdrill (English)::{topic.title.en}" in decks
        assert f"Backdrill（中文）::{topic.title.zh}" in decks
    again = tmp_path / "again.apkg"
    write(library, SEED, again, 1_800_000_500.0)
    assert len(take(collection, again).new) == 0
    assert collection.note_count() == 2 * len(library.questions)


def test_anki_finds_nothing_to_mend_and_every_card_shows_question_and_answer(collection, package):
    take(collection, package)
    _, sound = collection.fix_integrity()
    assert sound
    for card_id in collection.find_cards("")[::9]:
        card = collection.get_card(card_id)
        note = card.note()
        assert note["Question"] in card.question()
        assert note["Answer"] in card.answer()
        assert note["Answer"].strip()
        assert "{{" not in note["Question"] + note["Answer"] + note["Explanation"]


class Seen(HTMLParser):
    """What a browser would show of a text, and every tag in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.tags = "", set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data):
        self.text += data


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="$")))
def test_text_is_shown_as_it_is_and_brings_no_markup(text):
    seen = Seen(as_html(text))
    assert seen.tags <= {"br"}
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", seen.text)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a < b & c > d", '<img src=x onerror="x">', "&lt;b&gt;"])
def test_html_in_a_deck_is_text(text):
    assert Seen(as_html(text)).text == text
    assert Seen(as_html(f"${text}$")).text == rf"\({text}\)"
    assert Seen(as_html(f"${text}$")).tags == set()


def test_formulas_become_those_of_anki():
    assert as_html(r"so $\frac{a}{b}$ and $$x^2$$") == r"so \(\frac{a}{b}\) and \[x^2\]"
