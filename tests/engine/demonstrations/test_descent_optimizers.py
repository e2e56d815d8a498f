"""Optimisers, schedules, saddles and the one-batch test beside PyTorch, SciPy and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg, optimize
from scipy.spatial import distance

from engine.kernels import optimizers as kernel
from engine.registry import find, generator


def run(name, seed=0, **given):
    demonstration = find(name)
    return demonstration.run(demonstration.accept(given), generator(seed)).measurements


def test_two_steps_of_each_optimiser_by_hand():
    m = run("optimizer_steps", gradients=[1.0, 2.0], rate=0.5, momentum=0.5, decay=0.75)
    assert m["descent_end"] == -1.5
    assert m["velocity"] == pytest.approx(2.5)
    assert m["momentum_end"] == -1.75  # v = 1, 2.5
    assert m["nesterov_end"] == -0.5 * (1.5 + 3.25)
    assert m["rmsprop_square"] == 0.75 * 0.25 + 1
    assert m["corrected_mean"] == pytest.approx(1.25 / 0.75)
    assert m["corrected_square"] == pytest.approx(1.1875 / 0.4375)


def test_the_size_of_the_gradients_does_not_move_adam():
    small, large = (run("optimizer_steps", gradients=[s, -2 * s, s]) for s in (1.0, 1000.0))
    assert small["adam_end"] == pytest.approx(large["adam_end"], rel=1e-6)
    assert small["adam_first_move"] == pytest.approx(0.1)
    assert large["momentum_end"] == pytest.approx(1000 * small["momentum_end"])


def test_the_schedule_is_pytorchs_cosine_after_its_linear_warmup():
    torch = pytest.importorskip("torch")
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=90, eta_min=0.1)
    for step in range(10, 101):
        assert kernel.warmup_cosine(step, 0.4, 10, 100, 0.1) == pytest.approx(optimiser.param_groups[0]["lr"])
        optimiser.step()
        cosine.step()
    warm = torch.optim.lr_scheduler.LambdaLR(torch.optim.SGD([torch.zeros(1)], lr=0.4), lambda k: k / 10)
    assert kernel.warmup_cosine(0, 0.4, 10, 100) == warm.get_last_lr()[0] == 0
    assert run("learning_rate_schedule", step=5500)["rate"] == pytest.approx(0.05)
    assert run("learning_rate_schedule", batch=1024)["peak"] == pytest.approx(0.4)


def test_token_weights_give_the_gradient_of_the_whole_batch():
    torch = pytest.importorskip("torch")
    sizes, scores = [3, 7, 2], torch.linspace(-1, 1, 12, dtype=torch.float64, requires_grad=True)
    whole = torch.autograd.grad((scores**2).mean(), scores)[0].sum()
    means = [float(torch.autograd.grad((part**2).mean(), scores)[0].sum()) for part in scores.split(sizes)]
    m = run("gradient_accumulation", tokens=sizes, means=means)
    assert m["whole"] == pytest.approx(float(whole))
    assert m["mean_of_means"] != pytest.approx(float(whole))


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("curvature", [1.0, 0.3, 0.01])
def test_the_factor_of_momentum_is_the_spectral_radius_of_its_recursion(momentum, curvature):
    matrix = np.array([[1 + momentum - curvature, -momentum], [1, 0]])
    radius = np.abs(linalg.eigvals(matrix)).max()
    assert kernel.heavy_ball_factor(curvature, 1.0, momentum) == pytest.approx(radius, abs=1e-7)


def test_the_best_momentum_takes_the_root_of_the_condition_number():
    m = run("momentum_rates", condition=100.0)
    assert m["best_plain"] == pytest.approx(99 / 101)
    assert m["best_heavy"] == pytest.approx(9 / 11, abs=1e-6)
    assert m["saving"] == pytest.approx(10, rel=0.01)


def test_momentum_hurts_where_the_condition_number_is_small():
    m = run("momentum_rates", condition=2.0, momentum=0.9)
    assert m["heavy_factor"] > m["plain_factor"]


@pytest.mark.parametrize(("offset", "step"), [(1e-3, 0.1), (1e-6, 0.1), (1e-6, 0.02)])
def test_leaving_a_saddle_takes_the_logarithm_of_the_start(offset, step):
    m = run("saddle_escape", first=2.0, mixed=0.0, second=-0.5, offset=offset, step=step)
    assert m["steps_to_leave"] == np.ceil(np.log(1 / offset) / np.log(1 + 0.5 * step))
    assert m["steps_to_leave"] == kernel.escape_steps(offset, step, 0.5)
    assert m["drift_from_axis"] == 0
    assert run("saddle_escape", offset=1e-3, noise=0.1)["noisy_left"] > 0.9


def test_eigenvalues_tell_minimum_from_saddle():
    assert run("saddle_escape", first=2.0, mixed=1.0, second=2.0)["is_minimum"] is True
    assert run("saddle_escape", first=1.0, mixed=2.0, second=1.0)["is_saddle"] is True
    assert run("saddle_escape", first=-2.0, mixed=1.0, second=-2.0)["is_maximum"] is True


@pytest.mark.parametrize("power", [4, 6, 8])
def test_flat_minima_lose_their_loss_as_a_power_of_the_iterations(power):
    m = run("convergence_rates", power=power, step=0.3)
    assert m["exponent"] == pytest.approx(power / (power - 2), rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_each_fault_leaves_its_own_loss_curve(seed):
    curves = {f: run("overfit_one_batch", seed, fault=f) for f in ("none", "low_rate", "double_softmax", "uphill")}
    assert curves["none"]["loss_end"] < 0.01
    assert curves["none"]["loss_start"] == pytest.approx(np.log(10), abs=0.02)
    assert curves["none"]["batch_accuracy"] == 1
    assert curves["low_rate"]["loss_middle"] > 1.9
    assert curves["double_softmax"]["loss_end"] == pytest.approx(np.log(np.e + 9) - 1, abs=0.01)
    assert curves["uphill"]["loss_end"] > 100
    assert run("overfit_one_batch", seed, fault="shuffled")["loss_end"] > 1.7


def test_the_one_batch_gradients_are_autograds():
    torch = pytest.importorskip("torch")
    from engine.demonstrations.descent.overfit_one_batch import _gradients
    from engine.kernels.mlp_training import ACTIVATIONS, initialise

    rng = generator(5)
    x, labels = rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
    network = initialise((4, 5, 3), ACTIVATIONS["relu"], rng)
    w = [torch.tensor(p, requires_grad=True) for p in network.parameters()]
    p = torch.softmax(torch.relu(torch.tensor(x) @ w[0] + w[2]) @ w[1] + w[3], 1)
    loss = torch.nn.functional.cross_entropy(p, torch.tensor(labels))
    loss.backward()
    ours = _gradients(network, x, labels, "double_softmax")
    assert ours[0] == pytest.approx(loss.item())
    for mine, right in zip(ours[1], w, strict=True):
        np.testing.assert_allclose(mine, right.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize(("steep", "x", "y"), [(9.0, 1.0, 1.0), (25.0, 2.0, 1.0), (0.1, 3.0, 0.5)])
def test_the_gradient_points_away_from_the_minimum(steep, x, y):
    m = run("gradient_direction", steep=steep, x=x, y=y)
    unlike = distance.cosine([x, steep * y], [x, y])
    assert m["cosine"] == pytest.approx(1 - unlike)
    found = optimize.minimize_scalar(
        lambda t: 1 - distance.cosine([np.cos(t), steep * np.sin(t)], [np.cos(t), np.sin(t)]),
        bounds=(0, np.pi / 2),
        method="bounded",
    )
    assert m["worst_cosine"] == pytest.approx(found.fun, abs=1e-6)
    assert m["axis_cosine"] == pytest.approx(1)


@pytest.mark.parametrize("fault", [{"corrected": False}, {"beta1": 0.8}, {"beta2": 0.9}, {"epsilon": 0.1}])
def test_a_fault_in_adam_is_caught_by_pytorch(fault):
    torch = pytest.importorskip("torch")
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([w], lr=0.1, betas=(0.9, 0.99))
    gradients = np.array([1.0, -2.0, 3.0])
    for g in gradients:
        w.grad = torch.tensor([g])
        adam.step()
    right = {"beta1": 0.9, "beta2": 0.99}
    assert kernel.adam_path(gradients, 0.0, 0.1, **right)[-1] == pytest.approx(w.item(), abs=1e-12)
    assert kernel.adam_path(gradients, 0.0, 0.1, **{**right, **fault})[-1] != pytest.approx(w.item(), abs=1e-5)
