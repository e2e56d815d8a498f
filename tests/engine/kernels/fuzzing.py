"""Inputs that kernels are compared at with their oracles: memory orders, float types, constant columns, no numbers.

A comparison is a function of `Inputs` that returns what the kernel gives and what the oracle gives; `@compares(...)`
names the kernels it covers. Arrays come read-only, so that a kernel that changes its input is caught as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.registry import generator

LAYOUTS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    lambda a: np.array(a, order="C"),
    lambda a: np.array(a, order="F"),
    lambda a: np.repeat(a, 2, axis=0)[::2],
    lambda a: np.repeat(a, 3, axis=-1)[..., 1::3],
    lambda a: a[::-1].copy()[::-1],
    lambda a: np.swapaxes(np.swapaxes(a, 0, -1).copy(), 0, -1),
)
NO_NUMBERS = (np.inf, -np.inf, np.nan, 0.0, -0.0, 700.0, -700.0, 1e-30, 3e4)


class Inputs:
    """Everything drawn for one comparison, decided by its seed."""

    def __init__(self, seed: int) -> None:
        self.rng = generator(seed)
        self.dtype = np.dtype(self.rng.choice([np.float64, np.float32]))

    def size(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def laid_out(self, values: np.ndarray) -> np.ndarray:
        """`values` in the drawn float type and a random memory order, read-only."""
        array = LAYOUTS[self.rng.integers(len(LAYOUTS))](values.astype(self.dtype))
        array.flags.writeable = False
        return array

    def array(self, *shape: int, scale: float = 1.0, no_numbers: float = 0.0) -> np.ndarray:
        """Gaussian values, a share of them replaced by infinities, NaN, zeros, large and tiny numbers."""
        values = scale * self.rng.standard_normal(shape)
        replaced = self.rng.random(shape) < no_numbers
        values[replaced] = self.rng.choice(NO_NUMBERS, int(replaced.sum()))
        return self.laid_out(values)

    def whole(self, *shape: int) -> np.ndarray:
        """Small whole numbers, for ties."""
        return self.laid_out(self.rng.integers(-2, 3, shape).astype(float))

    def columns(self, n: int, p: int, constant: float = 0.3) -> np.ndarray:
        """Columns of several scales and offsets; some hold one value that binary fractions cannot express."""
        values = self.rng.standard_normal((n, p)) * 10.0 ** self.rng.integers(-2, 3, p) + self.rng.normal(0, 3, p)
        still = self.rng.random(p) < constant
        values[:, still] = self.rng.choice([0.1, -0.3, 1e3 + 0.1, 0.0], int(still.sum()))
        return self.laid_out(values)

    def labels(self, n: int, classes: int) -> np.ndarray:
        """A label for each sample, every class present as far as there are samples."""
        labels = np.concatenate([np.arange(classes), self.rng.integers(0, classes, max(0, n - classes))])[:n]
        return self.rng.permutation(labels)


@dataclass(frozen=True)
class Comparison:
    """`run` gives (kernel's result, oracle's), each an array, a number or a tuple; `digits` in float64 and float32."""

    covers: tuple[Any, ...]
    run: Callable[[Inputs], tuple[Any, Any]]
    digits: tuple[float, float]
    keeps_type: bool

    def over(self, seeds: int) -> None:
        """Compare at the inputs of so many seeds."""
        for seed in range(seeds):
            self.check(seed)

    def check(self, seed: int) -> None:
        """Compare at the inputs of one seed."""
        inputs = Inputs(seed)
        with np.errstate(all="ignore"):
            ours, expected = self.run(inputs)
        tolerance = 10.0 ** -self.digits[inputs.dtype == np.float32]
        for mine, right in zip(_parts(ours), _parts(expected), strict=True):
            if self.keeps_type:
                assert mine.dtype == inputs.dtype
            right = np.asarray(right, dtype=np.float64)
            finite = right[np.isfinite(right)]
            size = float(np.abs(finite).max(initial=1e-300))
            np.testing.assert_allclose(mine, right, rtol=tolerance, atol=max(tolerance * size, 1e-14))


def _parts(result: Any) -> list[Any]:
    return [np.asarray(part) for part in (result if isinstance(result, tuple) else (result,))]


def exact(x: np.ndarray) -> np.ndarray:
    """What the oracle gets: the same values in float64, C order, a copy of its own."""
    return np.array(x, dtype=np.float64, order="C")


def compares(
    into: dict[str, Comparison], *covers: Any, digits: tuple[float, float] = (10, 4), keeps_type: bool = False
) -> Callable[[Callable[[Inputs], tuple[Any, Any]]], Callable[[Inputs], tuple[Any, Any]]]:
    """Register a comparison under its function's name."""

    def register(run: Callable[[Inputs], tuple[Any, Any]]) -> Callable[[Inputs], tuple[Any, Any]]:
        into[run.__name__] = Comparison(covers, run, digits, keeps_type)
        return run

    return register
