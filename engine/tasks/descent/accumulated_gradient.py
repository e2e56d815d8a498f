"""The gradient of a whole batch from micro-batches of unequal size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, small, smallest
from engine.text import Text


def _mean_of_means(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    means = grads if reduction == "mean" else grads / np.maximum(counts, 1)[:, None]
    return means[counts > 0].mean(axis=0)


def _sum(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    return grads.sum(axis=0)


def _weighted_sum(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    return (grads * counts[:, None]).sum(axis=0)


def _by_batches(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    weighted = grads * counts[:, None] if reduction == "mean" else grads
    return weighted.sum(axis=0) / len(counts)


def _other_reduction(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    return accumulated_gradient.reference(grads, counts, reduction="sum" if reduction == "mean" else "mean")


def _last_only(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    return grads[-1] if reduction == "mean" else grads[-1] / max(counts[-1], 1)


def cases(rng: np.random.Generator, *, reduction: str) -> Iterator[Case]:
    """Equal and unequal micro-batches, one alone, an empty one."""

    def case(name: Text, counts: list[int], d: int, whole: bool = False) -> Case:
        grads = small(rng, len(counts), d) + 0.5 if whole else rng.normal(size=(len(counts), d))
        grads = grads * (np.array(counts) > 0)[:, None]
        return Case(name, (grads, np.array(counts, dtype=float)))

    yield Case(smallest("2 by 1"), (np.array([[4.0], [8.0]]), np.array([3.0, 1.0])))
    yield case(smallest("2 by 2"), [1, 4], 2, whole=True)
    yield case(Text("equal micro-batches", "各微批大小相同"), [3, 3, 3], 2)
    yield case(Text("one micro-batch", "只有一个微批"), [5], 3)
    yield case(Text("an empty micro-batch", "有空的微批"), [2, 0, 5], 2)
    yield case(ORDINARY, [8, 8, 8, 3], 4)
    larger = case(LARGER, [16, 7, 12, 1, 9, 16], 20)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, reduction: str) -> Arguments | None:
    """Counts that are not negative, some sample, and gradients of 0 where there is none."""
    grads, counts = arguments
    if len(counts) == 0 or np.any(counts < 0) or counts.sum() == 0:
        return None
    return grads * (counts > 0)[:, None], counts


@task(
    topic="descent",
    title=Text("Gradient accumulation over unequal micro-batches", "不等大小微批的梯度累积"),
    statement=Text(
        "A batch was cut into micro-batches with `counts` samples (tokens) each. Row i of `grads` is the gradient of "
        "the {reduction} of the loss over the samples of micro-batch i; an empty one has the gradient 0. Return the gradient "
        "of the mean loss over all samples of the batch.",
        "一个批次被切成若干微批，样本（token）数为 `counts`。`grads` 的第 i 行是第 i 个微批上损失之{reduction}的梯度；"
        "空微批的梯度为 0。返回整个批次所有样本的平均损失的梯度。",
    ),
    arguments=(
        Quantity("grads", "k d", Text("a gradient a micro-batch", "每个微批的梯度")),
        Quantity("counts", "k", Text("samples of each, not all 0", "各微批的样本数，不全为 0"), fixed=True),
    ),
    results=(Quantity("grad", "d", Text("gradient of the batch's mean loss", "整批平均损失的梯度")),),
    options=(TaskOption("reduction", {"mean": Text("mean", "均值"), "sum": Text("sum", "和")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "mean_of_means": Wrong(
            _mean_of_means,
            Text(
                "The micro-batches count alike: samples of small ones get too much weight.",
                "各微批被同等看待，小微批里的样本权重过大。",
            ),
        ),
        "sum": Wrong(_sum, Text("The gradients are added and not divided.", "梯度只相加，没有除。")),
        "weighted_sum": Wrong(
            _weighted_sum, Text("The weighted sum is not divided by all samples.", "加权和没有除以样本总数。")
        ),
        "by_batches": Wrong(
            _by_batches,
            Text("It divides by the number of micro-batches instead of samples.", "除以了微批个数，而非样本总数。"),
        ),
        "other_reduction": Wrong(
            _other_reduction, Text("Mean and sum are mixed up.", "把均值与和弄混了。"), convention=True
        ),
        "last_only": Wrong(
            _last_only,
            Text(
                "Only the last micro-batch counts: the gradient was not accumulated.",
                "只剩最后一个微批，梯度没有累积。",
            ),
        ),
    },
    large=lambda rng, size, *, reduction: (rng.normal(size=(size, 64)), rng.integers(1, 9, size).astype(float)),
    hints=(
        Text("Write the mean over all samples as a sum over micro-batches.", "把所有样本的均值写成对微批的求和。"),
        Text("A mean over n_i samples times n_i is a sum.", "n_i 个样本的均值乘 n_i 就是和。"),
        Text("Σ n_i g_i / Σ n_i for means.", "均值情形：Σ n_i g_i / Σ n_i。"),
    ),
    explanation=Text(
        "The mean over the batch gives every sample the weight 1/n. A mean over n_i samples gives 1/n_i, so it must be "
        "weighted by n_i/n. Averaging the means is right only when all n_i are equal; with tokens of different lengths "
        "they are not.",
        "整批均值给每个样本权重 1/n；微批均值给的是 1/n_i，因此要按 n_i/n 加权。只有 n_i 全相等时，均值的平均才对；"
        "序列长度不同时 token 数并不相等。",
    ),
    demonstrations=("gradient_accumulation",),
)
def accumulated_gradient(grads: FloatArray, counts: FloatArray, *, reduction: str) -> FloatArray:
    sums = grads * counts[:, None] if reduction == "mean" else grads
    return sums.sum(axis=0) / counts.sum()
