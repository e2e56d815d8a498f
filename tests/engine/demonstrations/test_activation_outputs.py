"""Output layers, gates, symmetric starts, dead units, capped quantisers: against PyTorch in float64 and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.demonstrations.activations.symmetric_start import two_layer_gradients
from engine.parameters import ParameterError
from engine.registry import find, generator
from tests.late import late

torch = late("torch")
scipy_stats = late("scipy.stats")


def measured(name, seed=0, **parameters):
    return find(name).run(parameters, generator(seed)).measurements


LOGITS = ([2.0, 1.0, -1.0], [0.3, -0.7, 4.0, 1.5], [1000.0, 1001.0], [-40.0, 3.0, 3.0])


@pytest.mark.parametrize("logits", LOGITS)
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_loss_and_gradient_are_those_of_autograd(logits, temperature):
    values = measured("cross_entropy", logits=logits, label=1, temperature=temperature)
    z = (torch.tensor(logits, dtype=torch.float64) / temperature).requires_grad_()
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([1]))
    loss.backward()
    assert values["loss"] == pytest.approx(loss.item(), rel=1e-12, abs=1e-15)
    np.testing.assert_allclose(values["gradient"], z.grad.numpy(), atol=1e-15)
    np.testing.assert_allclose(values["gradient_by_differences"], z.grad.numpy(), atol=2e-7)
    assert values["log_sum_exp"] == pytest.approx(torch.logsumexp(z.detach(), 0).item(), rel=1e-14)


def test_the_rule_for_squared_error_is_another_gradient():
    values = measured("cross_entropy", logits=[2.0, 1.0, -1.0], label=1)
    assert np.abs(values["gradient_of_sigmoids"] - values["gradient_by_differences"]).max() > 0.1


@pytest.mark.parametrize("name", ["float16", "float32"])
def test_the_exponential_overflows_just_above_the_limit(name):
    limit = measured("cross_entropy", precision=name)["overflow_limit"]
    kind = getattr(torch, name)
    below, above = (torch.exp(torch.tensor(limit + d, dtype=torch.float64)).to(kind) for d in (-1e-3, 1e-3))
    assert torch.isfinite(below)
    assert torch.isinf(above)


def test_a_label_beyond_the_logits_is_refused():
    with pytest.raises(ParameterError, match="3 logits"):
        measured("cross_entropy", label=5)
    with pytest.raises(ParameterError, match="3 logits"):
        measured("output_layers", raised=5)


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("z", [-6.0, -1.0, 0.0, 2.5])
def test_the_slopes_of_both_losses_are_those_of_autograd(z, target):
    values = measured("output_layers", logits=[z, 1.0], target=target)
    goal = torch.tensor(float(target), dtype=torch.float64)
    for name, loss in (
        ("cross_entropy_slope", torch.nn.functional.binary_cross_entropy_with_logits),
        ("squared_error_slope", lambda a, y: (torch.sigmoid(a) - y) ** 2 / 2),
    ):
        a = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        loss(a, goal).backward()
        assert values[name] == pytest.approx(a.grad.item(), rel=1e-10, abs=1e-16)


def test_a_softmax_couples_the_classes_and_sigmoids_do_not():
    values = measured("output_layers", logits=[2.0, 1.5, -1.0], amount=3.0)
    raised = torch.softmax(torch.tensor([5.0, 1.5, -1.0], dtype=torch.float64), 0).numpy()
    start = torch.softmax(torch.tensor([2.0, 1.5, -1.0], dtype=torch.float64), 0).numpy()
    assert values["softmax_others_moved"] == pytest.approx(np.abs(raised - start)[1:].max(), rel=1e-12)
    assert values["sigmoid_others_moved"] == 0
    assert (values["softmax_above_half"], values["sigmoid_above_half"]) == (1, 2)
    assert values["softmax_shift_moved"] < 1e-15
    assert values["sigmoid_shift_moved"] > 0.1


@pytest.mark.parametrize("name", ["relu", "sigmoid", "silu", "gelu"])
def test_a_gated_layer_is_the_product_that_torch_gives(name):
    rng = generator(1)
    x, gate, value = rng.integers(-3, 4, 3), rng.integers(-3, 4, (3, 3)), rng.integers(-3, 4, (3, 3))
    values = measured("gated_unit", activation=name, input=x, gate=gate, value=value)
    g, v, t = (torch.tensor(a, dtype=torch.float64) for a in (gate, value, x))
    wanted = getattr(torch.nn.functional, name)(g @ t) * (v @ t)
    np.testing.assert_allclose(values["output"], wanted.numpy(), rtol=1e-12, atol=1e-15)


def test_weights_are_counted_as_torch_holds_them():
    values = measured("gated_unit", width=12, hidden=48)
    linear = torch.nn.Linear
    plain = [linear(12, 48, bias=False), linear(48, 12, bias=False)]
    assert values["plain_parameters"] == sum(layer.weight.numel() for layer in plain)
    narrow = int(values["equal_width"])
    gated = [linear(12, narrow, bias=False), linear(12, narrow, bias=False), linear(narrow, 12, bias=False)]
    assert sum(layer.weight.numel() for layer in gated) == values["plain_parameters"]


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu"])
def test_the_gradients_of_two_layers_are_those_of_autograd(name):
    rng = generator(2)
    x, y, first, second = (rng.standard_normal(shape) for shape in ((9, 3), 9, (5, 3), 5))
    loss, d_first, d_second = two_layer_gradients(x, y, first, second, name)
    a, b = (torch.tensor(w, requires_grad=True) for w in (first, second))
    wanted = ((getattr(torch, name)(torch.tensor(x) @ a.T) @ b - torch.tensor(y)) ** 2).mean() / 2
    wanted.backward()
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(d_first, a.grad.numpy(), rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(d_second, b.grad.numpy(), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("seed", range(3))
def test_equal_units_stay_equal_and_random_ones_differ(seed):
    for name in ("tanh", "sigmoid", "relu"):
        assert measured("symmetric_start", seed, start="constant", activation=name)["different_units"] == 1
        assert measured("symmetric_start", seed, start="random", activation=name)["different_units"] == 8


def test_zeros_never_move_unless_the_activation_has_a_value_at_zero():
    for name in ("tanh", "relu"):
        values = measured("symmetric_start", start="zeros", activation=name)
        assert (values["first_gradient"], values["second_gradient"]) == (0, 0)
        assert values["last_loss"] == values["first_loss"]
    values = measured("symmetric_start", start="zeros", activation="sigmoid", steps=200)
    assert values["first_gradient"] == 0
    assert values["second_gradient"] > 0
    assert values["different_units"] == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_large_step_kills_units_for_good_and_a_leaky_slope_keeps_them(seed):
    assert measured("dying_relu", seed, learning_rate=1.0)["dead_share"] > 0.3
    assert measured("dying_relu", seed, learning_rate=0.01)["dead_share"] < 0.05
    values = measured("dying_relu", seed, learning_rate=1.0, slope=0.1)
    assert values["zero_share"] == 0
    assert np.all(np.diff(measured("dying_relu", seed, bias=-8.0, learning_rate=0.01)["shares"]) >= 0)


def test_a_dead_unit_has_no_gradient_at_all():
    values = measured("dying_relu", bias=-8.0)
    assert values["dead_at_start"] > 0.2
    assert values["dead_gradient"] == 0


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 1.0), (-1.5, 2.0), (4.0, 0.7)])
def test_shares_of_zeros_and_capped_outputs_are_those_of_scipy(mean, deviation):
    values = measured("clipped_quantiser", mean=mean, deviation=deviation)
    normal = scipy_stats.norm(mean, deviation)
    assert values["zero_share"] == pytest.approx(normal.cdf(0), rel=1e-10)
    assert values["capped_share"] == pytest.approx(normal.sf(6), rel=1e-6, abs=1e-15)


@pytest.mark.parametrize(("cap", "bits"), [(6.0, 8), (1.5, 3), (20.0, 1)])
def test_the_quantiser_is_that_of_torch(cap, bits):
    values = measured("clipped_quantiser", cap=cap, bits=bits)
    x = torch.linspace(0, cap, 5001, dtype=torch.float32)
    step = cap / (2**bits - 1)
    rounded = torch.fake_quantize_per_tensor_affine(x, step, 0, 0, 2**bits - 1)
    assert len(torch.unique(rounded)) == values["levels"]
    assert (rounded - x).abs().max().item() == pytest.approx(values["largest_error"], rel=0.02)
    assert values["step"] == pytest.approx(2 * values["largest_error"], rel=1e-9)
    assert math.isclose(values["smallest_gap"], values["step"], rel_tol=1e-9)
