"""Backward through softmax: the product with its Jacobian, without building the Jacobian."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_COLUMN, ONE_ROW, ORDINARY, small, smallest
from engine.text import Text, same


def _diagonal(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return p * (1 - p) * dout


def _first_term(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return p * dout


def _plain_sum(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return p * (dout - dout.sum(axis=axis, keepdims=True))


def _plain_mean(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return p * (dout - dout.mean(axis=axis, keepdims=True))


def _not_weighted(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return dout - (p * dout).sum(axis=axis, keepdims=True)


def _of_logarithm(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return dout - p * dout.sum(axis=axis, keepdims=True)


def _other_axis(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return softmax_vjp.reference(dout, p, axis=1 if axis == 0 else 0)


def _whole_array(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    return p * (dout - (p * dout).sum())


def cases(rng: np.random.Generator, *, axis: int) -> Iterator[Case]:
    """Even and one-sided probabilities; zeros among them; two axes and three."""

    def case(name: Text, scores: FloatArray) -> Case:
        e = np.exp(scores)
        return Case(name, (small(rng, *scores.shape) + 0.5, e / e.sum(axis=axis, keepdims=True)))

    first = np.array([[0.25, 0.75], [0.5, 0.5]])
    yield Case(smallest("2 by 2"), (np.array([[4.0, 0.0], [0.0, 2.0]]), first.T.copy() if axis == 0 else first))
    yield case(ONE_ROW, small(rng, 1, 4))
    yield case(ONE_COLUMN, small(rng, 4, 1))
    yield case(Text("equal probabilities", "概率相等"), np.zeros((3, 3)))
    hard = np.eye(3)[[2, 0, 1]]
    yield Case(Text("probabilities 0 and 1", "概率为 0 与 1"), (small(rng, 3, 3), hard))
    yield case(ORDINARY, rng.normal(size=(3, 4)))
    yield case(Text("three axes", "三个轴"), rng.normal(size=(2, 3, 4)))
    larger = case(LARGER, rng.normal(size=(15, 20)))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, axis: int) -> Arguments | None:
    """The probabilities of a slice sum to 1."""
    dout, p = arguments
    total = p.sum(axis=axis, keepdims=True)
    return (dout, p / total) if p.size and bool(np.all(total > 0)) else None


def _sums_to_zero(call: Function, arguments: Arguments, *, axis: int) -> bool:
    return bool(np.allclose(np.sum(call(*arguments), axis=axis), 0, atol=1e-3))


@task(
    topic="activations",
    title=Text("Backward pass of softmax", "softmax 的反向传播"),
    statement=Text(
        "`p` is the output of softmax along axis {axis}, `dout` the gradient of that output. Return the gradient of the "
        "scores that softmax was applied to. Do not build the Jacobian.",
        "`p` 是沿第 {axis} 轴的 softmax 的输出，`dout` 是该输出的梯度。返回 softmax 输入（分数）的梯度，不要构造雅可比矩阵。",
    ),
    arguments=(
        Quantity("dout", "a b c", Text("gradient of the output, two axes or three", "输出的梯度，两个或三个轴")),
        Quantity("p", "a b c", Text("output of softmax", "softmax 的输出"), fixed=True),
    ),
    results=(Quantity("dx", "a b c", Text("gradient of the scores", "分数的梯度")),),
    options=(TaskOption("axis", {0: same("0"), 1: same("1"), -1: same("-1")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "diagonal": Wrong(
            _diagonal,
            Text(
                "Only the diagonal p (1 - p) of the Jacobian is used, as for a sigmoid.",
                "只用了雅可比矩阵的对角线 p (1 - p)，那是 sigmoid 的做法。",
            ),
        ),
        "first_term": Wrong(
            _first_term, Text("The term -p pᵀ of the Jacobian is forgotten.", "漏了雅可比矩阵中的 -p pᵀ 一项。")
        ),
        "plain_sum": Wrong(
            _plain_sum, Text("The sum of `dout` is not weighted by p.", "对 `dout` 求和时没有用 p 加权。")
        ),
        "plain_mean": Wrong(
            _plain_mean,
            Text(
                "The plain mean of `dout` is subtracted instead of the mean weighted by p.",
                "减去的是 `dout` 的普通平均，而不是以 p 加权的平均。",
            ),
        ),
        "not_weighted": Wrong(_not_weighted, Text("The result is not multiplied by p.", "结果没有乘 p。")),
        "of_logarithm": Wrong(_of_logarithm, Text("This is the gradient of log-softmax.", "这是 log-softmax 的梯度。")),
        "other_axis": Wrong(_other_axis, Text("The sum runs along another axis.", "求和的轴错了。")),
        "whole_array": Wrong(_whole_array, Text("The sum runs over the whole array.", "对整个数组求了和。")),
    },
    laws=(
        Law(
            _sums_to_zero,
            Text(
                "The sum along the axis is not 0, though a shift of the scores changes nothing.",
                "沿该轴的和不为 0，而分数整体平移并不改变输出。",
            ),
        ),
    ),
    large=lambda rng, size, *, axis: (rng.normal(size=(size, 64)), np.full((size, 64), 1 / 64)),
    hints=(
        Text("∂p_i/∂x_j = p_i (δ_ij - p_j). The matrix is symmetric.", "∂p_i/∂x_j = p_i (δ_ij - p_j)，矩阵是对称的。"),
        Text(
            "Multiply it out: two terms, one of them a sum along the axis.", "展开乘积：共两项，其中一项是沿该轴的和。"
        ),
        Text(
            "dx = p · (dout - Σ p · dout), the sum with `keepdims=True`.",
            "dx = p·(dout - Σ p·dout)，求和时 `keepdims=True`。",
        ),
    ),
    explanation=Text(
        "(diag(p) - p pᵀ) dout = p · (dout - p·dout): subtract the mean of dout under p, then weight by p. This takes a "
        "multiple of n instead of n² steps, and the sum of dx is 0 because softmax ignores a shift.",
        "(diag(p) - p pᵀ) dout = p·(dout - p·dout)：先减去 dout 在 p 下的加权平均，再乘 p。计算量是 n 的倍数而不是 n²；"
        "softmax 不受平移影响，所以 dx 之和为 0。",
    ),
    demonstrations=("activation_explorer",),
)
def softmax_vjp(dout: FloatArray, p: FloatArray, *, axis: int) -> FloatArray:
    weighted_mean = (p * dout).sum(axis=axis, keepdims=True)
    return p * (dout - weighted_mean)
