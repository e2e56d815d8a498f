"""RMSNorm: each row divided by its root mean square."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ONE_COLUMN, ONE_SAMPLE, ORDINARY, SQUARE, ZEROS, small, smallest
from engine.text import Text


def _scaled(x: FloatArray, root: FloatArray, gamma: FloatArray, scale: str) -> FloatArray:
    return np.asarray(x / root * (1 + gamma if scale == "one_plus" else gamma))


def _squares(x: FloatArray) -> FloatArray:
    return np.asarray((x**2).mean(axis=-1, keepdims=True))


def _centred(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    away = x - x.mean(axis=-1, keepdims=True)
    return _scaled(away, np.sqrt(_squares(away) + eps), gamma, scale)


def _by_deviation(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, np.sqrt(x.var(axis=-1, keepdims=True) + eps), gamma, scale)


def _length(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, np.sqrt((x**2).sum(axis=-1, keepdims=True) + eps), gamma, scale)


def _eps_outside(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, np.sqrt(_squares(x)) + eps, gamma, scale)


def _no_root(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, _squares(x) + eps, gamma, scale)


def _along_samples(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, np.sqrt((x**2).mean(axis=0) + eps), gamma, scale)


def _no_gamma(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return _scaled(x, np.sqrt(_squares(x) + eps), np.ones_like(gamma), "gamma")


def _other_scale(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    return rmsnorm.reference(x, gamma, eps, scale="gamma" if scale == "one_plus" else "one_plus")


def cases(rng: np.random.Generator, *, scale: str) -> Iterator[Case]:
    """eps is large, so that its place is seen; rows with a mean far from 0; a row of zeros."""

    def case(name: Text, x: FloatArray, eps: float) -> Case:
        return Case(name, (x, rng.choice([-2.0, 0.5, 3.0], x.shape[1]), eps))

    yield Case(smallest("1 by 2"), (np.array([[1.0, 7.0]]), np.array([2.0, 3.0]), 0.5))
    yield case(smallest("2 by 3"), np.array([[1.0, 2.0, 3.0], [-1.0, 0.0, 2.0]]), 0.25)
    yield case(ONE_SAMPLE, rng.normal(size=(1, 4)), 0.1)
    yield case(ONE_COLUMN, small(rng, 4, 1), 0.5)
    yield case(SQUARE, small(rng, 3, 3) + 0.5, 0.3)
    yield case(ZEROS, np.zeros((2, 3)), 0.5)
    yield case(FAR_FROM_ZERO, rng.normal(size=(3, 4)) + 20, 0.2)
    yield case(ORDINARY, rng.normal(size=(5, 3)), 0.4)
    larger = case(LARGER, rng.normal(size=(20, 12)) + 1, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


@task(
    topic="batchnorm",
    title=Text("RMSNorm", "RMSNorm"),
    statement=Text(
        "Divide each row of `x` by the root of the mean of its squares, with `eps` added to that mean under the root, and "
        "multiply each feature by {scale}.",
        "把 `x` 的每一行除以其均方根（`eps` 加在根号内的均方上），再把每个特征乘以 {scale}。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("gamma", "d", Text("learned scale γ", "可学习的缩放 γ")),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(Quantity("y", "n d", Text("output of the layer", "层的输出")),),
    options=(
        TaskOption(
            "scale",
            {"gamma": Text("γ", "γ"), "one_plus": Text("1 + γ (so that γ starts at 0)", "1 + γ（γ 从 0 开始学习）")},
        ),
    ),
    cases=cases,
    wrong={
        "centred": Wrong(
            _centred,
            Text(
                "The mean is subtracted first: this is LayerNorm without its shift.",
                "先减了均值：这是不带平移的 LayerNorm。",
            ),
        ),
        "by_deviation": Wrong(
            _by_deviation,
            Text(
                "It divides by the standard deviation; RMSNorm takes the squares of x itself.",
                "除以了标准差；RMSNorm 取的是 x 本身的均方。",
            ),
        ),
        "length": Wrong(_length, Text("The squares are added instead of averaged.", "平方之后求了和，而不是取平均。")),
        "eps_outside": Wrong(_eps_outside, Text("eps is added after the root.", "eps 加在了开方之后。")),
        "no_root": Wrong(
            _no_root, Text("It divides by the mean square; the root is missing.", "除以了均方，漏了开方。")
        ),
        "along_samples": Wrong(
            _along_samples,
            Text("The mean runs over the samples of the batch.", "沿批内的样本取了平均。"),
        ),
        "no_gamma": Wrong(_no_gamma, Text("γ is not used.", "没有用到 γ。")),
        "other_scale": Wrong(
            _other_scale,
            Text("The other convention of the scale is used, γ against 1 + γ.", "缩放的约定用反了（γ 与 1 + γ）。"),
            convention=True,
        ),
    },
    large=lambda rng, size, *, scale: (rng.normal(size=(size, 64)), np.ones(64), 1e-6),
    hints=(
        Text("Like LayerNorm, but nothing is subtracted.", "与 LayerNorm 相似，但不减均值。"),
        Text("mean(x²) along axis 1, with `keepdims=True`.", "沿第 1 轴求 mean(x²)，`keepdims=True`。"),
        Text("x / √(mean(x²) + eps), then the scale.", "x / √(mean(x²) + eps)，再乘缩放。"),
    ),
    explanation=Text(
        "RMSNorm keeps LayerNorm's invariance to the scale of a row (up to eps) and drops that to a shift: no mean and no β. "
        "It saves one pass over the row. Gemma stores γ - 1, so that weight decay draws the scale to 1.",
        "RMSNorm 保留了 LayerNorm 对行缩放的不变性（忽略 eps 时），放弃了对平移的不变性：不减均值，也没有 β，每行少算一趟。"
        "Gemma 存的是 γ - 1，权重衰减因而把缩放拉向 1。",
    ),
    demonstrations=("layer_and_rms_norm",),
)
def rmsnorm(x: FloatArray, gamma: FloatArray, eps: float, *, scale: str) -> FloatArray:
    rms = np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    return x / rms * (1 + gamma if scale == "one_plus" else gamma)
