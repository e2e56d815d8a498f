"""D70 to D77 against PyTorch in float64, SciPy and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from engine.parameters import ParameterError
from engine.registry import find, generator
from tests.late import late

stats, torch = late("scipy.stats"), late("torch")


def run(name, seed=0, **parameters):
    return find(name).run(parameters, generator(seed)).measurements


def running_mean_of(layer, tensor):
    """The mean that PyTorch's own layer took: its running mean after one batch with momentum 1."""
    layer(tensor)
    return layer.running_mean.numpy()


@pytest.mark.parametrize("seed", range(3))
def test_the_means_are_those_that_pytorch_subtracts(seed):
    values = run("normalisation_axes", seed, samples=3, channels=4, height=2, width=3, groups=2)
    x = torch.tensor(values["maps"].reshape(3, 4, 2, 3))
    batch = torch.nn.BatchNorm2d(4, momentum=1.0).double()
    np.testing.assert_allclose(values["batch_mean"], running_mean_of(batch, x), atol=1e-12)
    for name, groups in (("layer", 1), ("group", 2), ("instance", 4)):
        y = torch.nn.functional.group_norm(x, groups, eps=0.0).numpy().reshape(3, groups, -1)
        parts = x.numpy().reshape(3, groups, -1)
        slope = parts.std(axis=2)  # y = (x - mean) / deviation gives the mean back
        mean = parts[..., 0] - y[..., 0] * slope
        np.testing.assert_allclose(values[f"{name}_mean"].reshape(3, groups), mean, atol=1e-9)
    sizes = {
        name: (values[f"{name}_means"], values[f"{name}_values"]) for name in ("batch", "layer", "instance", "group")
    }
    assert sizes == {"batch": (4, 18), "layer": (3, 24), "instance": (12, 6), "group": (6, 12)}
    assert values["group_gap"] < 1e-12


def test_groups_that_do_not_divide_the_channels_are_refused():
    with pytest.raises(ParameterError, match="divide"):
        run("normalisation_axes", channels=4, groups=3)


@pytest.mark.parametrize("seed", range(4))
def test_layernorm_and_rmsnorm_agree_with_pytorch_and_keep_their_invariances(seed):
    x = generator(seed).standard_normal(7) * 3 + 1
    values = run("layer_and_rms_norm", features=x, scale=5.0, shift=-2.0)
    row = torch.tensor(x)
    np.testing.assert_allclose(values["rms_y"], torch.nn.functional.rms_norm(row, (7,), eps=0.0).numpy(), rtol=1e-9)
    np.testing.assert_allclose(values["layer_y"], torch.nn.functional.layer_norm(row, (7,), eps=0.0).numpy(), rtol=1e-9)
    assert max(values["rms_scale_gap"], values["layer_scale_gap"], values["layer_shift_gap"]) < 1e-9
    assert values["rms_shift_gap"] > 0.01
    sizes = [sum(p.numel() for p in layer.parameters()) for layer in (torch.nn.RMSNorm(7), torch.nn.LayerNorm(7))]
    assert [values["rms_trainable"], values["layer_trainable"]] == sizes


@pytest.mark.parametrize("seed", range(4))
def test_folding_agrees_with_pytorch(seed):
    given = {"bias": 0.7, "mean": -1.2, "variance": 2.5, "gamma": -0.8, "beta": 0.3, "eps": 1e-3}
    weights = generator(seed).standard_normal(5)
    values = run("batchnorm_folding", seed, weights=weights, **given)
    linear, norm = torch.nn.Linear(5, 1).double(), torch.nn.BatchNorm1d(1, eps=1e-3).double()
    with torch.no_grad():
        linear.weight[:], linear.bias[:] = torch.tensor(weights), 0.7
        norm.weight[:], norm.bias[:], norm.running_mean[:], norm.running_var[:] = -0.8, 0.3, -1.2, 2.5
    fused = torch.nn.utils.fusion.fuse_linear_bn_eval(linear.eval(), norm.eval())
    np.testing.assert_allclose(values["folded_weight"], fused.weight.detach().numpy()[0], rtol=1e-12)
    assert values["folded_bias"] == pytest.approx(fused.bias.item(), rel=1e-12)
    assert values["eval_gap"] < 1e-12
    assert values["train_gap"] > 0.01


@pytest.mark.parametrize("distance", [1.0, 2.0, 3.0])
def test_a_forgotten_eval_falls_to_chance_on_sorted_batches(distance):
    values = run("forgotten_eval", distance=distance, batches=600)
    assert values["evaluation_theory"] == pytest.approx(stats.norm.cdf(distance), rel=1e-10)
    assert values["evaluation"] == pytest.approx(values["evaluation_theory"], abs=0.01)
    assert values["sorted_classes"] == pytest.approx(0.5, abs=0.02)
    assert values["one_by_one"] == 0.5
    assert values["sorted_classes"] < values["mixed"] <= values["evaluation"] + 0.01
    assert values["mean_after_sorted"] == pytest.approx(values["mean_after_theory"], abs=0.4)


