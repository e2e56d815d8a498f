"""The numbers that the audit states for rates, floors, wells, noise and batch sizes."""

from __future__ import annotations

import pytest

from engine.registry import find, generator


def run(name, seed=0, **given):
    demonstration = find(name)
    return demonstration.run(demonstration.accept(given), generator(seed)).measurements


@pytest.mark.parametrize("step", [0.02, 0.05, 0.1])
def test_the_floor_is_reached_and_halves_with_the_step(step):
    m = run("rate_and_floor", step=step, updates=1500, runs=2000)
    assert m["floor_measured"] / m["floor"] == pytest.approx(1, abs=0.03)
    assert m["recursion_gap"] < 0.15
    assert m["floor"] / m["floor_halved"] >= 2


def test_without_noise_there_is_no_floor():
    m = run("rate_and_floor", noise=0.0, step=1 / 12, updates=300)
    assert m["floor"] == 0
    assert m["predicted"] < 1e-8
    assert run("rate_and_floor", schedule="one_over_t", updates=3000, runs=10)["late_slope"] == pytest.approx(
        -1, abs=0.12
    )


def test_who_gets_stuck():
    still = run("double_well", noise=0.5, step=0.01, steps=4000, runs=500)
    assert still["deep_share"] == 0
    assert still["batch_deep"] is False
    m = run("double_well", noise=4.0, step=0.05, steps=4000, runs=2000)
    assert m["deep_share"] == pytest.approx(0.876, abs=0.03)
    assert m["thrown_share"] == pytest.approx(0.114, abs=0.03)
    assert m["saddle_left"] < 1e-12
    assert m["saddle_escaped"] >= 0.99
    assert m["deep_value"] < m["shallow_value"]


def test_variance_reduction_has_no_floor():
    m = run("variance_reduction", loops=60)
    assert m["svrg_left"] < 1e-12 < m["reshuffled_floor"] < m["replacement_floor"]


def test_noise_falls_with_the_root_of_the_batch_and_matters_near_the_optimum():
    for seed in range(3):
        m = run("gradient_noise", seed, draws=1500)
        assert m["slope"] == pytest.approx(-0.5, abs=0.03)
        assert m["deviation"] / m["deviation_theory"] == pytest.approx(1, abs=0.05)
        assert abs(m["cosine"] - m["cosine_theory"]) <= 0.05
        assert m["near_scale"] / m["scale"] > 50
        assert m["cosine"] - m["near_cosine"] > 0.1
        assert m["fixed_step_ratio"] > 10
        assert 0.5 < m["scaled_step_ratio"] < 2
    assert run("gradient_noise", batch=2048, samples=2048)["deviation"] < 1e-12
    assert run("gradient_noise", batch=1024, samples=1024, replace=True)["deviation"] > 0.01


def test_a_hundred_samples_save_a_factor_of_thirty_eight():
    m = run("batch_costs", batch=100)
    assert m["speed_up"] == pytest.approx(37.6, abs=0.05)
    for batch, count in ((1, 198.0), (16, 16.3)):
        m = run("batch_costs", batch=batch, runs=400)
        assert m["updates"] == pytest.approx(count, abs=0.05)
        assert m["simulated_updates"] / m["updates"] == pytest.approx(1, abs=0.15)


def test_bytes_are_linear_in_the_batch():
    m = run("throughput", batch=16, width=64, depth=6)
    assert m["array_bytes"] == m["kept_bytes"] == 16 * m["bytes_each"]
    assert run("throughput", width=256, depth=7)["bytes_each"] == 16384
    assert m["accumulation_gap"] < 1e-12
    assert run("throughput", batch=1024)["rate_ratio"] > 3


def test_large_batches_were_only_under_trained(in_full):
    m = run("batch_generalisation", repeats=2 if in_full else 1)
    assert m["small_accuracy"] - m["same_epochs_accuracy"] > 0.1
    assert abs(m["same_updates_accuracy"] - m["small_accuracy"]) <= 0.025
    assert (m["small_updates"], m["large_updates"]) == (1800, 28)
