"""Ridge regression with an intercept that is not penalised."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Comparison, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ONE_COLUMN, small, smallest
from engine.text import Text

Fit = tuple[FloatArray, float]


def _solved(x: FloatArray, y: FloatArray, penalty: FloatArray, centred: bool = True) -> Fit:
    mean, level = (x.mean(axis=0), float(y.mean())) if centred else (np.zeros(x.shape[1]), 0.0)
    a, b = x - mean, y - level
    w = np.linalg.solve(a.T @ a + penalty, a.T @ b)
    return np.asarray(w, float), float(level - mean @ w)


def _other_loss(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    factor = 1.0 if loss == "mean" else len(y)
    return _solved(x, y, factor * lam * np.eye(x.shape[1]))


def _no_intercept(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    factor = len(y) if loss == "mean" else 1.0
    return _solved(x, y, factor * lam * np.eye(x.shape[1]), centred=False)


def _penalised_intercept(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    factor = len(y) if loss == "mean" else 1.0
    wide = np.column_stack([x, np.ones(len(x))])
    found, _ = _solved(wide, y, factor * lam * np.eye(wide.shape[1]), centred=False)
    return found[:-1], float(found[-1])


def _y_not_centred(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    w, _ = ridge.reference(x, y, lam, loss=loss)
    return w, float(y.mean())


def _squared_penalty(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    return ridge.reference(x, y, lam**2, loss=loss)


def cases(rng: np.random.Generator, *, loss: str) -> Iterator[Case]:
    """More rows than columns and fewer, columns that repeat, values far from 0."""
    yield Case(smallest("3 by 1"), (np.array([[-1.0], [0.0], [4.0]]), np.array([1.0, 2.0, 6.0]), 2.0))
    yield Case(smallest("4 by 2"), (small(rng, 4, 2), small(rng, 4), 3.0))
    yield Case(ONE_COLUMN, (small(rng, 6, 1), small(rng, 6) + 3, 0.5))
    yield Case(FAR_FROM_ZERO, (small(rng, 5, 2) + 10, small(rng, 5) + 20, 2.5))
    column = rng.normal(size=(6, 1))
    yield Case(Text("two equal columns", "两列相同"), (np.hstack([column, column]), rng.normal(size=6), 1.5))
    yield Case(Text("more columns than rows", "列多于行"), (rng.normal(size=(3, 5)), rng.normal(size=3), 0.7))
    yield Case(Text("a strong penalty", "很强的惩罚"), (rng.normal(size=(8, 3)), rng.normal(size=8) + 2, 100.0))
    larger = Case(LARGER, (rng.normal(size=(40, 6)), rng.normal(size=40) + 1, 3.0))
    yield from (larger.as_float32(), larger.strided(), larger)


def _residuals_sum_to_zero(call: Function, arguments: Arguments, *, loss: str) -> bool:
    x, y, _ = arguments
    w, b = call(*arguments)
    return bool(abs(np.mean(y - x @ w - b)) <= 1e-4 * (1 + np.abs(y).max()))


@task(
    topic="regularization",
    title=Text("Ridge regression with an intercept", "带截距的岭回归"),
    statement=Text(
        "Minimise {loss} + `lam` · |w|² over the weights w and the intercept b, for predictions x w + b. The intercept is "
        "not penalised. Return w, of shape (d,), and b, a number. `lam` is above 0.",
        "对权重 w 与截距 b 最小化 {loss} + `lam`·|w|²，预测为 x w + b。截距不受惩罚。"
        "返回 w（形状 (d,)）与 b（一个数）。`lam` 大于 0。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("y", "n", Text("targets", "目标值")),
        Quantity("lam", "", Text("strength of the penalty, above 0", "惩罚强度，大于 0"), fixed=True),
    ),
    results=(Quantity("w", "d", Text("weights", "权重")), Quantity("b", "", Text("intercept", "截距"))),
    options=(
        TaskOption(
            "loss",
            {
                "sum": Text("the sum of squared errors", "误差平方和"),
                "mean": Text("the mean of the squared errors", "误差平方的均值"),
            },
        ),
    ),
    cases=cases,
    wrong={
        "other_loss": Wrong(
            _other_loss,
            Text("Sum and mean are mixed up: the penalty is off by the factor n.", "把和与均值弄混了：惩罚差了 n 倍。"),
        ),
        "no_intercept": Wrong(
            _no_intercept, Text("There is no intercept: the line is forced through 0.", "没有截距：直线被迫过原点。")
        ),
        "penalised_intercept": Wrong(
            _penalised_intercept,
            Text(
                "The intercept is penalised too, so the fit depends on where 0 lies.",
                "截距也被惩罚了，结果会随原点位置改变。",
            ),
        ),
        "y_not_centred": Wrong(
            _y_not_centred,
            Text(
                "b is the mean of y alone; the means of the columns times w must be taken off.",
                "b 只取了 y 的均值，还应减去各列均值与 w 的内积。",
            ),
        ),
        "squared_penalty": Wrong(_squared_penalty, Text("lam enters squared.", "lam 被平方了。")),
    },
    laws=(Law(_residuals_sum_to_zero, Text("The residuals do not sum to 0.", "残差之和不为 0。")),),
    comparison=Comparison(factor=10),
    large=lambda rng, size, *, loss: (rng.normal(size=(size, 64)), rng.normal(size=size), 1.0),
    hints=(
        Text("Centre x and y first: then the intercept drops out.", "先把 x 与 y 中心化，截距就消去了。"),
        Text(
            "Set the gradient to 0: (XᵀX + c I) w = Xᵀ y with the centred arrays. What is c for a mean?",
            "令梯度为 0：(XᵀX + c I) w = Xᵀ y（用中心化后的数据）。取均值时 c 是多少？",
        ),
        Text("`b = mean(y) - mean(x) · w`.", "`b = mean(y) - mean(x)·w`。"),
    ),
    explanation=Text(
        "For fixed w the best b makes the residuals sum to 0, so b = mean(y) - mean(x) · w, which is the same as centring. "
        "The normal equations then have c on the diagonal: lam for a sum of squares, n lam for a mean. The matrix is "
        "positive definite for lam > 0, so it can be solved even with more columns than rows.",
        "固定 w 时，最优的 b 使残差之和为 0，即 b = mean(y) - mean(x)·w，等价于先中心化。"
        "正规方程的对角线上加 c：平方和对应 lam，均值对应 n·lam。lam > 0 时矩阵正定，列多于行也可解。",
    ),
    demonstrations=("ridge_shrinkage",),
)
def ridge(x: FloatArray, y: FloatArray, lam: float, *, loss: str) -> Fit:
    a = x - x.mean(axis=0)
    c = lam * len(y) if loss == "mean" else lam
    w = np.linalg.solve(a.T @ a + c * np.eye(x.shape[1]), a.T @ (y - y.mean()))
    return w, y.mean() - x.mean(axis=0) @ w
