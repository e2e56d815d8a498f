"""BatchNorm folded into the linear layer before it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, SQUARE, small, smallest
from engine.text import Text

A = FloatArray
Both = tuple[FloatArray, FloatArray]


def _folded(weight: A, scale: A, layout: str) -> A:
    return np.asarray(weight * (scale[:, None] if layout == "rows" else scale))


def _scale(gamma: A, var: A, eps: float) -> A:
    return np.asarray(gamma / np.sqrt(var + eps))


def _bias_not_scaled(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    scale = _scale(gamma, var, eps)
    return _folded(weight, scale, layout), bias - mean * scale + beta


def _bias_dropped(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    scale = _scale(gamma, var, eps)
    return _folded(weight, scale, layout), beta - mean * scale


def _mean_not_scaled(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    scale = _scale(gamma, var, eps)
    return _folded(weight, scale, layout), bias * scale - mean + beta


def _mean_forgotten(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    scale = _scale(gamma, var, eps)
    return _folded(weight, scale, layout), bias * scale + beta


def _weight_unchanged(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    return weight, (bias - mean) * _scale(gamma, var, eps) + beta


def _no_eps(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    return fold_batchnorm.reference(weight, bias, gamma, beta, mean, var, 0.0, layout=layout)


def _no_root(weight: A, bias: A, gamma: A, beta: A, mean: A, var: A, eps: float, *, layout: str) -> Both:
    return fold_batchnorm.reference(weight, bias, gamma, beta, mean, (var + eps) ** 2, 0.0, layout=layout)


def cases(rng: np.random.Generator, *, layout: str) -> Iterator[Case]:
    """eps is large, so that its place is seen; square and not."""

    def case(name: Text, outputs: int, inputs: int, eps: float) -> Case:
        weight = small(rng, outputs, inputs) + 0.5
        vectors = (small(rng, outputs) + 0.5, rng.choice([-2.0, 0.5, 3.0], outputs), small(rng, outputs))
        rest = (small(rng, outputs) + 1.5, rng.uniform(0.5, 4, outputs), eps)
        return Case(name, (weight if layout == "rows" else weight.T.copy(), *vectors, *rest))

    one = np.array([1.0])
    yield Case(smallest("1 by 1"), (np.array([[6.0]]), 3 * one, 2 * one, one, one, 3 * one, 1.0))
    yield case(smallest("2 by 3"), 2, 3, 0.5)
    yield case(SQUARE, 3, 3, 0.25)
    yield case(Text("one output", "只有一个输出"), 1, 4, 0.5)
    yield case(Text("one input", "只有一个输入"), 4, 1, 0.1)
    yield case(ORDINARY, 3, 5, 0.4)
    larger = case(LARGER, 12, 9, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, layout: str) -> Arguments | None:
    """As many outputs in `weight` as in the vectors."""
    weight, *vectors, eps = arguments
    outputs = min(weight.shape[0 if layout == "rows" else 1], len(vectors[0]))
    weight = weight[:outputs] if layout == "rows" else weight[:, :outputs]
    return (weight, *(v[:outputs] for v in vectors), eps) if weight.size else None


def _same_output(call: Function, arguments: Arguments, *, layout: str) -> bool:
    weight, bias, gamma, beta, mean, var, eps = (np.asarray(item, float) for item in arguments)
    new_weight, new_bias = (np.asarray(item, float) for item in call(*arguments))
    if layout == "columns":
        weight, new_weight = weight.T, new_weight.T
    x = np.cos(np.arange(weight.shape[1]))
    wanted = gamma * (weight @ x + bias - mean) / np.sqrt(var + eps) + beta
    return bool(np.allclose(new_weight @ x + new_bias, wanted, rtol=1e-3, atol=1e-3))


@task(
    topic="batchnorm",
    title=Text("Fold BatchNorm into a linear layer", "把 BatchNorm 折叠进线性层"),
    statement=Text(
        "A linear layer {layout} is followed by BatchNorm in evaluation, with `eps` under the root. Return the weight and the "
        "bias of the one linear layer that computes the same. The weight keeps its layout.",
        "线性层{layout}之后是评估模式的 BatchNorm（`eps` 加在根号内）。返回与两者合起来等价的单个线性层的权重与偏置，权重的排布不变。",
    ),
    arguments=(
        Quantity("weight", "rows columns", Text("weight of the linear layer", "线性层的权重")),
        Quantity("bias", "outputs", Text("bias of the linear layer", "线性层的偏置")),
        Quantity("gamma", "outputs", Text("scale γ", "缩放 γ")),
        Quantity("beta", "outputs", Text("shift β", "平移 β")),
        Quantity("running_mean", "outputs", Text("running mean", "滑动均值")),
        Quantity("running_var", "outputs", Text("running variance, above 0", "滑动方差，大于 0"), fixed=True),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(
        Quantity("weight", "rows columns", Text("folded weight", "折叠后的权重")),
        Quantity("bias", "outputs", Text("folded bias", "折叠后的偏置")),
    ),
    options=(
        TaskOption(
            "layout",
            {
                "rows": Text("z = W x + b, a row of W for each output,", " z = W x + b（W 每行对应一个输出）"),
                "columns": Text("z = x W + b, a column of W for each output,", " z = x W + b（W 每列对应一个输出）"),
            },
        ),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "bias_not_scaled": Wrong(
            _bias_not_scaled, Text("The bias of the layer is not scaled.", "线性层的偏置没有缩放。")
        ),
        "bias_dropped": Wrong(_bias_dropped, Text("The bias of the layer is dropped.", "丢掉了线性层的偏置。")),
        "mean_not_scaled": Wrong(
            _mean_not_scaled,
            Text("The running mean is subtracted without being scaled.", "减去滑动均值时没有缩放它。"),
        ),
        "mean_forgotten": Wrong(_mean_forgotten, Text("The running mean is not subtracted.", "没有减去滑动均值。")),
        "weight_unchanged": Wrong(_weight_unchanged, Text("The weight is not scaled.", "权重没有缩放。")),
        "no_eps": Wrong(_no_eps, Text("eps is missing.", "漏了 eps。")),
        "no_root": Wrong(_no_root, Text("It divides by the variance; the root is missing.", "除以了方差，漏了开方。")),
    },
    laws=(
        Law(
            _same_output,
            Text("For an input the folded layer gives another output.", "对同一输入，折叠后的层输出不同。"),
        ),
    ),
    large=lambda rng, size, *, layout: (
        np.ones((64, size) if layout == "rows" else (size, 64)),
        *(np.ones(64) for _ in range(5)),
        1e-5,
    ),
    hints=(
        Text(
            "Write γ (z - mean) / √(variance + eps) + β with z put in.", "把 z 代入 γ (z - 均值) / √(方差 + eps) + β。"
        ),
        Text("One factor an output: scale = γ / √(variance + eps).", "每个输出一个因子：scale = γ / √(方差 + eps)。"),
        Text(
            "The weights of an output are multiplied by its scale; b' = (b - mean) · scale + β.",
            "每个输出的权重乘以它的 scale；b' = (b - 均值)·scale + β。",
        ),
    ),
    explanation=Text(
        "In evaluation BatchNorm is z · scale + (β - mean · scale). Put in z = W x + b and collect: the factor goes into the "
        "weights of each output and into b - mean. Folding is exact up to rounding, and only in evaluation.",
        "评估时 BatchNorm 就是 z·scale + (β - 均值·scale)。代入 z = W x + b 整理：该因子进入每个输出的权重以及 b - 均值。"
        "除舍入外折叠是精确的，且只适用于评估模式。",
    ),
    demonstrations=("batchnorm_folding",),
)
def fold_batchnorm(
    weight: A, bias: A, gamma: A, beta: A, running_mean: A, running_var: A, eps: float, *, layout: str
) -> Both:
    scale = gamma / np.sqrt(running_var + eps)
    folded = weight * (scale[:, None] if layout == "rows" else scale)
    return folded, (bias - running_mean) * scale + beta
