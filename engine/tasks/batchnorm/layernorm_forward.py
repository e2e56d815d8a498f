"""LayerNorm: each row normalised by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ONE_COLUMN, ONE_SAMPLE, ORDINARY, SQUARE, small, smallest
from engine.text import Text

A = FloatArray


def _normalised(x: A, gamma: A, beta: A, mean: A, root: A) -> A:
    return np.asarray(gamma * (x - mean) / root + beta)


def _mean(x: A) -> A:
    return np.asarray(x.mean(axis=1, keepdims=True))


def _by_column(x: A, gamma: A, beta: A, eps: float) -> A:
    return _normalised(x, gamma, beta, x.mean(axis=0), np.sqrt(x.var(axis=0) + eps))


def _whole_array(x: A, gamma: A, beta: A, eps: float) -> A:
    return _normalised(x, gamma, beta, x.mean(), np.sqrt(x.var() + eps))


def _not_centred(x: A, gamma: A, beta: A, eps: float) -> A:
    return _normalised(x, gamma, beta, np.zeros(1), np.sqrt((x**2).mean(axis=1, keepdims=True) + eps))


def _unbiased(x: A, gamma: A, beta: A, eps: float) -> A:
    variance = x.var(axis=1, ddof=1, keepdims=True) if x.shape[1] > 1 else np.zeros((len(x), 1))
    return _normalised(x, gamma, beta, _mean(x), np.sqrt(variance + eps))


def _eps_outside(x: A, gamma: A, beta: A, eps: float) -> A:
    return _normalised(x, gamma, beta, _mean(x), x.std(axis=1, keepdims=True) + eps)


def _no_root(x: A, gamma: A, beta: A, eps: float) -> A:
    return _normalised(x, gamma, beta, _mean(x), x.var(axis=1, keepdims=True) + eps)


def _no_parameters(x: A, gamma: A, beta: A, eps: float) -> A:
    return layernorm_forward.reference(x, np.ones_like(gamma), np.zeros_like(beta), eps)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """eps is large, so that its place is seen; rows of different level; a constant row."""

    def case(name: Text, x: A, eps: float) -> Case:
        d = x.shape[1]
        return Case(name, (x, rng.choice([-2.0, 0.5, 3.0], d), small(rng, d) + 0.5, eps))

    yield Case(smallest("1 by 2"), (np.array([[0.0, 2.0]]), np.array([2.0, 3.0]), np.array([1.0, -1.0]), 0.5))
    yield case(smallest("2 by 3"), np.array([[1.0, 2.0, 6.0], [-1.0, 0.0, 2.0]]), 0.25)
    yield case(ONE_SAMPLE, rng.normal(size=(1, 4)), 0.1)
    yield case(ONE_COLUMN, small(rng, 4, 1), 0.5)
    yield case(SQUARE, rng.normal(size=(3, 3)), 0.3)
    yield case(Text("a constant row", "有一行全相同"), np.array([[2.0, 2.0, 2.0], [0.0, 1.0, 5.0]]), 0.3)
    yield case(FAR_FROM_ZERO, rng.normal(size=(3, 4)) + 50, 0.2)
    yield case(ORDINARY, rng.normal(size=(5, 3)), 0.4)
    larger = case(LARGER, rng.normal(size=(20, 12)) + 1, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _each_sample_alone(call: Function, arguments: Arguments) -> bool:
    x, *rest = arguments
    return bool(np.allclose(np.asarray(call(*arguments))[:1], call(x[:1], *rest), rtol=1e-3, atol=1e-3))


@task(
    topic="batchnorm",
    title=Text("LayerNorm", "LayerNorm"),
    statement=Text(
        "Normalise each row of `x` by its mean and its variance (divisor d; `eps` is added under the root), then scale each "
        "feature by `gamma` and shift it by `beta`.",
        "用 `x` 每一行的均值与方差（除以 d，`eps` 加在根号内）做归一化，再对每个特征乘 `gamma`、加 `beta`。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("gamma", "d", Text("scale γ", "缩放 γ")),
        Quantity("beta", "d", Text("shift β", "平移 β")),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(Quantity("y", "n d", Text("output of the layer", "层的输出")),),
    cases=cases,
    wrong={
        "by_column": Wrong(
            _by_column,
            Text(
                "Mean and variance are those of the columns: this is BatchNorm.", "均值与方差取自各列：这是 BatchNorm。"
            ),
        ),
        "whole_array": Wrong(
            _whole_array,
            Text("One mean and variance is taken over the whole array.", "对整个数组只取了一个均值和方差。"),
        ),
        "not_centred": Wrong(
            _not_centred, Text("The mean is not subtracted: this is RMSNorm.", "没有减去均值：这是 RMSNorm。")
        ),
        "unbiased": Wrong(_unbiased, Text("The variance divides by d - 1.", "方差除以了 d - 1。")),
        "eps_outside": Wrong(
            _eps_outside,
            Text("eps is added to the deviation instead of the variance.", "eps 加在了标准差上，而不是方差上。"),
        ),
        "no_root": Wrong(_no_root, Text("It divides by the variance; the root is missing.", "除以了方差，漏了开方。")),
        "no_parameters": Wrong(_no_parameters, Text("γ and β are not applied.", "没有用 γ 与 β。")),
    },
    laws=(
        Law(
            _each_sample_alone,
            Text("The output of the first sample depends on the others.", "第一个样本的输出受其他样本影响。"),
        ),
    ),
    large=lambda rng, size: (rng.normal(size=(size, 64)), np.ones(64), np.zeros(64), 1e-5),
    hints=(
        Text("Along which axis does a sample lie?", "一个样本沿哪个轴？"),
        Text("Mean and variance along axis 1 with `keepdims=True`.", "沿第 1 轴取均值和方差，`keepdims=True`。"),
        Text("γ (x - mean) / √(variance + eps) + β.", "γ (x - 均值) / √(方差 + eps) + β。"),
    ),
    explanation=Text(
        "The statistics belong to one sample, so training and evaluation are the same and the batch may have one row. γ and β "
        "have one number a feature and broadcast along the rows.",
        "统计量只属于一个样本，所以训练与评估相同，批里只有一行也可以。γ、β 每个特征一个数，沿行广播。",
    ),
    demonstrations=("layer_and_rms_norm",),
)
def layernorm_forward(x: A, gamma: A, beta: A, eps: float) -> A:
    mean = x.mean(axis=1, keepdims=True)
    variance = x.var(axis=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + eps) + beta
