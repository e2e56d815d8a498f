"""Optimisers with L2 and with decoupled decay against PyTorch's, and what its SGD does to an L1 penalty."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import regularization as kernel
from engine.kernels import regularization_training as training
from engine.registry import find, generator
from tests.late import late

torch = late("torch")


def trained(make, w, target, steps, l2=0.0):
    """PyTorch's iterates on sum((w - target)^4) / 4 + l2 |w|^2 / 2."""
    weights = torch.tensor(w, requires_grad=True)
    optimiser, seen = make([weights]), [w]
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((weights - torch.tensor(target)) ** 4).sum() / 4 + l2 * (weights**2).sum() / 2
        loss.backward()
        optimiser.step()
        seen.append(weights.detach().numpy().copy())
    return np.array(seen)


CASES = {
    "sgd, L2": (training.descend_plain, lambda p: torch.optim.SGD(p, lr=0.05), 0.3, 0.0),
    "sgd, weight_decay": (training.descend_plain, lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.3), 0.3, 0.0),
    "momentum, L2": (training.descend_momentum, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9), 0.3, 0.0),
    "Adam, L2": (training.descend_adam, lambda p: torch.optim.Adam(p, lr=0.05), 0.3, 0.0),
    "AdamW": (training.descend_adam, lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.3), 0.0, 0.3),
}


def gap(name, descend=None):
    own, make, l2, decay = CASES[name]
    rng = generator(4)
    w, target = rng.standard_normal(5), rng.standard_normal(5)
    in_loss = l2 if "weight_decay" not in name else 0.0
    oracle = trained(make, w, target, 20, in_loss)
    ours = (descend or own)(w, lambda v: (v - target) ** 3, 0.05, 20, l2, decay)
    return float(np.abs(ours - oracle).max())


@pytest.mark.parametrize("name", CASES)
def test_iterates_are_pytorchs(name):
    assert gap(name) < 1e-12


def test_adam_without_bias_correction_or_with_coupled_decay_is_caught():
    def uncorrected(w, gradient, rate, steps, l2, decay):
        seen, m, v = [w], 0.0, 0.0
        for _ in range(steps):
            g = gradient(w) + l2 * w
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            w = (1 - rate * decay) * w - rate * m / (np.sqrt(v) + 1e-8)
            seen.append(w)
        return np.array(seen)

    def coupled(w, gradient, rate, steps, l2, decay):
        return training.descend_adam(w, gradient, rate, steps, l2 + decay, 0.0)

    assert gap("Adam, L2", uncorrected) > 1e-3
    assert gap("AdamW", coupled) > 1e-3


def test_the_audited_numbers_of_l2_against_decay():
    torch.manual_seed(0)
    w, g = (torch.randn(5, dtype=torch.float64).numpy() for _ in range(2))
    given = {"start": w, "gradient": g, "rate": 0.01, "penalty": 0.1, "steps": 5}
    sgd = find("weight_decay").run({**given, "optimiser": "sgd"}, generator(0)).measurements
    adam = find("weight_decay").run({**given, "optimiser": "adam"}, generator(0)).measurements
    assert sgd["gap"] <= 1e-14
    assert sgd["closed_form_gap"] <= 1e-14
    assert adam["gap"] == pytest.approx(0.011, abs=0.0005)


def test_pytorchs_sgd_on_an_l1_penalty_leaves_no_exact_zero():
    rng = np.random.default_rng(3)
    x, truth = rng.standard_normal((100, 30)), np.zeros(30)
    truth[:4] = [3, -2, 1.5, 1]
    y = x @ truth + 0.5 * rng.standard_normal(100)
    x, y = x - x.mean(axis=0), y - y.mean()
    penalty = 0.2 * kernel.largest_penalty(x, y)
    w = torch.full((30,), 0.01, dtype=torch.float64, requires_grad=True)
    optimiser, tx, ty = torch.optim.SGD([w], 0.05), torch.tensor(x), torch.tensor(y)
    for _ in range(1500):
        optimiser.zero_grad()
        (((tx @ w - ty) ** 2).mean() / 2 + penalty * w.abs().sum()).backward()
        optimiser.step()
    left = w.detach().numpy()
    zero = kernel.lasso(x, y, penalty) == 0
    assert int((left == 0).sum()) == 0
    assert 0.005 < np.abs(left[zero]).max() < 0.03
