"""Kernels beside PyTorch on one thread, at the largest sizes that the demonstrations use, interleaved in one run.

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

from engine.kernels import batchnorm, pooling, softmax
from engine.kernels.activations import ACTIVATIONS
from engine.registry import catalogue, generator

Step = Callable[[], object]


def interleaved(ours: Step, theirs: Step, rounds: int = 200) -> tuple[float, float]:
    """Median microseconds of both, taken in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 2):
        for kept, step in zip(times, (ours, theirs), strict=True):
            began = time.perf_counter()
            step()
            kept.append(1e6 * (time.perf_counter() - began))
    return statistics.median(times[0][2:]), statistics.median(times[1][2:])


def pooled(mode: str, size: int, kernel: int, padding: int) -> tuple[Step, Step]:
    """Forward and backward over one plane, stride 1."""
    x = generator(0).standard_normal((size, size))
    tensor = torch.from_numpy(x[None, None]).requires_grad_()
    pool = functional.max_pool2d if mode == "max" else functional.avg_pool2d
    grad = np.ones(pooling.output_shape((size, size), kernel, 1, padding))

    def ours() -> None:
        if mode == "max":
            _, winners = pooling.max_pool_forward(x, kernel, 1, padding)
            pooling.max_pool_backward(grad, winners, (size, size))
        else:
            pooling.mean_pool_forward(x, kernel, 1, padding)
            pooling.mean_pool_backward(grad, (size, size), kernel, 1, padding)

    def theirs() -> None:
        tensor.grad = None
        pool(tensor, kernel, 1, padding).backward(torch.from_numpy(grad[None, None]))

    return ours, theirs


def normalised(samples: int, features: int) -> tuple[Step, Step]:
    """BatchNorm in training, forward and backward."""
    x, grad = generator(0).standard_normal((2, samples, features))
    gamma, beta = np.ones(features), np.zeros(features)
    tensor = torch.from_numpy(x).requires_grad_()
    weight, bias = torch.from_numpy(gamma).requires_grad_(), torch.from_numpy(beta).requires_grad_()

    def ours() -> None:
        batchnorm.batchnorm_backward(grad, batchnorm.batchnorm_forward(x, gamma, beta), gamma)

    def theirs() -> None:
        tensor.grad = None
        functional.batch_norm(tensor, None, None, weight, bias, True).backward(torch.from_numpy(grad))

    return ours, theirs


def crossed(samples: int, classes: int) -> tuple[Step, Step]:
    """Softmax with cross-entropy, loss and gradient."""
    scores, labels = generator(0).standard_normal((samples, classes)), generator(1).integers(0, classes, samples)
    tensor = torch.from_numpy(scores).requires_grad_()

    def theirs() -> None:
        tensor.grad = None
        functional.cross_entropy(tensor, torch.from_numpy(labels)).backward()

    return lambda: softmax.softmax_cross_entropy(scores, labels), theirs


def activated(name: str, size: int) -> tuple[Step, Step]:
    """Value and slope."""
    x, f = generator(0).standard_normal(size), ACTIVATIONS[name]
    tensor, function = torch.from_numpy(x).requires_grad_(), getattr(functional, name)

    def theirs() -> None:
        tensor.grad = None
        function(tensor).sum().backward()

    return lambda: (f.value(x), f.derivative(x)), theirs


def main() -> None:
    """Print everything."""
    torch.set_num_threads(1)
    rows = {
        "max-pool 12x12 k5": pooled("max", 12, 5, 2),
        "mean-pool 12x12 k5": pooled("mean", 12, 5, 2),
        "BatchNorm 256x128": normalised(256, 128),
        "cross-entropy 512x10": crossed(512, 10),
        "tanh 512x64": activated("tanh", 512 * 64),
        "GELU 800": activated("gelu", 800),
    }
    for name, (ours, theirs) in rows.items():
        a, b = interleaved(ours, theirs)
        print(f"{name:<22} {a:7.0f} µs beside {b:7.0f} µs of PyTorch: {a / b:6.2f}")
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
