"""Initialisation, residual blocks, clipping, formats, LSTM cells, training logs: against PyTorch and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.demonstrations.gradient_flow.loss_scaling import FORMATS, rounded
from engine.demonstrations.gradient_flow.residual_product import residual_backward
from engine.demonstrations.gradient_flow.training_log import faulty
from engine.kernels.mlp_training import loss_and_gradients
from engine.registry import find, generator
from tests.late import late

torch = late("torch")


def measured(name, seed=0, **parameters):
    return find(name).run(parameters, generator(seed)).measurements


FANS = [(300, 50), (64, 512), (128, 128)]


@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
@pytest.mark.parametrize("slope", [0.0, 0.2])
def test_the_variances_are_those_that_torch_draws(fan_in, fan_out, slope):
    torch.manual_seed(0)
    init, weight = torch.nn.init, torch.empty(fan_out, fan_in)
    draws = {
        "xavier": lambda w: init.xavier_uniform_(w),
        "he": lambda w: init.kaiming_uniform_(w, a=slope, nonlinearity="leaky_relu"),
        "torch": lambda w: init.kaiming_uniform_(w, a=math.sqrt(5)),
    }
    for rule, draw in draws.items():
        values = measured("fan_initialisation", rule=rule, fan_in=fan_in, fan_out=fan_out, slope=slope)
        drawn = draw(weight)
        assert drawn.var().item() == pytest.approx(values["variance"], rel=0.04)
        assert drawn.abs().max().item() == pytest.approx(values["uniform_bound"], rel=0.01)


@pytest.mark.parametrize("rule", ["xavier", "he", "lecun", "torch"])
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_measured_factors_are_those_of_the_formula(rule, fan_in, fan_out):
    values = measured("fan_initialisation", rule=rule, fan_in=fan_in, fan_out=fan_out, slope=0.1)
    for name in ("forward", "backward"):
        assert values[f"measured_{name}"] == pytest.approx(values[f"{name}_factor"], rel=0.1)
    assert values["measured_activated"] == pytest.approx(values["activated_factor"], rel=0.12)
    if rule == "he":
        assert values["activated_factor"] == pytest.approx(1)


def test_a_gradient_through_residual_blocks_is_that_of_autograd():
    rng = generator(3)
    branches, grad = [rng.standard_normal((6, 6)) for _ in range(4)], rng.standard_normal((5, 6))
    start = torch.zeros((5, 6), dtype=torch.float64, requires_grad=True)
    x = start
    for branch in branches:
        x = x + x @ torch.tensor(branch).T
    x.backward(torch.tensor(grad))
    np.testing.assert_allclose(residual_backward(grad, branches), start.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("depth", "branch"), [(10, 1.0), (30, 0.3), (60, 0.1)])
def test_random_blocks_grow_as_their_variance_says(seed, depth, branch):
    values = measured("residual_product", seed, depth=depth, branch=branch)
    assert math.log(values["measured_growth"]) == pytest.approx(math.log(values["growth"]), abs=0.8)
    assert math.log(values["measured_scaled"]) == pytest.approx(math.log(values["scaled_growth"]), abs=0.35)
    assert values["scaled_growth"] < math.exp(branch)


@pytest.mark.parametrize("limit", [0.5, 2.5, 5.0, 50.0])
def test_both_ways_of_clipping_are_those_of_torch(limit):
    g = np.array([3.0, -4.0, 0.25, 12.0])
    values = measured("gradient_clipping", gradient=g, limit=limit)
    for name, clip in (
        ("by_norm", torch.nn.utils.clip_grad_norm_),
        ("by_value", torch.nn.utils.clip_grad_value_),
    ):
        w = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
        w.grad = torch.tensor(g)
        clip([w], limit)
        np.testing.assert_allclose(values[name], w.grad.numpy(), rtol=1e-5)
    cosine = torch.nn.functional.cosine_similarity(torch.tensor(values["by_value"]), torch.tensor(g), dim=0)
    assert values["cosine_by_value"] == pytest.approx(cosine.item(), rel=1e-12)
    assert values["cosine_by_norm"] == pytest.approx(1)


@pytest.mark.parametrize("name", list(FORMATS))
def test_rounding_is_that_of_torch(name):
    rng = generator(5)
    numbers = [*(rng.standard_normal(300) * 2.0 ** rng.integers(-30, 16, 300)), 65504.0, 65519.9, 65520.0, 2.0**-24]
    numbers += [2.0**-25, 1.5 * 2.0**-25, 1 + 2.0**-8, 1 + 2.0**-7, 0.0]
    kind = getattr(torch, name)
    wanted = torch.tensor(numbers, dtype=torch.float64).to(kind).to(torch.float64).numpy()
    np.testing.assert_array_equal([rounded(float(x), FORMATS[name]) for x in numbers], wanted)
    info = torch.finfo(kind)
    values = measured("loss_scaling", precision=name)
    assert (values["largest"], values["epsilon"], values["smallest_normal"]) == (info.max, info.eps, info.tiny)


def test_a_scale_saves_a_gradient_that_float16_loses():
    values = measured("loss_scaling", precision="float16", exponent=30, scale=16)
    assert values["vanishes"]
    assert values["stored_scaled"] == 2.0**-30
    assert values["least_scale"] == 16
    assert not measured("loss_scaling", precision="bfloat16", exponent=30)["vanishes"]
    scaled = torch.tensor(2.0 ** (3 + measured("loss_scaling", top=3)["largest_scale"])).half()
    assert torch.isfinite(scaled)
    assert torch.isinf((scaled.double() * 2).half())


def test_an_lstm_cell_sends_back_what_autograd_does():
    given = {"forget": 0.7, "keep": 0.4, "output": 0.9, "candidate": -0.6, "cell": 1.3}
    values = measured("recurrent_gradient", **given, grad_hidden=1.5, grad_cell=-0.5)
    cell = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
    c = 0.7 * cell - 0.4 * 0.6
    c.retain_grad()
    (1.5 * 0.9 * torch.tanh(c) - 0.5 * c).backward()
    assert values["new_cell"] == pytest.approx(c.item(), rel=1e-12)
    assert values["cell_gradient"] == pytest.approx(c.grad.item(), rel=1e-12)
    assert values["previous_gradient"] == pytest.approx(cell.grad.item(), rel=1e-12)
    assert abs(values["without_slope"] - cell.grad.item()) > 0.01


def test_a_plain_unit_multiplies_weight_and_slope_at_each_step():
    w, h, steps = 1.4, 0.3, 12
    values = measured("recurrent_gradient", weight=w, state=h, steps=steps)
    start = torch.tensor(h, dtype=torch.float64, requires_grad=True)
    state = start
    for _ in range(steps):
        state = torch.tanh(w * state + (math.atanh(h) - w * h))
    state.backward()
    assert values["plain"] == pytest.approx(start.grad.item(), rel=1e-9)


def test_the_forget_gate_alone_carries_the_cell():
    values = measured("recurrent_gradient", bias=2.0, steps=15)
    assert values["cell_path"] == pytest.approx((1 / (1 + math.exp(-2))) ** 15)
    assert values["forget_gate"] ** values["half_life"] == pytest.approx(0.5)


@pytest.mark.parametrize("fault", ["none", "zero_weights", "tiny_weights"])
def test_the_gradients_of_the_log_are_those_of_autograd(fault):
    network = faulty(fault, 3, generator(1))
    rng = generator(2)
    x, labels = rng.random((20, 64)), rng.integers(0, 10, 20)
    _, gradients, _ = loss_and_gradients(network, x, labels)
    weights = [torch.tensor(w, requires_grad=True) for w in network.weights]
    a = torch.tensor(x)
    for w in weights[:-1]:
        a = torch.relu(a @ w)
    torch.nn.functional.cross_entropy(a @ weights[-1], torch.tensor(labels)).backward()
    for ours, w in zip(gradients, weights, strict=False):
        np.testing.assert_allclose(ours, w.grad.numpy(), rtol=1e-8, atol=1e-15)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("depth", [3, 6])
def test_each_fault_leaves_its_own_mark(seed, depth):
    logs = {
        f: measured("training_log", seed, fault=f, depth=depth)
        for f in ("zero_weights", "tiny_weights", "large_step", "mixed_labels")
    }
    assert (logs["zero_weights"]["first_gradient"], logs["zero_weights"]["last_gradient"]) == (0, 0)
    assert 0 < logs["tiny_weights"]["first_gradient"] < 1e-3
    assert logs["large_step"]["peak_loss"] > 10 * logs["large_step"]["first_loss"]
    assert logs["mixed_labels"]["first_gradient"] > 5e-3
    assert logs["mixed_labels"]["peak_loss"] < 1.2 * logs["mixed_labels"]["first_loss"]


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_equal_probabilities_cost_the_logarithm_of_the_classes(classes):
    values = measured("training_log", classes=classes, steps=10)
    assert values["chance_loss"] == pytest.approx(math.log(classes))
    probabilities = torch.eye(classes, dtype=torch.float64)[:1]
    twice = torch.nn.functional.cross_entropy(probabilities, torch.tensor([0])).item()
    assert values["twice_floor"] == pytest.approx(twice, rel=1e-12)
