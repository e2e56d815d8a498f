"""The backward pass of LayerNorm: the statistics are those of a row, and γ stands inside the means."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Slope, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ONE_COLUMN, ONE_SAMPLE, ORDINARY, SQUARE, small, smallest
from engine.text import Text

Three = tuple[FloatArray, FloatArray, FloatArray]


def _std(x: FloatArray, eps: float) -> FloatArray:
    return np.asarray(np.sqrt(x.var(axis=1, keepdims=True) + eps))


def _hat(x: FloatArray, eps: float) -> FloatArray:
    return np.asarray((x - x.mean(axis=1, keepdims=True)) / _std(x, eps))


def _inner(g: FloatArray, hat: FloatArray, mean: float = 1, variance: float = 1) -> FloatArray:
    """`mean` and `variance` are the factors of the two terms that come from them."""
    first, second = g.mean(axis=1, keepdims=True), (g * hat).mean(axis=1, keepdims=True)
    return np.asarray(g - mean * first - variance * hat * second)


def _with_dx(dx: FloatArray, dout: FloatArray, x: FloatArray, eps: float) -> Three:
    return dx, (dout * _hat(x, eps)).sum(axis=0), dout.sum(axis=0)


def _gamma_outside(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with_dx(gamma * _inner(dout, _hat(x, eps)) / _std(x, eps), dout, x, eps)


def _no_gamma(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with_dx(_inner(dout, _hat(x, eps)) / _std(x, eps), dout, x, eps)


def _constants(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with_dx(gamma * dout / _std(x, eps), dout, x, eps)


def _no_variance_term(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with_dx(_inner(gamma * dout, _hat(x, eps), variance=0) / _std(x, eps), dout, x, eps)


def _no_mean_term(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with_dx(_inner(gamma * dout, _hat(x, eps), mean=0) / _std(x, eps), dout, x, eps)


def _by_column(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    std = np.sqrt(x.var(axis=0) + eps)
    hat = (x - x.mean(axis=0)) / std
    dx = gamma / std * _inner(dout.T, hat.T).T
    return dx, (dout * hat).sum(axis=0), dout.sum(axis=0)


def _gamma_from_x(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    dx, _, dbeta = layernorm_backward.reference(dout, x, gamma, eps)
    return dx, (dout * x).sum(axis=0), dbeta


def _no_eps(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return layernorm_backward.reference(dout, x, gamma, 0.0)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """eps is large, so that its place is seen; γ differs between the features."""

    def case(name: Text, x: FloatArray, eps: float) -> Case:
        return Case(name, (small(rng, *x.shape) + 0.5, x, rng.uniform(0.5, 3, x.shape[1]), eps))

    yield Case(smallest("1 by 2"), (np.array([[3.0, 1.0]]), np.array([[0.0, 2.0]]), np.array([1.0, 2.0]), 1.0))
    yield case(smallest("2 by 3"), np.array([[0.0, 1.0, 3.0], [2.0, -2.0, 1.0]]), 0.5)
    yield case(ONE_SAMPLE, rng.normal(size=(1, 4)), 0.5)
    yield case(ONE_COLUMN, small(rng, 4, 1), 0.2)
    yield case(SQUARE, rng.normal(size=(3, 3)), 0.2)
    yield case(Text("a constant row", "有一行全相同"), np.array([[2.0, 2.0, 2.0], [0.0, 1.0, 5.0]]), 0.3)
    yield case(FAR_FROM_ZERO, rng.normal(size=(3, 4)) + 50, 0.1)
    yield case(ORDINARY, rng.normal(size=(5, 3)), 0.4)
    larger = case(LARGER, rng.normal(size=(20, 8)) * 2 + 1, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> float:
    return float((dout * gamma * _hat(x, eps)).sum())


def _shift_invariant(call: Function, arguments: Arguments) -> bool:
    dx = np.asarray(call(*arguments)[0])
    return bool(np.all(np.abs(dx.sum(axis=1)) <= 1e-3 * (1 + np.abs(dx).sum(axis=1))))


@task(
    topic="batchnorm",
    title=Text("Backward pass of LayerNorm", "LayerNorm 的反向传播"),
    statement=Text(
        "y = γ · x̂ + β with x̂ = (x - mean) / √(variance + `eps`); mean and variance (divisor d) are those of each row of `x`. "
        "Given the gradient `dout` of y, return the gradients of `x`, γ and β.",
        "y = γ·x̂ + β，x̂ = (x - 均值) / √(方差 + `eps`)，均值与方差（除以 d）取自 `x` 的各行。"
        "给定 y 的梯度 `dout`，返回 `x`、γ、β 的梯度。",
    ),
    arguments=(
        Quantity("dout", "n d", Text("gradient of each output", "每个输出的梯度")),
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("gamma", "d", Text("scale γ", "缩放 γ")),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(
        Quantity("dx", "n d", Text("gradient of x", "x 的梯度")),
        Quantity("dgamma", "d", Text("gradient of γ", "γ 的梯度")),
        Quantity("dbeta", "d", Text("gradient of β", "β 的梯度")),
    ),
    cases=cases,
    wrong={
        "gamma_outside": Wrong(
            _gamma_outside,
            Text(
                "γ is multiplied after the means are taken, as in BatchNorm; here it differs within a row and belongs inside.",
                "像 BatchNorm 那样在取平均之后才乘 γ；这里同一行内 γ 各不相同，应先乘。",
            ),
        ),
        "no_gamma": Wrong(_no_gamma, Text("dx is not multiplied by γ.", "dx 没有乘 γ。")),
        "constants": Wrong(_constants, Text("Mean and variance are treated as constants.", "把均值和方差当成了常数。")),
        "no_variance_term": Wrong(
            _no_variance_term,
            Text("The term with x̂, which comes from the variance, is forgotten.", "漏了来自方差的 x̂ 项。"),
        ),
        "no_mean_term": Wrong(
            _no_mean_term,
            Text("The term that comes from the mean is forgotten.", "漏了来自均值的一项。"),
        ),
        "by_column": Wrong(
            _by_column,
            Text(
                "The statistics are those of the columns: this is BatchNorm.", "统计量取自各列：这是 BatchNorm 的梯度。"
            ),
        ),
        "gamma_from_x": Wrong(
            _gamma_from_x, Text("dγ sums dout · x instead of dout · x̂.", "dγ 累加的是 dout·x，而不是 dout·x̂。")
        ),
        "no_eps": Wrong(_no_eps, Text("eps is not added to the variance.", "方差没有加 eps。")),
    },
    laws=(
        Law(
            _shift_invariant,
            Text(
                "A row of dx does not sum to 0, though a shift of the row changes nothing.",
                "dx 的某行之和不为 0，而平移该行并不改变输出。",
            ),
        ),
    ),
    slopes=(Slope("dx", "x", _loss), Slope("dgamma", "gamma", _loss)),
    large=lambda rng, size: (np.ones((size, 64)), rng.normal(size=(size, 64)), np.ones(64), 1e-5),
    hints=(
        Text(
            "γ and β are shared by the samples; mean and variance by the features.",
            "γ、β 由各样本共用；均值、方差由各特征共用。",
        ),
        Text(
            "Sums along axis 0 for dγ and dβ, means along axis 1 for dx.", "dγ、dβ 沿第 0 轴求和，dx 沿第 1 轴取平均。"
        ),
        Text(
            "With g = γ · dout: dx = (g - mean(g) - x̂ · mean(g · x̂)) / √(variance + eps).",
            "令 g = γ·dout：dx = (g - mean(g) - x̂·mean(g·x̂)) / √(方差 + eps)。",
        ),
    ),
    explanation=Text(
        "The formula is that of BatchNorm along the other axis, with one difference: γ varies along the axis of the means, so "
        "g = γ · dout comes first. No sample sees another one; only dγ and dβ add over the batch.",
        "公式与 BatchNorm 相同而换了轴，只有一点不同：γ 沿取平均的轴变化，所以要先算 g = γ·dout。"
        "样本之间互不影响，只有 dγ、dβ 对批求和。",
    ),
    demonstrations=("layer_and_rms_norm",),
)
def layernorm_backward(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) / std
    g = gamma * dout
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * (g * x_hat).mean(axis=1, keepdims=True)) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
