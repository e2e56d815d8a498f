"""Layers and training at random inputs of every memory order and float type, beside PyTorch; see `fuzzing`.

`--kernel-inputs 5000` compares at that many inputs a kernel.
"""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import pooling, softmax

torch = pytest.importorskip("torch")

from tests.engine.kernels.fuzz_layers import LAYERS  # noqa: E402
from tests.engine.kernels.fuzz_training import TRAINING  # noqa: E402


@pytest.mark.parametrize("name", LAYERS)
def test_layers_agree_with_pytorch(name, kernel_inputs):
    LAYERS[name].over(kernel_inputs)


@pytest.mark.parametrize("name", TRAINING)
def test_training_agrees_with_pytorch(name, kernel_inputs):
    TRAINING[name].over(kernel_inputs)


def by_flat_places(scores, labels):
    """Picks the labels' scores from a flat view, as if every array were in C order."""
    n, classes = scores.shape
    flat = np.reshape(scores, -1, order="A")
    right = flat[np.arange(n) * classes + labels]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1)) + scores.max(axis=1)
    return float((log_sums - right).mean()), (
        torch.softmax(torch.tensor(scores), 1).numpy() - np.eye(classes)[labels]
    ) / n


def in_place(x, *place):
    """Changes its input."""
    x[...] = 0
    return x, np.zeros(x.shape, np.int64)


@pytest.mark.parametrize(
    ("comparison", "where", "name", "fault"),
    [
        ("max_pool", pooling, "winner", lambda cells: int(np.argmax(cells))),  # the first NaN wins
        ("max_pool", pooling, "max_pool_forward", in_place),
        ("max_pool", pooling, "max_pool_backward", pooling.max_pool_backward_overwriting),
        ("cross_entropy", softmax, "softmax_cross_entropy", by_flat_places),
        ("probabilities", softmax, "softmax", lambda x: np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)),
    ],
)
def test_a_planted_fault_is_found(monkeypatch, comparison, where, name, fault):
    monkeypatch.setattr(where, name, fault)
    with pytest.raises((AssertionError, ValueError)):
        LAYERS[comparison].over(40)
