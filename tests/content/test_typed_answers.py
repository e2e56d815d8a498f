"""What the matcher hears in answers written without sight of its cues. The floors lie a little below the first contact."""

from __future__ import annotations

import pytest

from content.strict_yaml import load_file
from engine.rubric_matcher.recognise import State
from tests.benchmarks.heard import ANSWERS, LABELS, heard, tally


@pytest.fixture(scope="module")
def counts():
    return tally(list(heard()))


def test_each_label_names_a_point_of_its_question_once(deck):
    for typed in load_file(ANSWERS):
        labelled = [index for name in LABELS for index in typed[name]]
        assert len(labelled) == len(set(labelled)), typed["text"]
        assert set(labelled) <= set(range(len(deck.questions[typed["question"]].rubric))), typed["text"]


def test_most_made_points_are_found_and_few_denied(counts):
    assert counts["made", State.FOUND] >= 100
    assert counts["made", State.FOUND] + counts["made", State.UNSURE] >= 106
    assert counts["made", State.DENIED] <= 4


def test_what_is_wrong_or_absent_is_seldom_called_found(counts):
    assert counts["wrong", State.FOUND] <= 8
    assert counts["absent", State.FOUND] <= 5
