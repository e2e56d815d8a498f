"""What a question says about how far it was proved."""

from __future__ import annotations

from dataclasses import replace

from content.trust import Trust, read_passed, sign, trust_of, write_passed


def test_trust_rises_from_card_to_proved(twelve):
    recall = twelve.questions["chain-recall"]
    assert trust_of(replace(recall, proof=()), {recall.id}) is Trust.CARD
    number = twelve.questions["chain-number"]
    assert trust_of(number, ()) is Trust.CHECKED
    assert trust_of(number, {number.id}) is Trust.PROVED
    for question in twelve.questions.values():
        assert trust_of(question, set(twelve.questions)) is Trust.PROVED


def test_what_has_one_route_only_is_checked(twelve):
    number = twelve.questions["chain-number"]
    alone = replace(number, answer=replace(number.answer, proof=()))
    assert trust_of(alone, {number.id}) is Trust.CHECKED


def test_a_changed_deck_is_proved_no_longer(tmp_path):
    write_passed(tmp_path, "mine", "digest", ["a", "b"])
    assert read_passed(tmp_path, "mine", "digest") == {"a", "b"}
    assert read_passed(tmp_path, "mine", "another") == frozenset()
    assert read_passed(tmp_path, "none", "digest") == frozenset()
    (tmp_path / "mine.json").write_text("[", encoding="utf-8")
    assert read_passed(tmp_path, "mine", "digest") == frozenset()


def test_each_trust_has_a_sign_and_a_word_of_its_own():
    assert len({sign(trust) for trust in Trust}) == 3
