"""D123: permutation importance, and what copies of a column do to it."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import residual_error
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Bars, Result
from engine.text import Text

REPEATS = 30
"""How many permutations are averaged."""


def permuted_increase(
    rng: np.random.Generator, x: FloatArray, weights: FloatArray, y: FloatArray, columns: list[int]
) -> float:
    """How much the mean squared error of the linear model rises when `columns` are permuted together."""
    base = float(np.mean((y - x @ weights) ** 2))
    total = 0.0
    for _ in range(REPEATS):
        mixed = x.copy()
        mixed[:, columns] = x[rng.permutation(len(x))][:, columns]
        total += float(np.mean((y - mixed @ weights) ** 2))
    return total / REPEATS - base


class PermutationImportance(Measurements):
    importance: float = measurement(Text("expected rise of the error: 2 w^2 variance", "误差的期望增量：2w²×方差"))
    measured_importance: float = measurement(
        Text("the same, by permuting", "实际打乱得到的增量"), grade=Grade.STATISTICAL
    )
    one_copy: float = measurement(Text("rise for one of the copies", "只打乱一份拷贝的期望增量"))
    measured_one_copy: float = measurement(
        Text("the same, by permuting", "实际打乱得到的增量"), grade=Grade.STATISTICAL
    )
    forgotten_two: float = measurement(Text("w^2 variance, without the 2 (a mistake)", "漏掉 2 的 w²×方差（错误）"))
    unsquared: float = measurement(Text("2 w variance (a mistake)", "未平方的 2w×方差（错误）"))
    drop_rise: float = measurement(
        Text("rise when one copy is dropped and the model refitted", "删去一份拷贝并重新拟合的增量")
    )


@demonstration(
    number="D123",
    name="permutation_importance",
    topic="selection_reduction",
    title=Text("Permutation importance", "置换重要性"),
    summary=Text(
        "Permute one column of a linear model's inputs and see how the error rises; then give the column copies.",
        "打乱线性模型的一列输入，看误差升多少；再给该列加几份拷贝。",
    ),
    look_for=Text(
        "The error rises by twice the squared weight times the column's variance. With c copies the weight is shared, "
        "and each copy alone seems c^2 times less important, although together they matter as before.",
        "误差增量为权重平方乘方差的两倍。有 c 份拷贝时权重被均分，单看每份，重要性只有 1/c²，而合起来与原来一样重要。",
    ),
    predict=Text("A column is copied once. Does its importance halve?", "某列多了一份拷贝，它的重要性减半吗？"),
    limits=Text(
        "A linear model with equal shares, as ridge gives it; a tree may put everything on one copy.",
        "线性模型，权重均分（岭回归如此）；树模型可能把权重全放在一份上。",
    ),
    parameters=(
        Float("weight", Text("weight of the column", "该列的权重"), 2.0, -100.0, 100.0),
        Float("spread", Text("its standard deviation", "该列的标准差"), 1.0, 0.1, 100.0),
        Integer("copies", Text("copies in all", "总份数"), 2, 1, 6),
        Float("noise", Text("noise of the target", "目标噪声"), 0.5, 0.0, 10.0),
        Integer("samples", Text("rows", "行数"), 2000, 100, 5000),
    ),
    measurements=PermutationImportance,
    kernels=(permuted_increase,),
)
def permutation_importance(
    rng: np.random.Generator, *, weight: float, spread: float, copies: int, noise: float, samples: int
) -> Result:
    """Permute the copies together and one alone, then drop one."""
    column = rng.standard_normal(samples)
    column = spread * (column - column.mean()) / column.std()
    x = np.column_stack([*[column] * copies, rng.standard_normal(samples)])  # a column that the target does not use
    weights = np.array([weight / copies] * copies + [0.0])
    y = weight * column + noise * rng.standard_normal(samples)
    full = residual_error(x, y)
    fewer = np.delete(x, 0, axis=1)
    measured = PermutationImportance(
        importance=2 * weight**2 * spread**2,
        measured_importance=permuted_increase(rng, x, weights, y, list(range(copies))),
        one_copy=2 * (weight / copies) ** 2 * spread**2,
        measured_one_copy=permuted_increase(rng, x, weights, y, [0]),
        forgotten_two=weight**2 * spread**2,
        unsquared=2 * abs(weight) * spread**2,
        drop_rise=residual_error(fewer, y) - full,
    )
    labels = (
        Text("all copies together", "全部拷贝一起"),
        Text("one copy", "一份拷贝"),
        Text("one copy dropped, refitted", "删一份后重新拟合"),
    )
    values = np.array([measured.measured_importance, measured.measured_one_copy, measured.drop_rise])
    return Result(
        measured,
        (Bars(Text("rise of the squared error", "平方误差的增量"), Axis(Text("rise", "增量")), labels, values),),
    )
