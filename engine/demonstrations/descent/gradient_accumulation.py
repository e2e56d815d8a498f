"""D112: accumulating the gradients of micro-batches that do not count alike."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, ParameterError
from engine.result import Result, Table
from engine.text import Text


def token_mean(means: FloatArray, tokens: FloatArray) -> float:
    """Mean over all tokens from the means of the micro-batches: sum(tokens * means) / sum(tokens)."""
    return float(tokens @ means / tokens.sum())


class GradientAccumulation(Measurements):
    sizes: Array1D = measurement(Text("tokens in each micro-batch", "各微批的 token 数"), grade=Grade.EXACT)
    each: Array1D = measurement(Text("mean gradient of each micro-batch", "各微批的平均梯度"), grade=Grade.EXACT)
    whole: float = measurement(Text("gradient of the whole batch, by token", "整批按 token 平均的梯度"))
    mean_of_means: float = measurement(Text("mean of the micro-batches' means", "各微批均值再平均"))
    sum_of_means: float = measurement(
        Text("sum of the means, not divided (a mistake)", "均值之和，未除以微批数（错误）")
    )
    token_total: float = measurement(Text("all tokens", "token 总数"), grade=Grade.EXACT)
    first_weight: float = measurement(Text("share of the first micro-batch by token", "首个微批按 token 的权重"))


@demonstration(
    number="D112",
    name="gradient_accumulation",
    topic="descent",
    title=Text("Gradient accumulation", "梯度累积"),
    summary=Text(
        "Micro-batches with different numbers of tokens: the mean of means is not the mean.",
        "各微批的 token 数不同时，均值的均值不等于总均值。",
    ),
    look_for=Text(
        "The two means agree when all micro-batches hold the same number of tokens. Otherwise the mean of means counts "
        "tokens of short micro-batches too much.",
        "各微批 token 数相同时两者一致；否则“均值的均值”会让短微批里的 token 权重过大。",
    ),
    predict=Text(
        "One micro-batch holds few tokens and has a large loss. On which side of the true mean is the mean of means?",
        "某个微批 token 少而损失大，均值的均值偏向真值的哪一侧？",
    ),
    limits=Text(
        "One number stands for the gradient. BatchNorm is another matter: its statistics stay those of a micro-batch.",
        "这里用一个数代表梯度。BatchNorm 另当别论：它的统计量仍是各微批自己的。",
    ),
    parameters=(
        Array("tokens", Text("tokens, empty to draw three", "token 数（留空则抽三个）"), (), 1, 1, 1e6, 16),
        Array("means", Text("mean gradients, empty to draw", "平均梯度（留空则抽取）"), (), 1, -1e3, 1e3, 16),
    ),
    measurements=GradientAccumulation,
    kernels=(token_mean,),
)
def gradient_accumulation(rng: np.random.Generator, *, tokens: FloatArray, means: FloatArray) -> Result:
    """Put the micro-batches together in three ways."""
    if not len(tokens):
        tokens = rng.integers(1, 40, len(means) or 3).astype(float) * 10
    if not len(means):
        means = rng.integers(1, 40, len(tokens)) / 10
    if len(tokens) != len(means):
        raise ParameterError(
            "There must be as many token counts as mean gradients.", "token 数与平均梯度的个数必须相同。"
        )
    measured = GradientAccumulation(
        sizes=tokens,
        each=means,
        whole=token_mean(means, tokens),
        mean_of_means=float(means.mean()),
        sum_of_means=float(means.sum()),
        token_total=float(tokens.sum()),
        first_weight=float(tokens[0] / tokens.sum()),
    )
    rows = (
        (Text("by token, as the whole batch", "按 token，等同整批"), measured.whole),
        (Text("mean of means", "均值的均值"), measured.mean_of_means),
        (Text("sum of means", "均值之和"), measured.sum_of_means),
    )
    columns = (Text("put together", "合并方式"), Text("gradient", "梯度"))
    return Result(measured, (Table(Text("the accumulated gradient", "累积得到的梯度"), columns, rows),))
