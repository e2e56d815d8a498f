"""Variances of the principal components, and their shares."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Comparison, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import CONSTANT_COLUMN, FAR_FROM_ZERO, LARGER, ORDINARY
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _of(a: FloatArray, divisor: float) -> Both:
    values: FloatArray = np.asarray(np.linalg.svd(a, compute_uv=False), np.float64) ** 2 / divisor
    return values, values / values.sum()


def _divisor(n: int, divisor: str) -> int:
    return n - 1 if divisor == "n1" else n


def _not_centred(x: FloatArray, *, divisor: str) -> Both:
    return _of(x, _divisor(len(x), divisor))


def _not_squared(x: FloatArray, *, divisor: str) -> Both:
    s = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
    return s / _divisor(len(x), divisor), s / s.sum()


def _not_divided(x: FloatArray, *, divisor: str) -> Both:
    return _of(x - x.mean(axis=0), 1.0)


def _other_divisor(x: FloatArray, *, divisor: str) -> Both:
    return _of(x - x.mean(axis=0), _divisor(len(x), "n" if divisor == "n1" else "n1"))


def _shares_of_first(x: FloatArray, *, divisor: str) -> Both:
    values, _ = _of(x - x.mean(axis=0), _divisor(len(x), divisor))
    return values, values / values[0]


def _cumulative(x: FloatArray, *, divisor: str) -> Both:
    values, shares = _of(x - x.mean(axis=0), _divisor(len(x), divisor))
    return values, shares.cumsum()


def _ascending(x: FloatArray, *, divisor: str) -> Both:
    values, shares = _of(x - x.mean(axis=0), _divisor(len(x), divisor))
    return values[::-1].copy(), shares[::-1].copy()


def cases(rng: np.random.Generator, *, divisor: str) -> Iterator[Case]:
    """Correlated columns, a constant one, points far from 0."""
    yield Case(Text("3 by 2, small integers", "3×2，小整数"), (np.array([[0.0, 0.0], [2.0, 1.0], [4.0, 5.0]]),))
    yield Case(Text("one column", "只有一列"), (np.array([[1.0], [3.0], [8.0]]),))
    yield Case(ORDINARY, (rng.normal(size=(7, 3)) * np.array([4.0, 2.0, 1.0]),))
    yield Case(FAR_FROM_ZERO, (rng.normal(size=(6, 2)) * np.array([3.0, 1.0]) + 9,))
    yield Case(CONSTANT_COLUMN, (np.column_stack([np.full(5, 2.0), rng.normal(size=5) * 3, rng.normal(size=5)]),))
    yield Case(Text("fewer rows than columns", "行少于列"), (rng.normal(size=(3, 4)) * 2 + 1,))
    larger = Case(LARGER, (rng.normal(size=(30, 6)) * np.arange(1, 7) + 1,))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, divisor: str) -> Arguments | None:
    """Two rows, and some variance."""
    x = arguments[0]
    return arguments if x.ndim == 2 and len(x) >= 2 and x.shape[1] and float(x.std(axis=0).max()) > 0.3 else None


def _adds_up(call: Function, arguments: Arguments, *, divisor: str) -> bool:
    values, shares = call(*arguments)
    whole = arguments[0].astype(float).var(axis=0, ddof=divisor == "n1").sum()
    return bool(np.isclose(np.sum(values), whole, rtol=1e-3) and np.isclose(np.sum(shares), 1, rtol=1e-3))


@task(
    topic="selection_reduction",
    title=Text("Explained variance", "解释方差"),
    statement=Text(
        "Return the variances of the rows of `x` along all min(n, d) principal components, in falling order, with the divisor "
        "{divisor}; and the share of each in their sum.",
        "返回 `x` 各行沿全部 min(n, d) 个主成分的方差，从大到小，除数为 {divisor}；以及每个占总和的比例。",
    ),
    arguments=(Quantity("x", "n d", Text("a row a sample, two at least", "每行一个样本，至少两行")),),
    results=(
        Quantity("variances", "r", Text("falling", "从大到小")),
        Quantity("shares", "r", Text("their shares", "所占比例")),
    ),
    options=(TaskOption("divisor", {"n": Text("n", "n"), "n1": Text("n - 1", "n - 1")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "not_centred": Wrong(_not_centred, Text("The columns are not centred.", "没有中心化。")),
        "not_squared": Wrong(
            _not_squared,
            Text("Singular values are taken as variances; they must be squared.", "把奇异值当成了方差，应取平方。"),
        ),
        "not_divided": Wrong(
            _not_divided, Text("The squares are not divided by the number of rows.", "平方没有除以行数。")
        ),
        "other_divisor": Wrong(
            _other_divisor,
            Text("The divisor is the other of n and n - 1.", "除数取错了（n 与 n - 1）。"),
            convention=True,
        ),
        "shares_of_first": Wrong(
            _shares_of_first,
            Text("The shares are relative to the first variance, not the sum.", "比例是相对第一个方差，而不是总和。"),
        ),
        "cumulative": Wrong(_cumulative, Text("The shares are added up.", "比例被累加了。")),
        "ascending": Wrong(
            _ascending, Text("The order is rising, as eigh gives it.", "顺序是从小到大（eigh 的顺序）。")
        ),
    },
    laws=(
        Law(_adds_up, Text("The variances do not add up to that of the columns.", "各方差之和不等于各列方差之和。")),
    ),
    comparison=Comparison(factor=10),
    large=lambda rng, size, *, divisor: (rng.normal(size=(size, 16)),),
    hints=(
        Text("Centre first.", "先中心化。"),
        Text("Squares of the singular values, divided.", "奇异值取平方，再除以除数。"),
        Text(
            "np.linalg.svd(a, compute_uv=False) is falling already.",
            "np.linalg.svd(a, compute_uv=False) 已按降序排列。",
        ),
    ),
    explanation=Text(
        "The scores on component j are s_j u_j, with mean 0, so their variance is s_j² over the divisor. The sum is the total "
        "variance of the columns, because a rotation keeps squared lengths.",
        "在第 j 个主成分上的得分是 s_j u_j，均值为 0，方差即 s_j² 除以除数。旋转不改变平方长度，所以总和等于各列方差之和。",
    ),
    demonstrations=("principal_components",),
)
def explained_variance(x: FloatArray, *, divisor: str) -> Both:
    s = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
    variances = s**2 / (len(x) - 1 if divisor == "n1" else len(x))
    return variances, variances / variances.sum()
