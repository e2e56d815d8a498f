"""The F statistic of a one-way analysis of variance, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Comparison, Function, Law, Quantity, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ORDINARY
from engine.text import Text


def _sums(x: FloatArray, labels: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    classes = np.unique(labels)
    whole = x.mean(axis=0)
    parts = [x[labels == c] for c in classes]
    between = sum(len(p) * (p.mean(axis=0) - whole) ** 2 for p in parts)
    within = sum(((p - p.mean(axis=0)) ** 2).sum(axis=0) for p in parts)
    return np.asarray(between), np.asarray(within), len(classes)


def _no_degrees(x: FloatArray, labels: FloatArray) -> FloatArray:
    between, within, _ = _sums(x, labels)
    return between / within


def _turned(x: FloatArray, labels: FloatArray) -> FloatArray:
    return 1 / anova_f.reference(x, labels)


def _sizes_forgotten(x: FloatArray, labels: FloatArray) -> FloatArray:
    _, within, c = _sums(x, labels)
    means = np.array([x[labels == k].mean(axis=0) for k in np.unique(labels)])
    between = ((means - x.mean(axis=0)) ** 2).sum(axis=0)
    return (between / (c - 1)) / (within / (len(x) - c))


def _classes_for_one_less(x: FloatArray, labels: FloatArray) -> FloatArray:
    between, within, c = _sums(x, labels)
    return (between / c) / (within / (len(x) - c))


def _rows_for_rest(x: FloatArray, labels: FloatArray) -> FloatArray:
    between, within, c = _sums(x, labels)
    return (between / (c - 1)) / (within / (len(x) - 1))


def _total(x: FloatArray, labels: FloatArray) -> FloatArray:
    between, within, c = _sums(x, labels)
    return (between / (c - 1)) / ((between + within) / (len(x) - c))


def _mean_of_means(x: FloatArray, labels: FloatArray) -> FloatArray:
    _, within, c = _sums(x, labels)
    parts = [x[labels == k] for k in np.unique(labels)]
    whole = np.mean([p.mean(axis=0) for p in parts], axis=0)
    between = sum(len(p) * (p.mean(axis=0) - whole) ** 2 for p in parts)
    return np.asarray((between / (c - 1)) / (within / (len(x) - c)))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two classes and three, of equal and unequal size, labels that are not 0, 1, 2."""

    def case(name: Text, sizes: list[int], d: int, shift: float = 0.0, codes: tuple[int, ...] = (0, 1, 2, 3)) -> Case:
        labels = np.repeat(codes[: len(sizes)], sizes)
        x = rng.normal(size=(len(labels), d)) + (labels % 3)[:, None] * rng.uniform(0, 2, d) + shift
        order = rng.permutation(len(labels))
        return Case(name, (x[order], labels[order]))

    few = np.array([[1.0], [3.0], [4.0], [8.0], [9.0]])
    yield Case(Text("5 by 1, small integers", "5×1，小整数"), (few, np.array([0, 0, 1, 1, 1])))
    yield case(ORDINARY, [5, 5], 2)
    yield case(Text("three classes of unequal size", "三类，样本数不同"), [2, 7, 4], 3)
    yield case(Text("labels 2, 5, 9", "标签为 2、5、9"), [4, 3, 5], 2, codes=(2, 5, 9))
    yield case(FAR_FROM_ZERO, [4, 6], 2, shift=7.0)
    yield case(Text("four classes", "四类"), [3, 4, 3, 5], 2)
    larger = case(LARGER, [12, 20, 9], 6)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments) -> Arguments | None:
    """Two classes, more rows than classes, scatter within them and means that differ."""
    x, labels = arguments
    if len(np.unique(labels)) < 2 or len(labels) <= len(np.unique(labels)) + 1 or not x.shape[1]:
        return None
    between, within, _ = _sums(x.astype(float), labels)
    return arguments if bool(np.all(within > 0.1)) and bool(np.all(between > 0.01)) else None


