"""GELU with the exact normal distribution, and its derivative."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, ZEROS, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _erf(x: FloatArray) -> FloatArray:
    return np.asarray(np.vectorize(math.erf)(x), float)


def _density(x: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi))


def _tanh(x: FloatArray) -> Both:
    scale = math.sqrt(2 / math.pi)
    t = np.tanh(scale * (x + 0.044715 * x**3))
    return x * (1 + t) / 2, (1 + t) / 2 + x * (1 - t**2) * scale * (1 + 3 * 0.044715 * x**2) / 2


def _logistic(x: FloatArray, factor: float) -> Both:
    s = 1 / (1 + np.exp(-factor * x))
    return x * s, s + factor * x * s * (1 - s)


def _quick(x: FloatArray) -> Both:
    return _logistic(x, 1.702)


def _silu(x: FloatArray) -> Both:
    return _logistic(x, 1.0)


def _root_forgotten(x: FloatArray) -> Both:
    cdf = (1 + _erf(x)) / 2
    return x * cdf, cdf + x * np.exp(-(x**2)) / math.sqrt(math.pi)


def _root_forgotten_in_value(x: FloatArray) -> Both:
    cdf = (1 + _erf(x)) / 2
    return x * cdf, cdf + x * _density(x)


def _half_forgotten(x: FloatArray) -> Both:
    cdf = 1 + _erf(x / math.sqrt(2))
    return x * cdf, cdf + x * _density(x)


def _half_forgotten_in_both(x: FloatArray) -> Both:
    y, slope = gelu.reference(x)
    return 2 * y, 2 * slope


def _product_rule_forgotten(x: FloatArray) -> Both:
    y, _ = gelu.reference(x)
    return y, (1 + _erf(x / math.sqrt(2))) / 2


def _density_alone(x: FloatArray) -> Both:
    y, _ = gelu.reference(x)
    return y, x * _density(x)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Around 0, the dip below 0, far out on both sides."""
    yield Case(smallest("3"), (np.array([0.0, 1.0, -2.0]),))
    yield Case(smallest("2 by 3"), (small(rng, 2, 3) + 0.5,))
    yield Case(ZEROS, (np.zeros((2, 2)),))
    yield Case(Text("around the dip", "极小值附近"), (np.linspace(-1.5, -0.25, 6),))
    yield Case(Text("far out", "远离 0"), (np.array([30.0, -30.0, 6.0, -6.0]),))
    yield Case(Text("integers", "整数输入"), (rng.integers(-4, 5, (2, 3)),))
    yield Case(ORDINARY, (rng.normal(size=(2, 3, 2)),))
    larger = Case(LARGER, (rng.normal(size=(20, 15)) * 2,))
    yield from (larger.as_float32(), larger.strided(), larger)


def _odd_part(call: Function, arguments: Arguments) -> bool:
    x = np.asarray(arguments[0])
    return bool(np.allclose(np.asarray(call(x)[0]) - np.asarray(call(-x)[0]), x, atol=1e-4))


@task(
    topic="activations",
    title=Text("GELU, exact, and its derivative", "精确的 GELU 及其导数"),
    statement=Text(
        "GELU(x) = x Φ(x), where Φ is the distribution function of the standard normal. Return GELU(x) and its derivative, "
        "entry by entry, with the exact Φ (no tanh or sigmoid approximation). NumPy has no error function; `math.erf` "
        "takes one number.",
        "GELU(x) = x Φ(x)，Φ 是标准正态分布函数。逐元素返回 GELU(x) 及其导数，Φ 取精确值（不用 tanh 或 sigmoid 近似）。"
        "NumPy 没有误差函数；`math.erf` 每次只接受一个数。",
    ),
    arguments=(Quantity("x", "...", Text("inputs, any shape", "输入，任意形状")),),
    results=(
        Quantity("y", "...", Text("GELU(x)", "GELU(x)")),
        Quantity("derivative", "...", Text("GELU'(x)", "GELU'(x)")),
    ),
    cases=cases,
    wrong={
        "tanh": Wrong(
            _tanh, Text("This is the tanh approximation, off by up to 5e-4.", "这是 tanh 近似，误差可达 5e-4。")
        ),
        "quick": Wrong(
            _quick,
            Text(
                "This is the approximation x σ(1.702 x), off by up to 0.02.", "这是近似 x σ(1.702 x)，误差可达 0.02。"
            ),
        ),
        "silu": Wrong(_silu, Text("This is SiLU, x σ(x).", "这是 SiLU，即 x σ(x)。")),
        "root_forgotten": Wrong(
            _root_forgotten,
            Text(
                "erf gets x instead of x / √2: that is a normal distribution of variance 1/2.",
                "erf 的自变量是 x 而不是 x / √2：对应方差为 1/2 的正态分布。",
            ),
            also=(_root_forgotten_in_value,),
        ),
        "half_forgotten": Wrong(
            _half_forgotten,
            Text("1 + erf is not halved, so Φ runs to 2.", "1 + erf 没有除以 2，Φ 趋于 2。"),
            also=(_half_forgotten_in_both,),
        ),
        "product_rule_forgotten": Wrong(
            _product_rule_forgotten,
            Text("The derivative lacks the term x φ(x) of the product rule.", "导数漏了乘积法则中的 x φ(x) 一项。"),
        ),
        "density_alone": Wrong(
            _density_alone,
            Text("The derivative lacks the term Φ(x) of the product rule.", "导数漏了乘积法则中的 Φ(x) 一项。"),
        ),
    },
    laws=(Law(_odd_part, Text("GELU(x) - GELU(-x) is not x.", "GELU(x) - GELU(-x) 不等于 x。")),),
    large=lambda rng, size: (rng.normal(size=(size, 8)),),
    hints=(
        Text("`Φ(x) = (1 + erf(x / √2)) / 2`.", "`Φ(x) = (1 + erf(x / √2)) / 2`。"),
        Text("The product rule: Φ(x) + x φ(x), with φ = Φ'.", "乘积法则：Φ(x) + x φ(x)，其中 φ = Φ'。"),
        Text(
            "np.vectorize(math.erf) takes arrays. φ(x) = exp(-x² / 2) / √(2π).",
            "np.vectorize(math.erf) 可作用于数组。φ(x) = exp(-x² / 2) / √(2π)。",
        ),
    ),
    explanation=Text(
        "erf belongs to a normal distribution of variance 1/2, hence the √2. The derivative has two terms; the second one, "
        "x φ(x), is what pushes it below 0 left of -0.75 and slightly above 1 on the right.",
        "erf 对应方差为 1/2 的正态分布，所以有 √2。导数有两项；第二项 x φ(x) 使导数在 -0.75 以左为负，在右侧略超过 1。",
    ),
    demonstrations=("activation_explorer",),
)
def gelu(x: FloatArray) -> Both:
    from math import erf  # NumPy has no erf

    distribution = (1 + np.vectorize(erf)(x / np.sqrt(2))) / 2
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return x * distribution, distribution + x * density
