"""BatchNorm in training: normalise by the batch, and move the running statistics."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import CONSTANT_COLUMN, FAR_FROM_ZERO, LARGER, ONE_COLUMN, ORDINARY, small, smallest
from engine.text import Text

A = FloatArray
Three = tuple[FloatArray, FloatArray, FloatArray]


def _right(x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, share: str, divisor: str) -> Three:
    return batchnorm_forward.reference(x, gamma, beta, mean, var, momentum, eps, share=share, divisor=divisor)


def _unbiased_output(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    _, m, v = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0, ddof=1) + eps) + beta, m, v


def _running_output(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    _, m, v = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    return gamma * (x - m) / np.sqrt(v + eps) + beta, m, v


def _old_running_output(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    _, m, v = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, m, v


def _eps_outside(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    _, m, v = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    return gamma * (x - x.mean(axis=0)) / (x.std(axis=0) + eps) + beta, m, v


def _by_row(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    _, m, v = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    hat = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return gamma * hat + beta, m, v


def _not_moved(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    y, _, _ = _right(x, gamma, beta, mean, var, momentum, eps, share, divisor)
    return y, mean, var


def _other_share(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    return _right(x, gamma, beta, mean, var, 1 - momentum, eps, share, divisor)


def _other_divisor(
    x: A, gamma: A, beta: A, mean: A, var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    return _right(x, gamma, beta, mean, var, momentum, eps, share, "n" if divisor == "n1" else "n1")


def cases(rng: np.random.Generator, *, share: str, divisor: str) -> Iterator[Case]:
    """eps is large, so that its place is seen; two samples show n against n - 1 best."""

    def case(name: Text, x: A, momentum: float, eps: float) -> Case:
        d = x.shape[1]
        gamma, beta = rng.uniform(0.5, 3, d), small(rng, d)
        return Case(name, (x, gamma, beta, rng.normal(size=d), rng.uniform(0.5, 2, d), momentum, eps))

    one, zero = np.array([2.0]), np.array([0.0])
    yield Case(smallest("2 by 1"), (np.array([[0.0], [2.0]]), one, one, zero, one, 0.25, 1.0))
    yield case(smallest("3 by 2"), np.array([[0.0, 1.0], [3.0, -2.0], [1.0, 2.0]]), 0.1, 0.5)
    yield case(Text("two samples", "两个样本"), small(rng, 2, 3), 0.9, 0.5)
    yield case(ONE_COLUMN, rng.normal(size=(5, 1)), 0.3, 0.2)
    yield case(CONSTANT_COLUMN, np.column_stack([np.full(4, 2.0), np.arange(4.0)]), 0.2, 0.3)
    yield case(FAR_FROM_ZERO, rng.normal(size=(5, 2)) + 50, 0.1, 0.1)
    yield case(ORDINARY, rng.normal(size=(6, 3)), 0.4, 0.4)
    larger = case(LARGER, rng.normal(size=(30, 8)) * 2 + 1, 0.1, 0.1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, share: str, divisor: str) -> Arguments | None:
    """Two samples at least."""
    return arguments if len(arguments[0]) > 1 else None


@task(
    topic="batchnorm",
    title=Text("BatchNorm in training, with running statistics", "训练时的 BatchNorm 与滑动统计量"),
    statement=Text(
        "Normalise each column of the batch `x` by its mean and its variance (divisor n; `eps` is added under the root), "
        "then scale by `gamma` and shift by `beta`. Also return the new running mean and variance: `momentum` is the share "
        "of {share}, and the batch variance that enters the running one has the divisor {divisor}.",
        "用批 `x` 各列的均值与方差（除以 n，`eps` 加在根号内）做归一化，再乘 `gamma`、加 `beta`。"
        "同时返回更新后的滑动均值与滑动方差：`momentum` 是{share}所占的比例；计入滑动方差的批方差除以 {divisor}。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample, two at least", "每行一个样本，至少两行")),
        Quantity("gamma", "d", Text("scale γ", "缩放 γ")),
        Quantity("beta", "d", Text("shift β", "平移 β")),
        Quantity("running_mean", "d", Text("running mean before", "更新前的滑动均值")),
        Quantity("running_var", "d", Text("running variance before, above 0", "更新前的滑动方差，大于 0"), fixed=True),
        Quantity("momentum", "", Text("a share, between 0 and 1", "比例，0 到 1 之间"), fixed=True),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(
        Quantity("y", "n d", Text("output of the layer", "层的输出")),
        Quantity("running_mean", "d", Text("running mean after", "更新后的滑动均值")),
        Quantity("running_var", "d", Text("running variance after", "更新后的滑动方差")),
    ),
    options=(
        TaskOption(
            "share",
            {
                "new": Text("the new batch (as in PyTorch)", "新的一批（同 PyTorch）"),
                "old": Text("the old running value (as in Keras)", "旧的滑动值（同 Keras）"),
            },
        ),
        TaskOption("divisor", {"n1": Text("n - 1", "n - 1"), "n": Text("n", "n")}),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "unbiased_output": Wrong(
            _unbiased_output,
            Text("The output is normalised by the variance with n - 1.", "归一化输出时用了除以 n - 1 的方差。"),
        ),
        "running_output": Wrong(
            _running_output,
            Text(
                "The output is normalised by the running statistics: that is for evaluation.",
                "用滑动统计量归一化了输出，那是评估时的做法。",
            ),
            also=(_old_running_output,),
        ),
        "eps_outside": Wrong(
            _eps_outside,
            Text("eps is added to the deviation instead of the variance.", "eps 加在了标准差上，而不是方差上。"),
        ),
        "by_row": Wrong(
            _by_row,
            Text(
                "Mean and variance are taken along the rows: this is LayerNorm.",
                "均值与方差是按行取的：这是 LayerNorm。",
            ),
        ),
        "not_moved": Wrong(_not_moved, Text("The running statistics are not updated.", "滑动统计量没有更新。")),
        "other_share": Wrong(
            _other_share,
            Text(
                "Momentum is read as the share of the other part, old against new.",
                "momentum 的含义弄反了（旧值与新值）。",
            ),
            convention=True,
        ),
        "other_divisor": Wrong(
            _other_divisor,
            Text(
                "The variance that enters the running one has the other divisor, n against n - 1.",
                "计入滑动方差的批方差除数取错了（n 与 n - 1）。",
            ),
            convention=True,
        ),
    },
    large=lambda rng, size, *, share, divisor: (
        rng.normal(size=(size, 64)),
        *(np.ones(64) for _ in range(4)),
        0.1,
        1e-5,
    ),
    hints=(
        Text(
            "Mean and variance along axis 0; two variances where the divisors differ.",
            "沿第 0 轴取均值和方差；除数不同时需要两个方差。",
        ),
        Text(
            "The output uses the batch alone; the running values are only brought up to date.",
            "输出只用本批的统计量，滑动值只做更新。",
        ),
        Text(
            "running = (1 - w) · running + w · batch. Which w does the statement give?",
            "滑动值 = (1 - w)·滑动值 + w·批值。题目给的 w 是哪个？",
        ),
    ),
    explanation=Text(
        "The batch is normalised by its own statistics, with n, so that the output has exactly the variance "
        "var / (var + eps). The running values estimate those of the population for evaluation; n - 1 makes the variance "
        "unbiased. PyTorch takes n - 1 and momentum for the new batch, Keras n and momentum for the old value.",
        "输出用本批自己的统计量（除以 n）归一化，方差恰为 var / (var + eps)。滑动值是总体统计量的估计，供评估时使用；"
        "除以 n - 1 使方差无偏。PyTorch 取 n - 1，momentum 指新批的比例；Keras 取 n，momentum 指旧值的比例。",
    ),
    demonstrations=("batchnorm_modes",),
)
def batchnorm_forward(
    x: A, gamma: A, beta: A, running_mean: A, running_var: A, momentum: float, eps: float, *, share: str, divisor: str
) -> Three:
    mean, var = x.mean(axis=0), x.var(axis=0)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    new = momentum if share == "new" else 1 - momentum
    batch_var = x.var(axis=0, ddof=1 if divisor == "n1" else 0)
    return y, (1 - new) * running_mean + new * mean, (1 - new) * running_var + new * batch_var
