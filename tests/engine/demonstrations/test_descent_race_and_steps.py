"""The race and the step size against closed forms and plain loops, and the tables of the fact-check."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import descent
from engine.registry import find, generator


def race(seed=0, **parameters):
    return find("descent_race").run(parameters, generator(seed)).measurements


def problem(seed=0, samples=400, condition=10.0, noise=1.0):
    return descent.least_squares(generator(seed), samples, 6, condition, noise)


def plain_batch_descent(p, step, target):
    w, count = np.zeros(p.x.shape[1]), 0
    while p.excess(w) > target:
        w, count = w - step * descent.full_gradient(p, w), count + 1
    return count


@pytest.mark.parametrize("condition", [1.0, 10.0, 100.0])
@pytest.mark.parametrize("target", [0.1, 1e-3, 1e-6])
def test_the_closed_form_counts_what_the_loop_counts(condition, target):
    p = problem(condition=condition)
    largest = float(np.linalg.eigvalsh(p.hessian)[-1])
    assert descent.batch_descent(p, 1 / largest, target)[0] == plain_batch_descent(p, 1 / largest, target)


def test_a_wrong_rate_is_caught_by_the_loop():
    p = problem()
    largest = float(np.linalg.eigvalsh(p.hessian)[-1])
    assert descent.batch_descent(p, 0.5 / largest, 1e-3)[0] != plain_batch_descent(p, 1 / largest, 1e-3)


def test_batches_of_one_are_the_plain_loop():
    p, order = problem(), generator(1).permutation(400)
    steps = np.array([0.05, 0.01])
    *_, (used, w) = descent.minibatch_descent(p, order, steps, np.zeros(2), 1)
    assert used == 400
    for row, step in zip(w, steps, strict=True):
        plain = np.zeros(6)
        for i in order:
            plain -= step * (p.x[i] @ plain - p.y[i]) * p.x[i]
        np.testing.assert_allclose(row, plain, rtol=1e-10)


def test_one_batch_of_everything_is_a_full_step():
    p = problem()
    ((used, w),) = descent.minibatch_descent(p, np.arange(400), np.array([0.3]), np.zeros(1), 400)
    assert used == 400
    np.testing.assert_allclose(w[0], -0.3 * descent.full_gradient(p, np.zeros(6)), rtol=1e-12)


def test_the_optimum_is_that_of_the_normal_equations():
    p = problem()
    expected = np.linalg.lstsq(p.x, p.y, rcond=None)[0]
    np.testing.assert_allclose(p.optimum, expected, rtol=1e-9)


def test_sample_gradients_average_to_the_full_gradient():
    assert race()["unbiased_gap"] <= 1e-12


def test_the_arithmetic_of_the_notes():
    values = race(samples=2000)
    assert values["notes_bgd_gradients"] == 3_000_000
    assert values["notes_sgd_gradients"] == 300_000
    assert descent.iterations_per_epoch(300_000, 100) == 3000
    assert descent.iterations_per_epoch(300_001, 100) == 3001
    assert descent.iterations_per_epoch(300_001, 100, drop_last=True) == 3000


@pytest.mark.parametrize(("target", "condition"), [(0.1, 17.4), (0.01, 8.7), (1e-3, 5.8), (1e-4, 4.4), (1e-6, 3.0)])
def test_ten_iterations_are_guaranteed_up_to_a_small_condition_number_only(target, condition):
    assert descent.guaranteed_iterations(condition * 0.98, target) <= 10
    assert descent.guaranteed_iterations(condition * 1.03, target) > 10


@pytest.fixture(scope="module")
def samples(in_full):
    return 300_000 if in_full else 50_000


@pytest.fixture(scope="module")
def full_race(samples, in_full):
    given = {"condition": 10.0, "samples": samples}
    targets = (0.1, 0.01) if in_full else (0.1,)
    return {target: find("D16L").run({**given, "target": target}, generator(0)).measurements for target in targets}


@pytest.mark.long
def test_the_full_race_comes_to_the_table(full_race):
    assert full_race[0.1]["bgd_gradients"] == 900_000
    assert full_race[0.01]["bgd_gradients"] == 1_800_000
    assert full_race[0.1]["sgd_gradients"] == pytest.approx(282, rel=1.0)
    assert full_race[0.01]["sgd_gradients"] == pytest.approx(2827, rel=0.6)
    assert full_race[0.01]["gradient_ratio"] > 100


def test_one_averaged_pass_is_as_good_as_the_data_allow(full_race):
    values = full_race[0.1]
    assert values["averaged_left"] <= 2 * values["sampling_error"]
    assert values["large_step_left"] >= 0.1


def test_the_cost_of_sgd_hardly_depends_on_the_number_of_samples(full_race, samples):
    small = race(samples=3000, target=0.1)
    assert full_race[0.1]["sgd_gradients"] / small["sgd_gradients"] <= 4
    assert full_race[0.1]["bgd_gradients"] / small["bgd_gradients"] >= 0.8 * samples / 3000


def test_the_long_race_reports_as_it_goes_and_can_be_stopped():
    stages = find("D16L").stages({"samples": 50_000}, generator(0))
    first = next(stages)
    assert 0 < first.done < 1
    assert first.result.views
    stages.close()


def step_size(**parameters):
    return find("step_size").run(parameters, generator(0)).measurements


def test_descent_converges_below_the_limit_bounces_at_it_and_explodes_above():
    assert step_size(relative_step=1.9, steps=500)["last_loss"] <= 1e-12
    assert step_size(relative_step=2.0, steps=500)["last_loss"] >= 0.5
    assert step_size(relative_step=2.1, steps=500)["last_loss"] > 1e20


@pytest.mark.parametrize("relative_step", [0.3, 1.0, 1.9, 2.05])
def test_iterates_are_powers_of_the_factors(relative_step):
    assert step_size(relative_step=relative_step)["closed_form_gap"] <= 1e-9


def test_separable_data_drive_the_weights_off_without_end():
    values = step_size()
    assert values["logistic_norm_late"] > values["logistic_norm_early"] + 1
    assert values["logistic_loss_late"] > 0


def test_a_constant_step_on_an_absolute_value_never_arrives():
    assert step_size(absolute_step=0.2)["absolute_left"] == pytest.approx(0.1, abs=1e-9)


def test_the_walk_of_the_step_size_shows_each_update():
    from engine.result import Matrix, Steps

    demonstration = find("step_size")
    result = demonstration.run(demonstration.accept({"relative_step": 1.5, "condition": 4.0}), generator(0))
    walk = next(view for view in result.views if isinstance(view, Steps))
    for step in walk.steps:
        move = step.views[0]
        assert isinstance(move, Matrix)
        before, gradient, after = move.values
        np.testing.assert_allclose(gradient, before * [1.0, 0.25])
        np.testing.assert_allclose(after, before - 1.5 * gradient)
