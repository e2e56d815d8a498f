"""D22N against full-matrix moments, sampled descent, and every batch of a small set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from engine.kernels import batch_size_theory as kernel
from engine.kernels.batch_size_theory import NoisyProblem
from engine.registry import find, generator


def run(**values):
    demonstration = find("noisy_batch_costs")
    return demonstration.run(demonstration.accept(values), generator(0)).measurements


def problem(features=6, condition=7.0, noise=0.8, samples=60_000):
    spectrum = np.geomspace(1, 1 / condition, features)
    return NoisyProblem(spectrum, np.linspace(0.5, 2, features), noise, samples)


def by_matrices(p, step, batch, updates):
    """The same loss from the full second-moment matrix in a rotated basis: E[xx'Mxx'] = 2HMH + tr(MH)H."""
    rotation = np.linalg.qr(np.random.default_rng(3).standard_normal((len(p.spectrum),) * 2))[0]
    h, m = rotation @ np.diag(p.spectrum) @ rotation.T, rotation @ np.diag(p.start) @ rotation.T
    share = (p.samples - batch) / (p.samples - 1) / batch
    keep = np.eye(len(h)) - step * h
    for _ in range(updates):
        scatter = 2 * h @ m @ h + np.trace(m @ h) * h + p.noise**2 * h - h @ m @ h
        m = keep @ m @ keep + step**2 * share * scatter
    return np.trace(h @ m) / p.initial


@pytest.mark.parametrize(("batch", "step"), [(1, 0.02), (4, 0.1), (64, 0.9), (60_000, 1.5)])
@pytest.mark.parametrize("updates", [1, 2, 17, 400])
def test_the_closed_form_is_the_recursion_of_the_whole_matrix(batch, step, updates):
    p = problem()
    closed = kernel.expected_loss(p, np.array([updates]), np.array([step]), batch)[0, 0]
    assert closed == pytest.approx(by_matrices(p, step, batch, updates), rel=1e-10)


def test_a_forgotten_term_would_be_noticed(monkeypatch):
    whole = kernel.moment_maps

    def forgetful(p, steps, batch):
        maps, constants = whole(p, steps, batch)
        return maps - (steps**2 / batch)[:, None, None] * np.diag(p.spectrum**2), constants

    monkeypatch.setattr(kernel, "moment_maps", forgetful)
    with pytest.raises(AssertionError):
        test_the_closed_form_is_the_recursion_of_the_whole_matrix(4, 0.1, 17)


@pytest.mark.parametrize("batch", [1, 8])
def test_sampled_descent_scatters_around_it(batch):
    p, step, counts = problem(), 0.03 * batch, np.array([5, 40])
    expected = kernel.expected_loss(p, counts, np.array([step]), batch)[0]
    course = kernel.sampled_descent(np.random.default_rng(1), p, step=step, batch=batch, updates=40, runs=20_000)
    assert course[counts] == pytest.approx(expected, rel=0.03)


def test_drawing_without_replacement_leaves_the_share_of_scatter_that_all_batches_have():
    values = np.random.default_rng(2).standard_normal(9)
    for batch in (1, 2, 5, 8, 9):
        means = np.array([values[list(chosen)].mean() for chosen in combinations(range(9), batch)])
        p = NoisyProblem(np.ones(1), np.ones(1), 1.0, 9)
        _, constant = kernel.moment_maps(p, np.ones(1), batch)
        assert constant[0, 0] * values.var() == pytest.approx(means.var(), abs=1e-14)


def test_the_first_update_at_the_target_is_found_as_a_plain_search_finds_it():
    p = problem()
    for batch in (1, 16, 60_000):
        steps = kernel.candidate_steps(p.spectrum, batch)
        found = kernel.updates_to(p, 0.02, steps, batch)
        curves = kernel.expected_loss(p, np.arange(1, 10_001), steps, batch) <= 0.02
        plain = np.where(curves.any(axis=1), curves.argmax(axis=1) + 1.0, np.inf)
        assert np.array_equal(found, plain)
        assert kernel.tuned(p, 0.02, batch)[0] == plain.min()


def test_the_audits_table_in_its_three_regions():
    """Table 6.6 took the first dip of 32 averaged runs, some 30 % early for small batches; large ones agree."""
    costs = {batch: run(batch=batch) for batch in (1, 4, 16, 64, 256, 1024, 4096, 16_384, 60_000)}
    updates = {batch: m["updates"] for batch, m in costs.items()}
    assert updates[1] / updates[4] == pytest.approx(4, rel=0.02)
    assert updates[4] / updates[16] == pytest.approx(4, rel=0.02)
    for batch, audited in ((64, 68), (256, 18), (1024, 8), (4096, 8), (16_384, 8), (60_000, 8)):
        assert updates[batch] == pytest.approx(audited, rel=0.26)
    assert costs[1]["full_to_single"] > 20
    assert costs[1]["update_saving"] > 30
    assert all(m["simulated_loss"] == pytest.approx(1, abs=0.3) for batch, m in costs.items() if batch <= 64)


def test_a_step_whose_floor_is_too_high_never_arrives():
    p = NoisyProblem(np.ones(3), np.ones(3), 5.0, 10_000)
    assert kernel.updates_to(p, 1e-3, np.array([0.5]), 1)[0] == np.inf
    assert run(target=1e-5, noise=10.0, samples=1000)["single_updates"] == np.inf


@pytest.mark.parametrize("samples", [100, 60_000])
def test_the_whole_set_is_plain_gradient_descent(samples):
    m = run(samples=samples, batch=samples, noise=10.0, features=3, condition=4.0)
    step, spectrum = m["best_step"], np.geomspace(1, 0.25, 3)
    losses = [float(spectrum @ (1 - step * spectrum) ** (2 * k)) / spectrum.sum() for k in range(50)]
    assert m["updates"] == m["full_updates"] == next(k for k, loss in enumerate(losses) if loss <= 3e-3)
