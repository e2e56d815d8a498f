"""The list of what waits for new content: it may only shrink. When it has shrunk, lower the numbers here."""

from __future__ import annotations

import pytest

from content.loader import shipped_folder
from content.verification.gate.findings import Finding, Point
from content.verification.judge import static_findings
from content.verification.known import is_known, known_of, no_longer_found

MOST = {"tautology": 21, "variety": 80, "players": 1, "reader": 11, "languages": 96}


def test_the_known_list_only_shrinks_and_names_what_there_is(deck):
    known = known_of(shipped_folder())
    sizes = {point: len(ids) for point, ids in known.items()}
    assert set(sizes) <= set(Point)
    assert {point: n for point, n in sizes.items() if n > MOST.get(point, 0)} == {}
    ids = {*deck.claims, *deck.questions, deck.info.id}
    assert {name for listed in known.values() for name in listed} <= ids


def test_what_can_be_found_without_a_draw_is_known(deck):
    known = known_of(shipped_folder())
    found = static_findings(deck, [*deck.claims.values(), *deck.questions.values()])
    assert [finding for finding in found if not is_known(finding, known)] == []


def test_an_entry_that_is_no_longer_found_is_told():
    known = {"variety": frozenset({"one", "two"})}
    found = [Finding(Point.VARIETY, "one", "", "")]
    assert no_longer_found(found, known) == ["variety: two"]


@pytest.mark.parametrize("folder", ["another"])
def test_only_the_shipped_deck_has_a_list(tmp_path, folder):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "known.yaml").write_text("variety: [x]\n", encoding="utf-8")
    assert known_of(tmp_path / folder) == {}