def _shift_does_not_matter(call: Function, arguments: Arguments) -> bool:
    x, labels = arguments
    return bool(np.allclose(call(x + 2, labels), call(x, labels), rtol=1e-2, atol=1e-4))


@task(
    topic="selection_reduction",
    title=Text("ANOVA F of every column", "逐列的方差分析 F 值"),
    statement=Text(
        "For every column of `x` return the F statistic of a one-way analysis of variance over the classes in `labels`: the "
        "mean square between the classes divided by the mean square within them. Labels are integers, not always from 0 up; "
        "there are two classes at least.",
        "对 `x` 的每一列，返回按 `labels` 中类别做单因素方差分析的 F 值：组间均方除以组内均方。"
        "标签是整数，不一定从 0 连续编号；至少有两类。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("labels", "n", Text("class of each row", "各行的类别"), fixed=True),
    ),
    results=(Quantity("f", "d", Text("F of each column", "各列的 F 值")),),
    cases=cases,
    fit=_fit,
    wrong={
        "no_degrees": Wrong(
            _no_degrees,
            Text("The sums of squares are not divided by their degrees of freedom.", "平方和没有除以自由度。"),
        ),
        "turned": Wrong(_turned, Text("The ratio is turned round.", "分子分母颠倒了。")),
        "sizes_forgotten": Wrong(
            _sizes_forgotten,
            Text(
                "The squares between the classes are not weighted by the class sizes.", "组间平方没有按各类样本数加权。"
            ),
        ),
        "classes_for_one_less": Wrong(
            _classes_for_one_less,
            Text("The classes have one degree of freedom less than there are classes.", "组间自由度应为类别数减一。"),
        ),
        "rows_for_rest": Wrong(
            _rows_for_rest,
            Text(
                "Within the classes there are n minus the number of classes degrees of freedom.",
                "组内自由度应为 n 减类别数。",
            ),
        ),
        "total": Wrong(
            _total,
            Text(
                "It divides by the total scatter instead of that within the classes.",
                "除以了总平方和，应为组内平方和。",
            ),
        ),
        "mean_of_means": Wrong(
            _mean_of_means,
            Text(
                "The grand mean is taken over the class means; classes of unequal size need the mean of all rows.",
                "总均值取了类均值的平均；各类样本数不同时应取所有行的均值。",
            ),
        ),
    },
    laws=(Law(_shift_does_not_matter, Text("Adding a constant to x changes F.", "给 x 加常数改变了 F。")),),
    comparison=Comparison(factor=10),
    large=lambda rng, size: (rng.normal(size=(size, 64)), np.arange(size) % 3),
    hints=(
        Text("Total scatter = between + within.", "总平方和 = 组间 + 组内。"),
        Text("Between: Σ n_c (mean_c - mean)². Within: the rest.", "组间：Σ n_c(均值_c - 总均值)²；组内：其余部分。"),
        Text("Degrees of freedom: C - 1 and n - C.", "自由度：C - 1 与 n - C。"),
    ),
    explanation=Text(
        "If all classes had one mean, both mean squares would estimate the same variance and F would be about 1. A large F "
        "says that the class means differ by more than the scatter within explains. It sees one column at a time.",
        "若各类均值相同，两个均方估计的是同一方差，F 约为 1。F 大说明类均值之差超出了类内散布能解释的范围。它一次只看一列。",
    ),
    demonstrations=("univariate_filter",),
)
def anova_f(x: FloatArray, labels: FloatArray) -> FloatArray:
    mean, classes = x.mean(axis=0), np.unique(labels)
    between = within = np.zeros(x.shape[1])
    for c in classes:
        part = x[labels == c]
        between = between + len(part) * (part.mean(axis=0) - mean) ** 2
        within = within + ((part - part.mean(axis=0)) ** 2).sum(axis=0)
    return (between / (len(classes) - 1)) / (within / (len(x) - len(classes)))
