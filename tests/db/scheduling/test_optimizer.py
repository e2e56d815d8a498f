"""Fitting: the trainer sees no held-out review, and only weights that predict them better are ever adopted."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from types import SimpleNamespace

import fsrs_rs_python as trainer
import pytest
from sqlalchemy import func, select

from db.errors import BadFit, BadSetting
from db.memory import Memory
from db.scheduling import optimizer
from db.scheduling.fsrs import DEFAULT_WEIGHTS, Parameters, parameters_from
from db.scheduling.optimizer import Compared, FitOutcome
from db.tables import REVIEWS, SETS
from db.transfer.exporter import progress
from db.transfer.importer import bring_in
from tests.late import late
from tests.synthetic_learner import forgetful, lived

metrics = late("sklearn.metrics")

HOPEFUL = (*[100.0] * 4, *DEFAULT_WEIGHTS[4:])
"""Weights of someone who never forgets."""


@pytest.fixture
def empty(tmp_path, clock):
    """A memory of its own in SQLite."""
    memory = Memory.open(str(tmp_path / "fit.db"), clock=clock)
    yield memory
    memory.close()


def lives_and_sets(memory):
    with memory.store.reading() as connection:
        sets = {row.id: parameters_from(row.parameters) for row in connection.execute(select(SETS))}
        return optimizer.read(connection, memory.learner_id), sets


def recalls(lives):
    return sorted(step.at for life in lives for step in life.steps if step.elapsed)


def split_of(lives):
    """The instant from which on four fifths of the recalls have gone."""
    instants = recalls(lives)
    return instants[len(instants) - round(len(instants) / 5)]


def test_a_learner_of_known_weights_is_recovered_and_adopted(home, clock):
    memory = lived(Memory.open(home, clock=clock), forgetful(), 4000, seed=2)
    lives, sets = lives_and_sets(memory)
    found = optimizer.fit(memory)
    assert found.reviews == sum(len(life.steps) for life in lives) >= 4000
    assert (found.recalls, found.held_out) == (len(recalls(lives)), round(len(recalls(lives)) / 5))
    assert found.gain > found.chance > 0
    true = optimizer.compare(lives, split_of(lives), sets, (DEFAULT_WEIGHTS, forgetful()))
    possible = found.present - optimizer.summed(true)[1]
    assert found.gain > possible / 2
    assert optimizer.adopt(memory, found)
    assert memory.settings.weights_in_force() == found.weights
    memory.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_learner_as_the_defaults_say_keeps_them(empty, seed):
    found = optimizer.fit(lived(empty, DEFAULT_WEIGHTS, 2500, seed))
    assert found.verdict is FitOutcome.NO_BETTER
    assert not optimizer.adopt(empty, found)
    assert empty.settings.weights == []


@pytest.mark.parametrize("chance", [0.5, 0.8, 0.97])
def test_noise_makes_no_later_prediction_worse(empty, chance):
    """Recall by a coin, whatever the interval: what was learned halfway is held against the half that came after."""
    lives, sets = lives_and_sets(lived(empty, DEFAULT_WEIGHTS, 5000, seed=3, chance=chance))
    middle = recalls(lives)[len(recalls(lives)) // 2]
    before = [replace(life, steps=[step for step in life.steps if step.at < middle]) for life in lives]
    before = [life for life in before if life.steps]
    split = split_of(before)
    weights = optimizer.learn(before, split)
    present, fitted, by_chance = optimizer.summed(optimizer.compare(before, split, sets, (DEFAULT_WEIGHTS, weights)))
    if present - fitted > by_chance:
        present, fitted, _ = optimizer.summed(optimizer.compare(lives, middle, sets, (DEFAULT_WEIGHTS, weights)))
        assert fitted < present
    else:
        assert chance > 0.9, "the defaults do not suit a coin"


def test_the_losses_are_those_of_the_reference_in_rust(empty):
    lives, _ = lives_and_sets(lived(empty, forgetful(), 1500, seed=5))
    found, split = optimizer.fit(empty), split_of(lives)
    ratings, told = [], {"present": [], "fitted": []}
    for name, weights in (("present", DEFAULT_WEIGHTS), ("fitted", found.weights)):
        for life in lives:
            for rating, chance in by_reference(life, split, weights):
                told[name].append(chance)
                ratings += [rating > 1] if name == "present" else []
    assert len(ratings) == found.held_out
    assert found.present == pytest.approx(metrics.log_loss(ratings, told["present"]), abs=1e-5)
    assert found.fitted == pytest.approx(metrics.log_loss(ratings, told["fitted"]), abs=1e-5)


def by_reference(life, split, weights):
    """(rating, predicted chance) of the held-out recalls; until the split the states are those of the defaults."""
    reviews = [(step, trainer.FSRSReview(step.rating, step.elapsed)) for step in life.steps]
    early = [review for step, review in reviews if step.at < split]
    late = [(step, review) for step, review in reviews if step.at >= split]
    start = trainer.FSRS(list(DEFAULT_WEIGHTS)).memory_state(trainer.FSRSItem(early)) if early else None
    model, decay = trainer.FSRS(list(weights)), -weights[20]
    for number, (step, _) in enumerate(late):
        if step.elapsed:
            passed = [review for _, review in late[:number]]
            state = model.memory_state(trainer.FSRSItem(passed), start) if passed else start
            yield step.rating, (1 + (0.9 ** (1 / decay) - 1) * step.elapsed / state.stability) ** decay


def flipped(lives, chosen):
    """The lives with recalled and forgotten exchanged in the recalls that are chosen by their instant."""

    def other(step):
        return step._replace(rating=1 if step.rating > 1 else 3) if step.elapsed and chosen(step.at) else step

    return [replace(life, steps=[other(step) for step in life.steps]) for life in lives]


def test_the_trainer_sees_the_older_recalls_and_nothing_of_the_newest(empty):
    lives, sets = lives_and_sets(lived(empty, forgetful(), 2500, seed=1))
    found, split = optimizer.fit(empty), split_of(lives)
    assert optimizer.learn(flipped(lives, lambda at: at >= split), split) == found.weights
    assert optimizer.learn(flipped(lives, lambda at: at < split), split) != found.weights
    assert optimizer.learn(lives[::-1], split) == found.weights
    pair = (DEFAULT_WEIGHTS, found.weights)
    scored = optimizer.compare(lives, split, sets, pair)
    assert optimizer.summed(scored)[:2] == (found.present, found.fitted)
    assert len(scored) == len([at for at in recalls(lives) if at >= split]) == found.held_out
    assert (
        optimizer.summed(optimizer.compare(flipped(lives, lambda at: at >= split), split, sets, pair))[0]
        > found.present
    )


def test_worse_weights_are_never_adopted(empty, monkeypatch):
    lived(empty, forgetful(), 2000, seed=1)
    monkeypatch.setattr(optimizer, "learn", lambda *_: HOPEFUL)
    found = optimizer.fit(empty)
    assert found.fitted > found.present
    assert found.verdict is FitOutcome.NO_BETTER
    assert not optimizer.adopt(empty, found)
    assert empty.settings.weights_in_force() == DEFAULT_WEIGHTS


def test_a_fall_within_one_standard_error_is_chance():
    even = [Compared(card, 0.5, 0.5 + (-1) ** card * 0.1) for card in range(100)]
    present, fitted, chance = optimizer.summed([*even, Compared(100, 0.5, 0.4)])
    assert 0 < present - fitted < chance
    assert optimizer.summed([Compared(1, 0.5, 0.4) for _ in range(100)])[2] == pytest.approx(0.1)
    assert optimizer.summed([Compared(card, 0.5, 0.4) for card in range(100)])[2] == pytest.approx(0.01)


def test_too_few_recalls_change_nothing(empty, monkeypatch):
    count = len(recalls(lives_and_sets(lived(empty, forgetful(), 1200, seed=1))[0]))
    monkeypatch.setattr(optimizer, "ENOUGH", count + 1)
    few = optimizer.fit(empty)
    assert (few.verdict, few.recalls, few.weights) == (FitOutcome.TOO_FEW, count, None)
    assert not optimizer.adopt(empty, few)
    monkeypatch.setattr(optimizer, "ENOUGH", count)
    assert optimizer.fit(empty).verdict is not FitOutcome.TOO_FEW


@pytest.mark.parametrize("given", [[1.0] * 35, [nan] * 21, []])
def test_a_trainer_that_gives_something_else_is_told(empty, monkeypatch, given):
    lived(empty, forgetful(), 1200, seed=1)
    monkeypatch.setattr(trainer, "FSRS", lambda _: SimpleNamespace(compute_parameters=lambda _: given))
    with pytest.raises(BadFit, match="21 weights"):
        optimizer.fit(empty)


def test_adopting_keeps_every_card_and_replay_exact(empty, clock, answer):
    memory = lived(empty, forgetful(), 2500, seed=2)
    clock.at = clock.at.replace(year=2027)
    before, reviews = memory.cards(), [r for card in memory.cards() for r in memory.history(card.question_id)]
    found = optimizer.fit(memory)
    assert memory.cards() == before
    assert memory.settings.weights_in_force() == DEFAULT_WEIGHTS
    assert optimizer.adopt(memory, found)
    assert memory.cards() == before
    assert [r for card in memory.cards() for r in memory.history(card.question_id)] == reviews
    shown = memory.previews(memory.card("s0"))
    for number, rating in enumerate((3, 1, 3, 4)):
        given = answer(memory, memory.card(f"s{number}"), rating)
        assert number or abs((given.due - shown[rating].due).total_seconds()) < 1
    memory.undo()
    assert sets_used(memory) == [DEFAULT_WEIGHTS, found.weights]
    assert memory.replay_check() == []
    assert optimizer.back(memory)
    answer(memory, memory.card("s9"), 3)
    assert memory.settings.weights_in_force() == DEFAULT_WEIGHTS
    assert memory.replay_check() == []


def sets_used(memory):
    with memory.store.reading() as connection:
        newest = select(REVIEWS.c.parameter_set).group_by(REVIEWS.c.parameter_set).order_by(func.max(REVIEWS.c.at))
        texts = {row.id: row.parameters for row in connection.execute(select(SETS))}
        return [parameters_from(texts[key]).weights for key in connection.execute(newest).scalars()]


def test_the_adopted_weights_come_along_in_a_progress_file(empty, tmp_path, clock, answer):
    memory = lived(empty, forgetful(), 2500, seed=2)
    optimizer.adopt(memory, optimizer.fit(memory))
    clock.at = clock.at.replace(year=2027)
    answer(memory, memory.card("s0"), 3)
    other = Memory.open(str(tmp_path / "other.db"), clock=clock)
    bring_in(other, list(progress(memory)))
    assert other.settings.weights_in_force() == memory.settings.weights_in_force() != DEFAULT_WEIGHTS
    assert other.replay_check() == []
    other.close()


def test_back_goes_through_what_was_adopted_to_the_defaults(memory):
    better = optimizer.FitResult(FitOutcome.BETTER, 500, 500, 100, 0.5, 0.4, 0.01)
    sets = [tuple(round(weight, 4) for weight in one) for one in (forgetful(), HOPEFUL)]
    for weights in sets:
        assert optimizer.adopt(memory, replace(better, weights=weights))
    for weights in (sets[1], sets[0], DEFAULT_WEIGHTS):
        assert memory.settings.weights_in_force() == weights
        assert optimizer.back(memory) is (weights != DEFAULT_WEIGHTS)
    for _ in range(optimizer.KEPT + 5):
        optimizer.adopt(memory, replace(better, weights=sets[0]))
    assert len(memory.settings.weights) == optimizer.KEPT


@pytest.mark.parametrize("bad", [[1.0], [[1.0] * 20], [[-1.0, *DEFAULT_WEIGHTS[1:]]], [[nan, *DEFAULT_WEIGHTS[1:]]], 5])
def test_weights_that_cannot_schedule_are_no_setting(memory, bad):
    with pytest.raises(BadSetting, match="21 numbers"):
        memory.settings.set("weights", bad)


def test_the_log_is_read_in_study_days_without_what_was_taken_back(memory, clock, answer):
    card = memory.card("q0")
    for hours, rating in ((0, 3), (11, 3), (9.5, 2), (4, 3), (30, 1)):  # 20:00, 07:00, 16:30, 20:30, two days on 02:30
        clock.pass_(hours=hours)
        card = answer(memory, card, rating)
    memory.undo()
    memory.reset("q0")
    answer(memory, memory.card("q0"), 4)
    clock.pass_(days=-3)
    answer(memory, memory.card("q0"), 3)
    memory.reset("q0")
    memory.undo()
    clock.pass_(days=8)
    answer(memory, memory.card("q0"), 3)
    lives, _ = lives_and_sets(memory)
    read = [[(step.rating, step.elapsed) for step in life.steps] for life in lives]
    assert read == [[(3, 0), (3, 1), (2, 0), (3, 0)], [(4, 0), (3, 0), (3, 5)]]


def test_progress_is_told_to_the_end(empty):
    told = []
    optimizer.fit(lived(empty, forgetful(), 1200, seed=1), lambda *step: told.append(step))
    for stage in optimizer.Stage:
        done = [step[1:] for step in told if step[0] is stage]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]


def test_an_adoption_holds_in_the_next_run(empty, tmp_path, clock):
    weights = tuple(round(weight, 4) for weight in forgetful())
    optimizer.adopt(empty, optimizer.FitResult(FitOutcome.BETTER, 500, 500, 100, 0.5, 0.4, 0.01, weights))
    again = Memory.open(str(tmp_path / "fit.db"), clock=clock)
    assert again.settings.weights_in_force() == weights
    assert Parameters(weights=again.settings.weights_in_force()).key == Parameters(weights=weights).key
    again.close()
