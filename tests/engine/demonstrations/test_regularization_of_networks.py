"""Dropout, soft targets, bias and variance, elastic net, diamonds, patience and decay beside independent oracles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.demonstrations.regularization import dropout_scaling as dropout
from engine.parameters import ParameterError
from engine.registry import find, generator
from tests.late import late

torch = late("torch")
linear_model = late("sklearn.linear_model")
optimize = late("scipy.optimize")


def run(name, seed=0, **given):
    return find(name).run(given, generator(seed)).measurements


def some(seed, size, low=-3.0, high=3.0):
    return generator(seed).uniform(low, high, size)


def test_the_moments_of_dropout_are_the_closed_ones_and_its_penalty_is_their_variance():
    for seed in range(8):
        x, w, drop = some(seed, 5), some(seed + 50, 5), float(some(seed + 90, 1, 0.05, 0.85)[0])
        m = run("dropout_scaling", activations=x, weights=w, drop=drop, target=1.5)
        variance = drop / (1 - drop) * np.sum((w * x) ** 2)
        assert m["mean"] == pytest.approx(w @ x)
        assert m["deviation"] == pytest.approx(np.sqrt(variance))
        assert m["penalty"] == pytest.approx(variance)
        assert m["expected_loss"] == pytest.approx((w @ x - 1.5) ** 2 + variance)
        assert m["unscaled_mean"] == pytest.approx((1 - drop) * (w @ x))


def test_dropout_scales_what_it_keeps_as_pytorch_does():
    layer = torch.nn.Dropout(0.3)
    torch.manual_seed(1)
    x = torch.arange(1.0, 9.0, dtype=torch.float64)
    out = layer(x).numpy()
    m = run("dropout_scaling", activations=x.numpy(), mask=(out != 0).astype(float), drop=0.3)
    np.testing.assert_allclose(m["dropped"], out)
    np.testing.assert_array_equal(layer.eval()(x).numpy(), x.numpy())


def test_dropout_that_forgets_to_scale_is_noticed(monkeypatch):
    monkeypatch.setattr(dropout, "inverted_dropout", lambda x, mask, drop: x * mask)
    m = run("dropout_scaling", drop=0.5)
    assert m["mean"] != pytest.approx(m["plain"])


@pytest.mark.parametrize("smoothing", [0.05, 0.1, 0.4])
def test_smoothed_cross_entropy_is_pytorchs(smoothing):
    for seed in range(5):
        logits = some(seed, 5)
        z = torch.tensor(logits, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([2]), label_smoothing=smoothing)
        loss.backward()
        m = run("label_smoothing", logits=logits, label=2, smoothing=smoothing)
        assert m["loss"] == pytest.approx(float(loss.detach()), rel=1e-12)
        np.testing.assert_allclose(m["grad"], z.grad.numpy(), atol=1e-12)
        assert m["finite_gap"] < 1e-8


def test_the_least_smoothed_loss_is_found_where_the_gap_says():
    m = run("label_smoothing", smoothing=0.2)

    def loss(gap):
        z = torch.tensor([gap, 0.0, 0.0, 0.0], dtype=torch.float64)
        return float(torch.nn.functional.cross_entropy(z[None], torch.tensor([0]), label_smoothing=0.2))

    found = optimize.minimize_scalar(loss, bounds=(0, 20), method="bounded", options={"xatol": 1e-10})
    assert m["best_gap"] == pytest.approx(found.x, abs=1e-5)
    assert m["least_loss"] == pytest.approx(found.fun, rel=1e-10)


def test_mixup_is_pytorchs_loss_on_a_soft_target():
    for seed in range(5):
        logits, share = some(seed, 4), float(some(seed + 9, 1, 0, 1)[0])
        z = torch.tensor(logits, requires_grad=True)
        target = torch.zeros(4, dtype=torch.float64)
        target[1] += share
        target[3] += 1 - share
        loss = torch.nn.functional.cross_entropy(z[None], target[None])
        loss.backward()
        m = run("mixup_pair", logits=logits, first_label=1, second_label=3, share=share)
        assert m["loss"] == pytest.approx(float(loss.detach()), rel=1e-12)
        assert m["split_loss"] == pytest.approx(m["loss"], rel=1e-12)
        np.testing.assert_allclose(m["grad"], z.grad.numpy(), atol=1e-12)


def test_labels_beyond_the_classes_are_refused():
    with pytest.raises(ParameterError, match="not among the 3 classes"):
        run("label_smoothing", logits=[1.0, 2.0, 3.0], label=3)
    with pytest.raises(ParameterError, match="not both among the 3 classes"):
        run("mixup_pair", second_label=5)


@pytest.mark.parametrize("penalty", [0.3, 1.0, 5.0])
def test_bias_and_variance_are_those_of_many_ridge_fits(penalty):
    s, truth, noise = np.array([3.0, 1.0, 0.4]), np.array([1.0, -2.0, 1.5]), 0.7
    m = run("bias_variance", singular=s, truth=truth, noise=noise, penalty=penalty)
    x, rng = np.diag(s), np.random.default_rng(4)
    fits = np.array(
        [
            x @ linear_model.Ridge(alpha=penalty, fit_intercept=False).fit(x, s * truth + noise * e).coef_
            for e in rng.standard_normal((1500, 3))
        ]
    )
    assert m["bias_squared"] == pytest.approx(np.sum((fits.mean(axis=0) - s * truth) ** 2), rel=0.08, abs=0.01)
    assert m["variance"] == pytest.approx(fits.var(axis=0).sum(), rel=0.08)
    assert m["simulated_variance"] == pytest.approx(m["variance"], rel=0.1)
    assert m["simulated_bias"] == pytest.approx(m["bias_squared"], rel=0.15, abs=0.01)


def test_the_best_penalty_of_one_direction_is_noise_over_signal():
    for truth, noise in ((2.0, 1.0), (0.5, 2.0)):
        m = run("bias_variance", singular=[1.7], truth=[truth], noise=noise)

        def error(penalty, truth=truth, noise=noise):
            kept = 1.7**2 / (1.7**2 + penalty)
            return ((1 - kept) * 1.7 * truth) ** 2 + (noise * kept) ** 2

        found = optimize.minimize_scalar(error, bounds=(1e-6, 1e3), method="bounded", options={"xatol": 1e-9})
        assert m["direction_best"][0] == pytest.approx(found.x, rel=1e-3)
        assert m["best_penalty"] == pytest.approx(found.x, rel=0.07)
        assert m["best_error"] == pytest.approx(found.fun, rel=1e-3)


def test_the_elastic_net_is_scikit_learns():
    for seed in range(4):
        b, l1, l2 = some(seed, 5, -4, 4), 0.6, 0.8
        root = np.sqrt(5)
        oracle = linear_model.ElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), fit_intercept=False, tol=1e-12)
        m = run("elastic_net", coefficients=b, l1=l1, l2=l2)
        np.testing.assert_allclose(m["net"], oracle.fit(root * np.eye(5), root * b).coef_, atol=1e-8)
        assert np.abs(m["net"] - m["searched"]).max() <= m["search_width"]


def test_the_pair_is_scikit_learns_too_and_the_quadratic_part_keeps_it_together():
    gram = np.array([[1.0, 0.9], [0.9, 1.0]])
    x = np.sqrt(2) * np.linalg.cholesky(gram).T
    y = np.linalg.solve(x.T, 2 * np.array([1.05, 1.0]))
    oracle = linear_model.ElasticNet(alpha=1.0, l1_ratio=0.5, fit_intercept=False, tol=1e-13, max_iter=100_000)
    m = run("elastic_net", l1=0.5, l2=0.5, correlation=0.9, lead=0.05)
    np.testing.assert_allclose(m["pair"], oracle.fit(x, y).coef_, atol=1e-7)
    assert m["pair_difference"] < m["lasso_difference"]


@pytest.mark.parametrize(
    ("centre", "radius"), [((3, 1), 1), ((3, 1), 3), ((-2, 2.5), 1), ((0.2, 0.1), 1), ((0, -4), 2)]
)
def test_the_nearest_points_are_those_of_constrained_minimisation(centre, radius):
    def nearest(size):
        limit = {"type": "ineq", "fun": lambda w: radius - size(w)}
        start = 0.5 * radius * np.sign(np.array(centre) + 1e-9) * np.array([0.6, 0.4])
        found = optimize.minimize(lambda w: np.sum((w - centre) ** 2), start, constraints=[limit], method="SLSQP",
                                  options={"ftol": 1e-14, "maxiter": 500})  # fmt: skip
        return found.x

    m = run("penalty_balls", centre=list(centre), radius=radius)
    np.testing.assert_allclose(m["disc"], nearest(lambda w: np.sqrt(np.sum(w**2) + 1e-16)), atol=2e-4)
    np.testing.assert_allclose(m["diamond"], nearest(lambda w: np.sum(np.sqrt(w**2 + 1e-14))), atol=2e-3)
    assert np.abs(m["diamond"] - m["searched"]).max() <= 2 * m["search_width"]


def test_a_corner_is_the_answer_when_the_sizes_differ_by_the_radius():
    assert run("penalty_balls", centre=[3.0, 1.9], radius=1.0)["zeros"] == 1
    assert run("penalty_balls", centre=[3.0, 2.1], radius=1.0)["zeros"] == 0
    # |c| |cos a| - |c| |sin a| >= 1 at |c| = 4: cos(a + 45 degrees) >= 1 / (4 sqrt 2), eight arcs of the circle.
    share = 1 - 4 * (np.arccos(1 / (4 * np.sqrt(2))) - np.pi / 4) / np.pi
    assert run("penalty_balls", centre=[4.0, 0.0], radius=1.0)["corner_share"] == pytest.approx(1 - share, abs=0.01)


def test_patience_counts_from_the_best_epoch():
    for seed in range(60):
        losses, patience = some(seed, 15, 0.1, 1.0), int(generator(seed).integers(1, 5))
        m = run("patience", losses=losses, patience=patience)
        stop = next((t for t in range(1, 16) if t - 1 - int(np.argmin(losses[:t])) >= patience), 15)
        assert m["stop_epoch"] == stop
        assert m["best_epoch"] == int(np.argmin(losses[:stop])) + 1
        assert m["missed"] == (losses.min() < losses[:stop].min())


def test_an_improvement_below_the_least_one_does_not_count():
    losses = [1.0, 0.95, 0.9, 0.85, 0.8]
    assert run("patience", losses=losses, patience=2, least=0.0)["stop_epoch"] == 5
    assert run("patience", losses=losses, patience=2, least=0.2)["stop_epoch"] == 3
    # 0.85 lies more than 0.1 below the best so far, which is still 1.0.
    assert run("patience", losses=losses, patience=3, least=0.1)["best_epoch"] == 4


@pytest.mark.parametrize("normalised", [True, False])
def test_the_groups_hold_what_pytorch_counts(normalised):
    widths = [784, 256, 64, 10]
    layers = []
    for before, after in pairwise(widths):
        layers += [torch.nn.Linear(before, after), *([torch.nn.LayerNorm(after)] if normalised and after != 10 else [])]
    named = list(torch.nn.Sequential(*layers).parameters())
    m = run("decay_groups", widths=widths, normalised=normalised)
    assert m["weights"] == sum(p.numel() for p in named if p.ndim > 1)
    assert m["exempt"] == sum(p.numel() for p in named if p.ndim == 1)
    assert m["exempt_share"] < 0.01


def test_an_idle_scale_decays_as_adamw_decays_it():
    scale = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    optimiser = torch.optim.AdamW([scale], lr=0.01, weight_decay=0.5)
    for _ in range(50):
        scale.grad = torch.zeros(1, dtype=torch.float64)
        optimiser.step()
    m = run("decay_groups", rate=0.01, decay=0.5, steps=50)
    assert m["idle_scale"] == pytest.approx(scale.item(), rel=1e-12)


@pytest.mark.parametrize(("rate", "decay", "pull"), [(0.1, 0.01, 1.0), (0.5, 0.05, 3.0), (0.05, 0.1, 0.3)])
def test_the_balance_is_a_fixed_point_and_is_reached(rate, decay, pull):
    m = run("scale_equilibrium", rate=rate, decay=decay, pull=pull, steps=5000)
    r = optimize.brentq(lambda r: ((1 - rate * decay) * r) ** 2 + (rate * pull / r) ** 2 - r**2, 1e-3, 1e3)
    assert m["equilibrium"] == pytest.approx(r, rel=1e-9)
    assert m["final_norm"] == pytest.approx(r, rel=1e-2)
    assert m["equilibrium_angle"] == pytest.approx(m["rough_angle"], rel=0.05)
    assert m["last_angle"] == pytest.approx(m["equilibrium_angle"], rel=0.02)
    assert m["free_norm"] > m["final_norm"]


def test_a_normalised_loss_has_such_a_gradient():
    w = torch.tensor([0.8, -1.7], dtype=torch.float64, requires_grad=True)

    def loss(v):
        return torch.sin(3 * (v / v.norm())[0])

    loss(w).backward()
    first = w.grad.clone()
    double = (2 * w).detach().requires_grad_()
    loss(double).backward()
    assert abs(float(first @ w.detach())) < 1e-12
    np.testing.assert_allclose(double.grad.numpy(), first.numpy() / 2, atol=1e-12)


def test_the_dual_gives_scikit_learns_ridge():
    for seed in range(6):
        x, y = generator(seed).integers(-3, 4, (2, 5)).astype(float), some(seed, 2)
        m = run("ridge_dual", design=x, target=y, penalty=0.7)
        oracle = linear_model.Ridge(alpha=0.7, fit_intercept=False).fit(x, y)
        np.testing.assert_allclose(m["dual_weights"], oracle.coef_, atol=1e-10)
        assert m["gap"] < 1e-10
    assert run("ridge_dual", samples=100, features=10_000)["speed_up"] == pytest.approx(1e6)
