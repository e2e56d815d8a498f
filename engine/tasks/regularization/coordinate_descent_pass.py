"""One pass of coordinate descent for the lasso: each coordinate uses what the ones before it have become."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import LARGER, ONE_COLUMN, ORDINARY, ZEROS, small, smallest
from engine.text import Text


def _shrunk(c: float, level: float) -> float:
    return float(np.sign(c) * max(abs(c) - level, 0.0))


def _pass(
    w: FloatArray, x: FloatArray, y: FloatArray, level: float, fresh: bool = True, own: bool = True
) -> FloatArray:
    n, new = len(y), w.astype(float).copy()
    for j in range(len(w)):
        seen = new if fresh else w
        residual = y - x @ seen + (x[:, j] * seen[j] if own else 0.0)
        new[j] = _shrunk(float(x[:, j] @ residual) / n, level) / float(x[:, j] @ x[:, j] / n)
    return new


def _all_at_once(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    return _pass(w, x, y, penalty, fresh=False)


def _own_part_missing(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    return _pass(w, x, y, penalty, own=False)


def _n_forgotten(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    return _pass(w, x, y, penalty / len(y))


def _not_divided(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    new = w.astype(float).copy()
    for j in range(len(w)):
        new[j] = _shrunk(float(x[:, j] @ (y - x @ new + x[:, j] * new[j])) / len(y), penalty)
    return new


def _no_threshold(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    return _pass(w, x, y, 0.0)


def _backwards(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    return _pass(w[::-1], x[:, ::-1], y, penalty)[::-1].copy()


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """From 0 and from elsewhere, correlated columns, penalties that make zeros."""
    yield Case(smallest("2 by 2"), (np.zeros(2), np.array([[1.0, 1.0], [1.0, -2.0]]), np.array([4.0, 1.0]), 0.5))
    yield Case(ONE_COLUMN, (np.array([2.0]), small(rng, 5, 1) + 4, small(rng, 5), 0.5))
    x = rng.normal(size=(8, 3))
    yield Case(ORDINARY, (small(rng, 3), x, x @ np.array([2.0, 0.0, -1.0]) + rng.normal(size=8), 0.3))
    yield Case(Text("a strong penalty", "很强的惩罚"), (small(rng, 3), x, rng.normal(size=8), 50.0))
    yield Case(Text("no penalty", "惩罚为 0"), (small(rng, 3), x, rng.normal(size=8), 0.0))
    mixed = x @ np.array([[1.0, 0.9, 0.5], [0.0, 0.4, 0.5], [0.0, 0.0, 0.7]])
    yield Case(Text("correlated columns", "列之间相关"), (np.ones(3), mixed, rng.normal(size=8) * 3, 0.2))
    yield Case(ZEROS, (np.zeros(3), x, np.zeros(8), 0.4))
    larger = Case(LARGER, (rng.normal(size=6), rng.normal(size=(30, 6)), rng.normal(size=30) * 3, 0.3))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments) -> Arguments | None:
    """No column is 0."""
    x = arguments[1]
    return arguments if x.size and bool(np.all(np.abs(x).sum(axis=0) > 0.5)) else None


def _objective(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> float:
    return float(((y - x @ w) ** 2).sum() / (2 * len(y)) + penalty * np.abs(w).sum())


def _never_rises(call: Function, arguments: Arguments) -> bool:
    w, x, y, penalty = arguments
    before, after = _objective(w, x, y, penalty), _objective(np.asarray(call(*arguments)), x, y, penalty)
    return after <= before + 1e-4 * (1 + abs(before))


@task(
    topic="regularization",
    title=Text("One pass of coordinate descent for the lasso", "lasso 坐标下降的一轮"),
    statement=Text(
        "The lasso minimises |y - x w|² / (2n) + `penalty` · |w|₁, without an intercept. Go once through the coordinates in "
        "order, from the first to the last, and set each to its exact minimum with all others held, those before it "
        "already updated. Return the new w. No column of `x` is 0.",
        "lasso 最小化 |y - x w|² / (2n) + `penalty`·|w|₁，无截距。按顺序从第一个到最后一个坐标走一轮，"
        "每次固定其他坐标（前面的已更新），把该坐标置为精确的最小点。返回新的 w。`x` 没有全零列。",
    ),
    arguments=(
        Quantity("w", "d", Text("coefficients of before", "更新前的系数")),
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("y", "n", Text("targets", "目标值")),
        Quantity("penalty", "", Text("strength of the penalty", "惩罚强度"), fixed=True),
    ),
    results=(Quantity("w", "d", Text("coefficients after the pass", "一轮之后的系数")),),
    cases=cases,
    fit=_fit,
    wrong={
        "all_at_once": Wrong(
            _all_at_once,
            Text(
                "Every coordinate uses the old w: this is a Jacobi step, which can raise the objective.",
                "每个坐标都用了旧的 w：这是 Jacobi 式更新，目标可能上升。",
            ),
        ),
        "own_part_missing": Wrong(
            _own_part_missing,
            Text(
                "The residual still holds the coordinate's own part; add x_j w_j back.",
                "残差里还含有该坐标自己的贡献，应加回 x_j w_j。",
            ),
        ),
        "n_forgotten": Wrong(
            _n_forgotten,
            Text("The threshold is divided by n once too often.", "阈值多除了一次 n。"),
        ),
        "not_divided": Wrong(
            _not_divided,
            Text("The result is not divided by the mean square of the column.", "没有除以该列的均方。"),
        ),
        "no_threshold": Wrong(
            _no_threshold, Text("There is no thresholding: this is least squares.", "没有做阈值：这是最小二乘。")
        ),
        "backwards": Wrong(
            _backwards, Text("The coordinates are taken from the last to the first.", "坐标的顺序反了。")
        ),
    },
    laws=(Law(_never_rises, Text("The objective has risen.", "目标函数上升了。")),),
    large=lambda rng, size: (np.zeros(64), rng.normal(size=(size, 64)), rng.normal(size=size), 0.1),
    hints=(
        Text(
            "With the others held the problem in w_j is soft thresholding. Of which number?",
            "固定其他坐标后，关于 w_j 的问题就是软阈值。对哪个数做？",
        ),
        Text(
            "r = y - x w + x_j w_j, ρ = x_j · r / n, and the column's mean square z = x_j · x_j / n.",
            "r = y - x w + x_j w_j，ρ = x_j·r / n，该列均方 z = x_j·x_j / n。",
        ),
        Text(
            "w_j = sign(ρ) max(|ρ| - penalty, 0) / z, in place, then the next.",
            "w_j = sign(ρ)·max(|ρ| - penalty, 0)/z，就地更新，再到下一个。",
        ),
    ),
    explanation=Text(
        "In w_j alone the objective is z w_j²/2 - ρ w_j + penalty |w_j| plus a constant, so the minimum is the soft "
        "threshold of ρ, divided by z. Because each step is an exact minimum, the objective never rises; using old values "
        "for all coordinates at once loses that.",
        "只看 w_j，目标是 z·w_j²/2 - ρ·w_j + penalty·|w_j| 加常数，最小点是 ρ 的软阈值再除以 z。"
        "每一步都是精确最小，因此目标不会上升；若所有坐标同时用旧值更新，就没有这个保证。",
    ),
    demonstrations=("lasso_zeros",),
)
def coordinate_descent_pass(w: FloatArray, x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    w = w.copy()
    for j in range(len(w)):
        r = y - x @ w + x[:, j] * w[j]
        rho = x[:, j] @ r / len(y)
        z = x[:, j] @ x[:, j] / len(y)
        w[j] = np.sign(rho) * max(abs(rho) - penalty, 0) / z
    return w
