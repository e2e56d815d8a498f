"""Notes and answers may come from someone else's file: the screens show them and obey nothing in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from content.library import open_library
from content.variants import make
from db.memory import Memory
from db.types import CardEntry, NewReview, Rating
from tui.widgets.card_history import card_page
from tui.widgets.verdict import explanation_block

SLY = "[bold]red[/bold] \x1b[2J\u202etxet"
SHOWN = "[bold]red[/bold] \ufffd[2J\ufffdtxet"


@pytest.fixture(scope="module")
def question():
    return next(iter(open_library().questions.values()))


def test_the_page_of_a_card_shows_note_and_answers_as_text(question, tmp_path):
    memory = Memory.open(str(tmp_path / "memory.db"), clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    memory.sync([CardEntry(question.id, "deck", "pooling")])
    memory.answer(memory.card(question.id), NewReview(Rating.GOOD, Rating.GOOD, SLY, 1.0, 2.0))
    card = memory.note(question.id, SLY)
    page = card_page(question, card, memory.history(question.id), "zh").plain
    memory.close()
    assert card.last_day == date(2026, 11, 22)  # before 04:00
    assert page.count(SHOWN) == 2
    assert "\x1b" not in page


def test_the_note_below_an_explanation_is_text(question):
    block = explanation_block(make(question, 1), SLY, None, "", "en", 70)
    assert SHOWN in block.plain
    assert "\x1b" not in block.plain
