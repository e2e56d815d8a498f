"""Small tables of `python -m tests.benchmarks.forecast`: two learners of each kind, seeds fixed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.benchmarks import review_log
from tests.benchmarks.forecast import AHEAD, EXAMS, covered, measured, together
from tests.benchmarks.simulated_learners import FIRST_DAY, begun

KINDS = (
    *("FSRS, default weights", "FSRS, other weights", "FSRS, many breaks", "always 2 % right", "always 55 % right"),
    *("knows two topics", "improving", "careless on one kind", "guessing"),
)


@pytest.fixture(scope="module")
def found():
    return together(measured(KINDS, [7, 8], days=(8,)))


@pytest.mark.parametrize("ahead", AHEAD)
def test_nine_of_ten_intervals_hold_the_truth(found, ahead):
    held, width, bias, _ = covered(found["all"].topics, ahead)
    assert 0.85 <= held <= 0.98
    assert width < 0.45
    assert abs(bias) < 0.06


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_learner_is_left_out(found, kind):
    assert np.mean([covered(found[kind].topics, ahead)[0] for ahead in AHEAD]) >= 0.5


@pytest.mark.parametrize("ahead", EXAMS)
def test_exams_after_study_come_out_as_forecast(found, ahead):
    held, width, _, _ = covered(found["all"].exams, ahead)
    assert held >= 0.8
    assert width < 0.6


def test_not_every_exam_is_within_its_interval(found):
    """Intervals that always hold are too wide."""
    assert np.mean([covered(found["all"].exams, ahead)[0] for ahead in EXAMS]) < 0.99


def test_the_next_recall_is_predicted_better_than_by_the_base_rate_and_by_fsrs(found):
    estimate, rate, _, fsrs = np.concatenate(found["all"].losses).mean(0)
    assert estimate < rate - 0.02
    assert estimate < fsrs - 0.02


def test_whoever_fsrs_describes_is_predicted_nearly_as_well_as_by_fsrs(found):
    estimate, _, _, fsrs = np.concatenate(found["FSRS, default weights"].losses).mean(0)
    assert estimate < fsrs + 0.02


def test_whoever_is_right_by_one_chance_is_predicted_nearly_as_well_as_by_her_rate(found):
    for kind in ("always 2 % right", "always 55 % right"):
        estimate, rate, _, _ = np.concatenate(found[kind].losses).mean(0)
        assert estimate < rate + 0.03


def test_a_review_log_is_predicted(tmp_path, capsys):
    study = begun("FSRS, other weights", 3)
    for _ in range(30):
        study.one_day()
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    lines = ["card_id,review_rating,review_time,review_duration"]
    for number, logged in enumerate(study.log):
        time = noon + timedelta(days=logged.day - FIRST_DAY, seconds=number)
        lines.append(f"{logged.question},{3 if logged.right else 1},{time.isoformat()},5000")
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines))
    review_log.print_losses(str(path))
    counted, *losses = capsys.readouterr().out.splitlines()
    assert counted.startswith(f"{len(study.log)} reviews of ")
    by_name = {line[:26].strip(): float(line[26:]) for line in losses}
    assert by_name["estimate of knowledge"] < by_name["base rate before"]
    assert by_name["estimate of knowledge"] < by_name["FSRS-6, default weights"] + 0.01
