"""The kernels for size beside PyTorch on one thread, interleaved in one run.

    OMP_NUM_THREADS=1 .venv/bin/python tests/benchmarks/bench_kernels.py

Prints ratios (below 1: faster than PyTorch), then what each demonstration takes at its defaults. Asserts nothing.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch
from torch.nn import functional

from engine.kernels import descent, fast_descent, fast_layers, fast_pooling
from engine.registry import catalogue, generator

Step = Callable[[], object]

SHAPE = (32, 64, 56, 56)


def interleaved(ours: Step, theirs: Step, rounds: int = 15) -> tuple[float, float]:
    """Median milliseconds of both, taken in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 2):
        for kept, step in zip(times, (ours, theirs), strict=True):
            began = time.perf_counter()
            step()
            kept.append(1e3 * (time.perf_counter() - began))
    return statistics.median(times[0][2:]), statistics.median(times[1][2:])


def pooled(mode: str, kernel: int, stride: int, padding: int) -> tuple[Step, Step]:
    """Forward and backward."""
    x = np.random.default_rng(0).standard_normal(SHAPE, dtype=np.float32)
    tensor = torch.from_numpy(x).requires_grad_()
    pool = functional.max_pool2d if mode == "max" else functional.avg_pool2d
    grad = np.ones(pool(tensor, kernel, stride, padding).shape, np.float32)
    grad_tensor = torch.from_numpy(grad)

    def ours() -> None:
        if mode == "max":
            _, code = fast_pooling.max_pool(x, kernel, stride, padding)
            fast_pooling.max_pool_gradient(grad, code, SHAPE, kernel, stride, padding)
        else:
            fast_pooling.mean_pool(x, kernel, stride, padding)
            fast_pooling.mean_pool_gradient(grad, SHAPE, kernel, stride, padding)

    def theirs() -> None:
        tensor.grad = None
        pool(tensor, kernel, stride, padding).backward(grad_tensor)

    return ours, theirs


def normalised() -> tuple[Step, Step]:
    """BatchNorm in training, forward and backward."""
    x = np.random.default_rng(0).standard_normal(SHAPE, dtype=np.float32)
    grad = np.random.default_rng(1).standard_normal(x.shape, dtype=np.float32)
    gamma, beta = np.ones(64), np.zeros(64)
    tensor, grad_tensor = torch.from_numpy(x).requires_grad_(), torch.from_numpy(grad)
    weight, bias = torch.ones(64, requires_grad=True), torch.zeros(64, requires_grad=True)

    def ours() -> None:
        _, kept = fast_layers.batchnorm(x, gamma, beta)
        fast_layers.batchnorm_gradient(grad, x, gamma, kept)

    def theirs() -> None:
        tensor.grad = None
        functional.batch_norm(tensor, None, None, weight, bias, True).backward(grad_tensor)

    return ours, theirs


def crossed(samples: int, classes: int) -> tuple[Step, Step]:
    """Softmax with cross-entropy, loss and gradient."""
    rng = np.random.default_rng(0)
    scores, labels = rng.standard_normal((samples, classes), dtype=np.float32), rng.integers(0, classes, samples)
    tensor, target = torch.from_numpy(scores).requires_grad_(), torch.from_numpy(labels)

    def theirs() -> None:
        tensor.grad = None
        functional.cross_entropy(tensor, target).backward()

    return lambda: fast_layers.softmax_cross_entropy(scores, labels), theirs


def crossed_pixels() -> tuple[Step, Step]:
    """The same for every pixel of a batch of images."""
    rng = np.random.default_rng(0)
    scores, labels = rng.standard_normal(SHAPE, dtype=np.float32), rng.integers(0, SHAPE[1], (SHAPE[0], *SHAPE[2:]))
    tensor, target = torch.from_numpy(scores).requires_grad_(), torch.from_numpy(labels)

    def theirs() -> None:
        tensor.grad = None
        functional.cross_entropy(tensor, target).backward()

    return lambda: fast_layers.pixel_cross_entropy(scores, labels), theirs


def descended() -> None:
    """Per-sample SGD over 300,000 x 20."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300_000, 20))
    y = x @ rng.standard_normal(20) + rng.standard_normal(300_000)
    problem = descent.Problem(x, y, np.eye(20), np.zeros(20), 1.0)
    order = np.arange(30_000)
    ours, loop = interleaved(
        lambda: fast_descent.sgd_pass(x, y, 0.01), lambda: descent.sgd_pass(problem, order, 0.01), 5
    )
    print(f"SGD, exact blocks      {300 / ours:6.2f} million samples/s, {10 * loop / ours:5.1f} x a plain Python loop")


def main() -> None:
    """Print everything."""
    torch.set_num_threads(1)
    rows = {
        "max-pool k2 s2": pooled("max", 2, 2, 0),
        "max-pool k3 s2 p1": pooled("max", 3, 2, 1),
        "mean-pool k2 s2": pooled("mean", 2, 2, 0),
        "mean-pool k3 s2 p1": pooled("mean", 3, 2, 1),
        "BatchNorm": normalised(),
        "cross-entropy, pixels": crossed_pixels(),
        "cross-entropy, 10": crossed(200_000, 10),
        "cross-entropy, 100": crossed(20_000, 100),
        "cross-entropy, 1000": crossed(8_192, 1000),
    }
    for name, (ours, theirs) in rows.items():
        a, b = interleaved(ours, theirs)
        print(f"{name:<22} {a:7.1f} ms beside {b:7.1f} ms of PyTorch: {a / b:5.2f}")
    descended()
    print("\ndemonstrations at their defaults, median of 5")
    for name, item in catalogue().items():
        if item.long:
            continue
        times = []
        for seed in range(5):
            began = time.perf_counter()
            item.run(item.accept({}), generator(seed))
            times.append(1e3 * (time.perf_counter() - began))
        print(f"{item.number:<5} {name:<26} {statistics.median(times):7.1f} ms")


if __name__ == "__main__":
    main()
