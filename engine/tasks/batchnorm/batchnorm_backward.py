"""The backward pass of BatchNorm: mean and variance depend on every sample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Slope, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ONE_COLUMN, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

Three = tuple[FloatArray, FloatArray, FloatArray]


def _with(
    dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float, mean: float = 1, hat: float = 1, ddof: int = 0
) -> Three:
    """`mean` and `hat` are the factors of the two terms that come from the mean and from the variance."""
    std = np.sqrt(x.var(axis=0, ddof=ddof) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    inner = dout - mean * dout.mean(axis=0) - hat * x_hat * (dout * x_hat).mean(axis=0)
    return gamma / std * inner, dgamma, dout.sum(axis=0)


def _constants(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, gamma, eps, mean=0, hat=0)


def _no_variance_term(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, gamma, eps, hat=0)


def _no_mean_term(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, gamma, eps, mean=0)


def _sums(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, gamma, eps, mean=len(x), hat=len(x))


def _no_gamma(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, np.ones_like(gamma), eps)


def _no_eps(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    return _with(dout, x, gamma, 0.0)


def _gamma_from_x(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    dx, _, dbeta = _with(dout, x, gamma, eps)
    return dx, (dout * x).sum(axis=0), dbeta


def _means_for_parameters(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    dx, dgamma, dbeta = _with(dout, x, gamma, eps)
    return dx, dgamma / len(x), dbeta / len(x)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """eps is large, so that its place is seen; γ is never 1 everywhere."""

    def case(name: Text, x: FloatArray, eps: float) -> Case:
        return Case(name, (small(rng, *x.shape) + 0.5, x, rng.uniform(0.5, 3, x.shape[1]), eps))

    yield Case(smallest("2 by 1"), (np.array([[3.0], [1.0]]), np.array([[0.0], [2.0]]), np.array([2.0]), 1.0))
    yield case(smallest("3 by 2"), np.array([[0.0, 1.0], [3.0, -2.0], [1.0, 2.0]]), 0.5)
    yield case(ONE_SAMPLE, small(rng, 1, 3), 0.5)
    yield case(ONE_COLUMN, rng.normal(size=(5, 1)), 0.2)
    yield case(Text("a constant column", "有常数列"), np.column_stack([np.full(4, 2.0), np.arange(4.0)]), 0.3)
    yield case(FAR_FROM_ZERO, rng.normal(size=(5, 2)) + 50, 0.1)
    yield case(ORDINARY, rng.normal(size=(6, 3)), 0.4)
    larger = case(LARGER, rng.normal(size=(30, 8)) * 2 + 1, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> float:
    return float((dout * gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)).sum())


def _shift_invariant(call: Function, arguments: Arguments) -> bool:
    dx = np.asarray(call(*arguments)[0])
    return bool(np.all(np.abs(dx.sum(axis=0)) <= 1e-3 * (1 + np.abs(dx).sum(axis=0))))


@task(
    topic="batchnorm",
    title=Text("Backward pass of BatchNorm", "BatchNorm 的反向传播"),
    statement=Text(
        "In training y = γ · x̂ + β with x̂ = (x - mean) / √(variance + `eps`); mean and variance (divisor n) are those of each "
        "column of the batch `x`. Given the gradient `dout` of y, return the gradients of `x`, γ and β.",
        "训练时 y = γ·x̂ + β，x̂ = (x - 均值) / √(方差 + `eps`)，均值与方差（除以 n）取自批 `x` 的各列。"
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
        "constants": Wrong(
            _constants,
            Text(
                "Mean and variance are treated as constants, as in evaluation.",
                "把均值和方差当成了常数，那是评估模式的梯度。",
            ),
        ),
        "no_variance_term": Wrong(
            _no_variance_term,
            Text("The term with x̂, which comes from the variance, is forgotten.", "漏了来自方差的 x̂ 项。"),
        ),
        "no_mean_term": Wrong(
            _no_mean_term,
            Text(
                "The mean of `dout`, which comes from the batch mean, is not subtracted.",
                "没有减去来自批均值的 `dout` 的均值。",
            ),
        ),
        "sums": Wrong(
            _sums,
            Text("Sums over the batch stand where means belong: 1/n is forgotten.", "批内该取均值处取了和，漏了 1/n。"),
        ),
        "no_gamma": Wrong(_no_gamma, Text("dx is not multiplied by γ.", "dx 没有乘 γ。")),
        "no_eps": Wrong(_no_eps, Text("eps is not added to the variance.", "方差没有加 eps。")),
        "gamma_from_x": Wrong(
            _gamma_from_x, Text("dγ sums dout · x instead of dout · x̂.", "dγ 累加的是 dout·x，而不是 dout·x̂。")
        ),
        "means_for_parameters": Wrong(
            _means_for_parameters,
            Text(
                "The gradients of γ and β are averaged over the batch instead of summed.",
                "γ 与 β 的梯度在批内取了平均，而不是求和。",
            ),
        ),
    },
    laws=(
        Law(
            _shift_invariant,
            Text(
                "A column of dx does not sum to 0, though a shift of x changes nothing.",
                "dx 的某列之和不为 0，而平移 x 并不改变输出。",
            ),
        ),
    ),
    slopes=(Slope("dx", "x", _loss), Slope("dgamma", "gamma", _loss)),
    large=lambda rng, size: (np.ones((size, 64)), rng.normal(size=(size, 64)), np.ones(64), 1e-5),
    hints=(
        Text(
            "x reaches y in three ways: directly, by the mean, by the variance.",
            "x 通过三条路径影响 y：直接、经均值、经方差。",
        ),
        Text("dβ = Σ dout and dγ = Σ dout · x̂, both of shape (d,).", "dβ = Σ dout，dγ = Σ dout·x̂，形状都是 (d,)。"),
        Text(
            "dx = γ / √(variance + eps) · (dout - mean(dout) - x̂ · mean(dout · x̂)).",
            "dx = γ / √(方差 + eps)·(dout - mean(dout) - x̂·mean(dout·x̂))。",
        ),
    ),
    explanation=Text(
        "The two terms that are subtracted take out what BatchNorm ignores: a shift of the column and, up to eps, its scale. "
        "So every column of dx sums to 0. One sample alone gets the gradient 0: its x̂ is 0 whatever x is.",
        "减去的两项正好去掉 BatchNorm 不响应的方向：列的平移，以及（忽略 eps 时）列的缩放，所以 dx 每列之和为 0。"
        "只有一个样本时梯度为 0：无论 x 取何值，x̂ 都是 0。",
    ),
    demonstrations=("batchnorm_by_hand",),
)
def batchnorm_backward(dout: FloatArray, x: FloatArray, gamma: FloatArray, eps: float) -> Three:
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx = gamma / std * (dout - (dbeta + x_hat * dgamma) / len(x))
    return dx, dgamma, dbeta
