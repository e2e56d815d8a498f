"""BatchNorm in evaluation: a fixed affine map of each channel."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

A = FloatArray


def _along(x: A, v: A, channels: str) -> A:
    return np.asarray(v[:, None] if channels == "second" else v)


def _mapped(x: A, gamma: A, beta: A, mean: A, root: A, channels: str) -> A:
    gamma, beta, mean, root = (_along(x, v, channels) for v in (gamma, beta, mean, root))
    return np.asarray(gamma * (x - mean) / root + beta)


def _of_batch(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    axes = (0, 2) if channels == "second" else (0, 1)
    return _mapped(x, gamma, beta, x.mean(axis=axes), np.sqrt(x.var(axis=axes) + eps), channels)


def _eps_outside(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    return _mapped(x, gamma, beta, mean, np.sqrt(var) + eps, channels)


def _no_eps(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    return _mapped(x, gamma, beta, mean, np.sqrt(var), channels)


def _no_root(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    return _mapped(x, gamma, beta, mean, var + eps, channels)


def _no_parameters(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    return _mapped(x, np.ones_like(gamma), np.zeros_like(beta), mean, np.sqrt(var + eps), channels)


def _mean_not_scaled(x: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, channels: str) -> A:
    scale = gamma / np.sqrt(var + eps)
    return np.asarray(_along(x, scale, channels) * x + _along(x, beta - mean, channels))


def cases(rng: np.random.Generator, *, channels: str) -> Iterator[Case]:
    """eps is large, so that its place is seen; γ of either sign; as many positions as channels."""

    def case(name: Text, n: int, c: int, length: int, eps: float) -> Case:
        x = small(rng, n, c, length) if channels == "second" else small(rng, n, length, c)
        gamma = rng.choice([-2.0, 0.5, 3.0], c)
        return Case(name, (x, gamma, small(rng, c) + 0.5, small(rng, c) + 1.5, rng.uniform(0.5, 4, c), eps))

    one = np.array([1.0])
    yield Case(smallest("1 by 1 by 1"), (np.array([[[5.0]]]), 2 * one, one, one, 3 * one, 1.0))
    yield case(Text("one sample, two channels", "一个样本、两个通道"), 1, 2, 3, 0.5)
    yield case(Text("as many positions as channels", "位置数等于通道数"), 2, 3, 3, 0.25)
    yield case(Text("one position", "只有一个位置"), 4, 2, 1, 0.5)
    yield case(ONE_SAMPLE, 1, 3, 2, 0.1)
    yield case(ORDINARY, 3, 2, 4, 0.4)
    larger = case(LARGER, 5, 4, 6, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, channels: str) -> Arguments | None:
    """As many channels in `x` as in the vectors."""
    x, gamma, beta, mean, var, eps = arguments
    c = min(x.shape[1 if channels == "second" else 2], len(gamma))
    x = x[:, :c] if channels == "second" else x[:, :, :c]
    return (x, gamma[:c], beta[:c], mean[:c], var[:c], eps) if x.size else None


def _each_sample_alone(call: Function, arguments: Arguments, *, channels: str) -> bool:
    x, *rest = arguments
    return bool(np.allclose(np.asarray(call(*arguments))[:1], call(x[:1], *rest), rtol=1e-3, atol=1e-3))


@task(
    topic="batchnorm",
    title=Text("BatchNorm in evaluation", "评估时的 BatchNorm"),
    statement=Text(
        "Apply BatchNorm in evaluation to `x` with three axes; the channels are its {channels} axis, and the parameters hold "
        "one number a channel. Normalise with the running mean and variance (`eps` under the root), then scale by `gamma` "
        "and shift by `beta`.",
        "对三个轴的 `x` 做评估模式的 BatchNorm；通道是{channels}，每个通道一个参数。"
        "用滑动均值与滑动方差归一化（`eps` 加在根号内），再乘 `gamma`、加 `beta`。",
    ),
    arguments=(
        Quantity("x", "n a b", Text("activations", "激活值")),
        Quantity("gamma", "channels", Text("scale γ", "缩放 γ")),
        Quantity("beta", "channels", Text("shift β", "平移 β")),
        Quantity("running_mean", "channels", Text("running mean", "滑动均值")),
        Quantity("running_var", "channels", Text("running variance, above 0", "滑动方差，大于 0"), fixed=True),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(Quantity("y", "n a b", Text("output of the layer", "层的输出")),),
    options=(TaskOption("channels", {"second": Text("second", "第二个轴"), "last": Text("last", "最后一个轴")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "of_batch": Wrong(
            _of_batch,
            Text(
                "Mean and variance are those of the batch: a sample's output depends on the others, as in training.",
                "用了本批的均值与方差：一个样本的输出会随其他样本变化，那是训练模式。",
            ),
        ),
        "eps_outside": Wrong(
            _eps_outside,
            Text("eps is added to the deviation instead of the variance.", "eps 加在了标准差上，而不是方差上。"),
        ),
        "no_eps": Wrong(_no_eps, Text("eps is missing.", "漏了 eps。")),
        "no_root": Wrong(_no_root, Text("It divides by the variance; the root is missing.", "除以了方差，漏了开方。")),
        "no_parameters": Wrong(_no_parameters, Text("γ and β are not applied.", "没有用 γ 与 β。")),
        "mean_not_scaled": Wrong(
            _mean_not_scaled,
            Text("The mean is subtracted after the scaling, unscaled.", "均值在缩放之后才减去，自己没有被缩放。"),
        ),
    },
    laws=(
        Law(
            _each_sample_alone,
            Text("The output of the first sample depends on the others.", "第一个样本的输出受其他样本影响。"),
        ),
    ),
    large=lambda rng, size, *, channels: (
        rng.normal(size=(size // 8, 8, 64) if channels == "last" else (size // 8, 64, 8)),
        *(np.ones(64) for _ in range(4)),
        1e-5,
    ),
    hints=(
        Text(
            "Nothing is computed from `x`: each channel is scaled and shifted by fixed numbers.",
            "不从 `x` 计算任何统计量：每个通道用固定的数缩放、平移。",
        ),
        Text(
            "scale = γ / √(variance + eps), shift = β - mean · scale.",
            "scale = γ / √(方差 + eps)，shift = β - 均值·scale。",
        ),
        Text(
            "For channels on the second axis the vectors need the shape (c, 1).",
            "通道在第二个轴时，向量要变成 (c, 1) 形状。",
        ),
    ),
    explanation=Text(
        "In evaluation the layer is affine with fixed coefficients, so a sample's output does not depend on its batch and "
        "the layer can be folded into the one before it. Vectors of shape (c,) broadcast along the last axis; channels on "
        "the second axis need a trailing axis of length 1.",
        "评估时该层是系数固定的仿射变换，样本的输出与所在的批无关，也因此能折叠进前一层。(c,) 形状的向量沿最后一个轴广播；"
        "通道在第二个轴时要在末尾补一个长度为 1 的轴。",
    ),
    demonstrations=("batchnorm_modes",),
)
def batchnorm_evaluate(x: A, gamma: A, beta: A, running_mean: A, running_var: A, eps: float, *, channels: str) -> A:
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    if channels == "second":
        scale, shift = scale[:, None], shift[:, None]
    return x * scale + shift
