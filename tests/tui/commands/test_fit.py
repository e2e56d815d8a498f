"""`backdrill fit`: what it says, what it changes, and that it can be stopped."""

from __future__ import annotations

import json
import os
import textwrap

import pytest

from db.memory import Memory
from db.scheduling.fsrs import DEFAULT_WEIGHTS
from db.scheduling.study_days import EPOCH
from tests.synthetic_learner import forgetful, lived
from tests.tui.commands.conftest import one_sentence

NOW = ("--now", "2028-01-04T20:00")


@pytest.fixture
def grown(tmp_path):
    """A data folder in which a learner of these weights has lived."""

    def make(weights, reviews=4000, seed=2):
        (tmp_path / "data").mkdir(exist_ok=True)
        memory = Memory.open(str(tmp_path / "data" / "backdrill.db"), clock=lambda: EPOCH)
        lived(memory, weights, reviews, seed).close()

    return make


def said(result):
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def told(result):
    return json.loads(said(result))


def test_a_better_fit_is_shown_adopted_and_taken_back(backdrill, grown):
    grown(forgetful())
    dry = told(backdrill("fit", "--dry-run", "--json", *NOW))
    assert (dry["verdict"], dry["adopted"]) == ("better", False)
    assert dry["gain"] == dry["log_loss"]["present"] - dry["log_loss"]["fitted"] > dry["standard_error"]
    assert tuple(dry["in_force"]) == DEFAULT_WEIGHTS
    assert "would be adopted" in said(backdrill("fit", "--dry-run", *NOW))
    words = said(backdrill("fit", *NOW))
    for number in (dry["log_loss"]["present"], dry["log_loss"]["fitted"], dry["gain"]):
        assert f"{number:.4f}" in words
    for number in (dry["reviews"], dry["recalls"], dry["held_out"]):
        assert f" {number} " in f" {words}"
    assert "Adopted." in words
    again = told(backdrill("fit", "--json", *NOW))
    assert (again["in_force"], again["compared_with"]) == (dry["fitted"], "adopted")
    assert (again["verdict"], again["gain"]) == ("no_better", 0)
    assert "未采用" in said(backdrill("fit", "--lang", "zh", *NOW))
    assert backdrill("doctor", *NOW).returncode == 0
    back = told(backdrill("fit", "--back", "--json", *NOW))
    assert (back["returned"], back["to"], tuple(back["in_force"])) == (True, "defaults", DEFAULT_WEIGHTS)
    assert "already" in said(backdrill("fit", "--back", *NOW))


def test_a_learner_as_the_defaults_say_keeps_them(backdrill, grown):
    grown(DEFAULT_WEIGHTS, 2500, 0)
    assert "Not adopted" in said(backdrill("fit", *NOW))
    data = told(backdrill("fit", "--json", *NOW))
    assert (data["verdict"], data["adopted"], tuple(data["in_force"])) == ("no_better", False, DEFAULT_WEIGHTS)


def test_too_few_reviews_are_told(backdrill):
    assert "learning takes 400" in said(backdrill("fit", *NOW))
    assert "至少要有 400 次" in said(backdrill("fit", "--lang", "zh", *NOW))
    assert told(backdrill("fit", "--json", *NOW))["verdict"] == "too_few"


def test_without_the_extra_one_sentence_names_it_and_back_works(backdrill, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "fsrs_rs_python.py").write_text("raise ModuleNotFoundError(name='fsrs_rs_python')", encoding="utf-8")
    one_sentence(backdrill("fit", PYTHONPATH=with_folder(hidden)), "pip install 'backdrill[fit]'", "fsrs_rs_python")
    assert "already" in said(backdrill("fit", "--back", PYTHONPATH=with_folder(hidden)))
    one_sentence(backdrill("fit", "--back", "--dry-run"), "not allowed")


def test_ctrl_c_changes_nothing(backdrill, grown, tmp_path):
    grown(forgetful(), 1500)
    slow = tmp_path / "slow"
    slow.mkdir()
    (slow / "fsrs_rs_python.py").write_text(INTERRUPTED, encoding="utf-8")
    stopped = backdrill("fit", *NOW, PYTHONPATH=with_folder(slow))
    assert (stopped.returncode, stopped.stdout) == (130, "")
    assert stopped.stderr == "Stopped; nothing was changed.\n"
    assert told(backdrill("fit", "--back", "--json", *NOW))["returned"] is False
    assert backdrill("doctor", *NOW).returncode == 0


INTERRUPTED = textwrap.dedent(
    """
    import os, signal, time

    def FSRSReview(rating, elapsed): return rating, elapsed
    def FSRSItem(reviews): return list(reviews)

    class FSRS:
        def __init__(self, weights): pass
        def compute_parameters(self, items):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
    """
)


def with_folder(folder):
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