@pytest.mark.parametrize("seed", range(3))
def test_statistics_of_parts_combine_to_those_of_the_whole(seed):
    values = run("split_batches", seed, count=3, size=5, channels=8)
    whole = values["parts"].ravel()
    assert values["whole_mean"] == pytest.approx(whole.mean())
    assert values["whole_variance"] == pytest.approx(whole.var())
    assert values["mean_of_variances"] + values["variance_of_means"] == pytest.approx(whole.var())
    together = torch.nn.BatchNorm1d(1, eps=1e-12, affine=False).double()(torch.tensor(whole[:, None]))
    np.testing.assert_allclose(values["together"].ravel(), together.numpy()[:, 0], atol=1e-9)
    np.testing.assert_allclose(values["alone"].mean(axis=1), 0, atol=1e-9)
    assert values["batchnorm_gap"] > 0.01
    assert values["layernorm_gap"] < 1e-12
    assert values["exchanged"] == 17


@pytest.mark.parametrize("depth", [4, 16])
def test_pre_and_post_norm_follow_their_closed_forms(depth):
    found = [run("pre_and_post_norm", seed, depth=depth) for seed in range(4)]
    mean = {name: float(np.mean([values[name] for values in found])) for name in found[0]}
    assert mean["pre_variance"] == pytest.approx(1 + depth, rel=0.1)
    assert mean["post_variance"] == pytest.approx(1, rel=1e-3)
    assert mean["pre_share"] == pytest.approx((1 + depth) ** -0.5, abs=0.04)
    assert mean["post_share"] == pytest.approx(2.0 ** (-depth / 2), abs=0.04)
    assert mean["pre_last_gradient"] == pytest.approx((1 + depth) ** -0.5, rel=0.1)
    assert mean["post_last_gradient"] == pytest.approx(0.5**0.5, rel=0.1)


def test_the_gradient_behind_the_last_block_is_that_of_autograd():
    depth, width = 3, 32
    rng = generator(5)
    x = torch.tensor(rng.standard_normal((8, width)))
    branches = [torch.tensor(rng.standard_normal((width, width)) / np.sqrt(width)) for _ in range(depth)]
    grad = torch.tensor(rng.standard_normal((8, width)))
    for branch in branches:
        x = x + torch.nn.functional.layer_norm(x, (width,)) @ branch.T
    x.requires_grad_(True)
    torch.nn.functional.layer_norm(x, (width,)).backward(grad)
    expected = float(x.grad.norm() / grad.norm())
    assert run("pre_and_post_norm", 5, depth=depth, width=width)["pre_last_gradient"] == pytest.approx(
        expected, rel=1e-4
    )


@pytest.mark.parametrize(("gamma", "beta"), [(1.0, 0.0), (2.0, -1.0), (-0.5, 0.4)])
def test_gamma_and_beta_decide_how_many_units_are_active(gamma, beta):
    values = run("norm_before_relu", gamma=gamma, beta=beta, samples=100_000)
    law = stats.norm(beta, abs(gamma))
    assert values["active"] == pytest.approx(law.sf(0), rel=1e-9)
    assert values["active_measured"] == pytest.approx(values["active"], abs=0.01)
    assert values["relu_mean"] == pytest.approx(law.expect(lambda y: max(y, 0)), rel=1e-6)
    assert values["relu_mean_measured"] == pytest.approx(values["relu_mean"], abs=0.01)
    assert values["swapped_mean"] == pytest.approx(beta, abs=1e-9)
    assert values["swapped_smallest"] < 0 <= values["relu_smallest"]


def test_padding_pulls_the_mean_and_leaves_layernorm_alone():
    lengths = [5, 3, 2]
    values = run("padded_sequences", lengths=lengths, step=3, level=4.0)
    padded = torch.nn.utils.rnn.pad_sequence([torch.full((n,), 4.0).double() for n in lengths])
    assert values["padded_mean"] == pytest.approx(float(padded.mean()))
    assert values["padded_variance"] == pytest.approx(float(padded.var(correction=0)))
    assert values["masked_mean"] == 4
    assert values["alive"].tolist() == [3, 3, 2, 1, 1]
    assert [values["alive_at"], values["real"], values["padding"]] == [2, 10, 5]
    assert values["layernorm_gap"] < 1e-12


def test_no_statistics_beyond_the_longest_sequence():
    assert run("padded_sequences", lengths=[5, 3, 2], step=6)["alive_at"] == 0
