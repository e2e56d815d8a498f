"""Pooling beside what stands next to it, held against PyTorch, SciPy and closed forms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine.demonstrations.pooling import receptive_field as fields
from engine.parameters import ParameterError
from engine.registry import catalogue, find, generator
from tests.late import late

torch = late("torch")
stats = late("scipy.stats")
integrate = late("scipy.integrate")


def run(name, seed=0, **given):
    return find(name).run(given, generator(seed)).measurements


STACKS = [
    ([3, 3], [1, 1], [0, 0]),
    ([3, 2, 3, 2], [1, 2, 1, 2], [1, 0, 1, 0]),
    ([7, 3, 3], [2, 2, 1], [3, 1, 1]),
    ([2, 1, 5], [3, 2, 1], [0, 0, 0]),
]


def touched(kernels, strides, paddings, side):
    """Sides of the maps, and the input cells with a gradient from the middle output, by autograd over convolutions."""
    x = torch.zeros(1, 1, side, dtype=torch.float64, requires_grad=True)
    y, sides = x, []
    for kernel, stride, padding in zip(kernels, strides, paddings, strict=True):
        y = torch.nn.functional.conv1d(y, torch.ones(1, 1, kernel, dtype=torch.float64), stride=stride, padding=padding)
        sides.append(y.shape[-1])
    y[0, 0, y.shape[-1] // 2].backward()
    reached = np.flatnonzero(x.grad.numpy())
    return sides, int(reached[-1] - reached[0] + 1)


@pytest.mark.parametrize(("kernels", "strides", "paddings"), STACKS)
def test_the_receptive_field_is_where_autograd_finds_a_gradient(kernels, strides, paddings):
    sides, extent = touched(kernels, strides, paddings, 200)
    m = run("receptive_field", kernels=kernels, strides=strides, paddings=paddings, side=200)
    assert m["sizes"].tolist() == sides
    assert m["field"] == m["traced_field"] == extent
    assert m["jump"] == np.prod(strides)


def test_a_stride_that_counts_a_layer_early_is_noticed(monkeypatch):
    def early(kernels, strides):
        jumps = np.cumprod(strides)
        return 1 + np.cumsum((kernels - 1) * jumps), jumps

    monkeypatch.setattr(fields, "receptive_fields", early)
    m = run("receptive_field")
    assert m["field"] == m["late_field"] != m["traced_field"]


def test_a_stack_that_leaves_no_window_is_refused():
    with pytest.raises(ParameterError, match="layer 2 has no window left"):
        run("receptive_field", kernels=[3, 9], strides=[1, 1], paddings=[0, 0], side=8)


@pytest.mark.parametrize(("channels", "height", "width", "classes"), [(512, 7, 7, 10), (64, 4, 6, 100), (3, 1, 1, 2)])
def test_both_heads_have_as_many_parameters_as_pytorch_counts(channels, height, width, classes):
    def count(module):
        return sum(p.numel() for p in module.parameters())

    m = run("pooling_head", channels=channels, height=height, width=width, classes=classes)
    assert m["dense_parameters"] == count(torch.nn.Linear(channels * height * width, classes))
    assert m["gap_parameters"] == count(torch.nn.Linear(channels, classes))
    assert m["shared_gap"] < 1e-12
    assert m["moved_change"] < 1e-12
    assert m["cell_gradient"] == 1 / (height * width)


def test_only_a_map_of_one_cell_leaves_the_flat_head_where_it_was():
    assert run("pooling_head", height=1, width=1)["moved_flat_change"] == 0
    assert run("pooling_head")["moved_flat_change"] > 0.1


def on_a_ring(signal, kernel, stride, pool):
    x = torch.tensor(np.concatenate([signal, signal[: kernel - 1]]))[None, None]
    return pool(x, kernel, stride)[0, 0].numpy()


@pytest.mark.parametrize(("kernel", "stride", "shift"), [(2, 2, 1), (3, 2, 3), (3, 1, 2), (4, 4, 4), (1, 3, 5)])
def test_a_shifted_ring_is_pooled_as_by_pytorch(kernel, stride, shift):
    signal = generator(3).integers(0, 9, 12).astype(float)
    m = run("shift_of_input", signal=signal, kernel=kernel, stride=stride, shift=shift)
    moved = np.concatenate([signal[-shift:], signal[:-shift]])
    for place, given in (("", signal), ("moved_", moved)):
        highest = on_a_ring(given, kernel, stride, torch.nn.functional.max_pool1d)
        mean = on_a_ring(given, kernel, stride, torch.nn.functional.avg_pool1d)
        np.testing.assert_array_equal(m[f"{place}pooled"], highest)
        np.testing.assert_allclose(m[f"{place}averaged"], mean, atol=1e-12)
    assert m["moves_along"] == (shift % stride == 0)
    assert m["kept"] == np.sum(m["pooled"] == m["moved_pooled"])


def test_unpooling_is_pytorchs_and_undoes_nothing():
    for seed, kernel in itertools.product(range(4), (2, 3)):
        x = generator(seed).permutation((2 * kernel) ** 2).reshape(2 * kernel, -1).astype(float)
        values = generator(seed + 9).integers(1, 9, (2, 2)).astype(float)
        m = run("unpooling", plane=x, values=values, kernel=kernel)
        plane = torch.tensor(x)[None, None]
        _, places = torch.nn.functional.max_pool2d(plane, kernel, kernel, return_indices=True)
        small = torch.tensor(values)[None, None]
        unpooled = torch.nn.functional.max_unpool2d(small, places, kernel)[0, 0].numpy()
        spread = torch.nn.functional.interpolate(small, scale_factor=kernel, mode="nearest")[0, 0].numpy()
        np.testing.assert_array_equal(m["unpooled"], unpooled)
        np.testing.assert_array_equal(m["backward"], unpooled)
        np.testing.assert_array_equal(m["nearest_filled"], spread)
        assert m["restored_gap"] > 0
        assert m["repooled_gap"] == 0
        assert m["zeros"] == x.size - 4


@pytest.mark.parametrize(("channels", "filters", "kernel", "stride", "padding"), [(3, 8, 3, 2, 1), (4, 4, 2, 2, 0)])
def test_a_strided_convolution_is_counted_as_pytorch_counts_it(channels, filters, kernel, stride, padding):
    layer = torch.nn.Conv2d(channels, filters, kernel, stride, padding)
    alone = torch.nn.Conv2d(channels, channels, kernel, stride, padding, groups=channels)
    m = run(
        "strided_convolution",
        batch=5, channels=channels, filters=filters, side=17, kernel=kernel, stride=stride, padding=padding,
    )  # fmt: skip
    x = torch.zeros(5, channels, 17, 17)
    y, places = torch.nn.functional.max_pool2d(x, kernel, stride, padding, return_indices=True)
    assert m["parameters"] == sum(p.numel() for p in layer.parameters())
    assert m["depthwise_parameters"] == sum(p.numel() for p in alone.parameters())
    assert (m["rows"], m["columns"]) == tuple(layer(x).shape[2:]) == tuple(y.shape[2:])
    assert m["multiplications"] == layer(x)[0].numel() * layer.weight[0].numel()
    assert m["input_bytes"] == x.numel() * x.element_size()
    assert m["output_bytes"] == y.numel() * y.element_size()
    assert m["winner_bytes"] == places.numel() * places.element_size()
    assert m["mean_gap"] < 1e-12


def test_the_generalised_mean_and_its_gradients_are_pytorchs():
    for seed in range(10):
        values = generator(seed).uniform(0.2, 9, 5)
        exponent = float(generator(seed + 50).uniform(0.6, 12))
        x, p = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (values, exponent))
        y = (x**p).mean() ** (1 / p)
        y.backward()
        m = run("generalised_mean", values=values, exponent=exponent)
        assert m["value"] == pytest.approx(float(y.detach()), rel=1e-12)
        np.testing.assert_allclose(m["shares"], x.grad.numpy(), rtol=1e-10)
        assert m["exponent_gradient"] == pytest.approx(float(p.grad), rel=1e-8)
        assert m["average"] - 1e-12 <= m["value"] + (exponent < 1) * 9
        assert m["finite_gap"] < 1e-5


def test_the_generalised_mean_runs_from_the_mean_to_the_maximum():
    values = [1.0, 2.0, 7.0]
    assert run("generalised_mean", values=values, exponent=1.0)["value"] == pytest.approx(10 / 3)
    assert run("generalised_mean", values=values, exponent=50.0)["value"] == pytest.approx(7 * 3 ** (-1 / 50), rel=1e-9)


def test_relu_and_max_pooling_change_places_and_relu_and_mean_pooling_do_not():
    for seed in range(10):
        m = run("pool_and_relu", seed)
        plane = torch.tensor(m["x"])[None, None]
        relu, pool = torch.relu, torch.nn.functional
        np.testing.assert_array_equal(m["max_then_relu"], relu(pool.max_pool2d(plane, 2))[0, 0])
        np.testing.assert_allclose(m["relu_then_mean"], pool.avg_pool2d(relu(plane), 2)[0, 0])
        np.testing.assert_allclose(m["mean_then_relu"], relu(pool.avg_pool2d(plane, 2))[0, 0])
        assert m["max_gap"] == 0
        assert (m["mean_gap"] > 0) == (m["mixed_windows"] > 0)


def test_the_maximum_of_noise_is_that_of_order_statistics():
    for cells in (1, 4, 16, 60):
        m = run("sparse_or_spread", cells=cells, active=1, signal=0.0, noise=1.0)

        def density(t, power=1, cells=cells):
            return t**power * cells * stats.norm.pdf(t) * stats.norm.cdf(t) ** (cells - 1)

        mean = integrate.quad(density, -9, 9)[0]
        square = integrate.quad(density, -9, 9, args=(2,))[0]
        assert m["noise_maximum"] == pytest.approx(mean, abs=1e-3)
        assert m["largest_deviation"] == pytest.approx(np.sqrt(square - mean**2), rel=2e-3)
        assert m["largest_rise"] == pytest.approx(0, abs=1e-9)


def test_the_rise_of_the_maximum_is_what_a_simulation_shows():
    rng = generator(1)
    noise = rng.standard_normal((200_000, 9))
    raised = noise + np.array([3.0, 3.0] + [0.0] * 7)
    m = run("sparse_or_spread", cells=9, active=2, signal=3.0, noise=1.0)
    assert m["largest_rise"] == pytest.approx(raised.max(axis=1).mean() - noise.max(axis=1).mean(), abs=0.01)
    assert m["averaged_rise"] == pytest.approx(raised.mean() - noise.mean(), abs=0.01)
    assert m["averaged_deviation"] == pytest.approx(noise.mean(axis=1).std(), abs=0.01)


def test_max_finds_what_is_sparse_and_mean_what_is_spread():
    assert run("sparse_or_spread", cells=16, active=1, signal=6.0)["max_finds_better"]
    assert not run("sparse_or_spread", cells=16, active=16, signal=2.0)["max_finds_better"]


@pytest.mark.parametrize("name", [item.name for item in catalogue().values() if item.topic == "pooling"])
def test_the_same_seed_gives_the_same_numbers(name):
    first, second = run(name, 5), run(name, 5)
    for key, value in first.items():
        np.testing.assert_array_equal(value, second[key])
