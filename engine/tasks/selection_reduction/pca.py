"""Principal components by the singular value decomposition, with their scores."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Comparison, Function, Law, Quantity, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ORDINARY
from engine.text import Text

Both = tuple[FloatArray, FloatArray]
GAP = 0.05
"""Relative gap of neighbouring singular values below which directions are not determined."""


def _parts(a: FloatArray, k: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    return u[:, :k], s[:k], vt[:k]


def _not_centred(x: FloatArray, k: int) -> Both:
    u, s, vt = _parts(x, k)
    return vt, u * s


def _scores_not_scaled(x: FloatArray, k: int) -> Both:
    u, _, vt = _parts(x - x.mean(axis=0), k)
    return vt, u


def _least_variance(x: FloatArray, k: int) -> Both:
    a = x - x.mean(axis=0)
    vt = np.linalg.svd(a, full_matrices=False)[2][::-1][:k]
    return vt, a @ vt.T


def _scores_not_centred(x: FloatArray, k: int) -> Both:
    vt = _parts(x - x.mean(axis=0), k)[2]
    return vt, x @ vt.T


def _standardised(x: FloatArray, k: int) -> Both:
    deviation = x.std(axis=0)
    a = (x - x.mean(axis=0)) / np.where(deviation == 0, 1, deviation)
    u, s, vt = _parts(a, k)
    return vt, u * s


def _rows_of_u(x: FloatArray, k: int) -> Both:
    a = x - x.mean(axis=1, keepdims=True)
    u, s, vt = _parts(a, k)
    return vt, u * s


def _spread(rng: np.random.Generator, n: int, scales: list[float]) -> FloatArray:
    """Points whose singular values are clearly apart."""
    d = len(scales)
    turned = np.linalg.qr(rng.normal(size=(d, d)))[0]
    return rng.normal(size=(n, d)) * np.array(scales) @ turned


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two columns to see it, more columns than components, points far from 0."""

    def case(name: Text, n: int, scales: list[float], k: int, shift: float = 0.0) -> Case:
        while True:
            x = _spread(rng, n, scales) + shift
            if _fit((x, k)) is not None:
                return Case(name, (x, k))

    yield Case(
        Text("4 by 2, small integers", "4×2，小整数"), (np.array([[0.0, 1.0], [2.0, 0.0], [4.0, 2.0], [6.0, 5.0]]), 1)
    )
    yield Case(Text("both components", "取全部主成分"), (np.array([[0.0, 1.0], [2.0, 0.0], [4.0, 2.0], [6.0, 5.0]]), 2))
    yield case(ORDINARY, 8, [4.0, 2.0, 0.7], 2)
    yield case(FAR_FROM_ZERO, 8, [3.0, 1.2, 0.4], 2, shift=8.0)
    yield case(Text("columns of different scale", "各列量级不同"), 9, [6.0, 2.0, 1.0, 0.3], 3, shift=2.0)
    yield case(Text("fewer rows than columns", "行少于列"), 4, [5.0, 3.0, 1.5, 0.8, 0.4], 2)
    larger = case(LARGER, 40, [5.0, 3.0, 2.0, 1.0, 0.5], 3)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments) -> Arguments | None:
    """Enough rank for k components, whose singular values are apart."""
    x, k = arguments
    if x.shape[0] < 2 or not 1 <= k <= min(x.shape[0] - 1, x.shape[1]):
        return None
    for a in (x - x.mean(axis=0), x):
        s = np.append(np.linalg.svd(a.astype(float), compute_uv=False), 0.0)[: k + 1]
        if s[k - 1] < 0.3 or np.any(s[:-1] - s[1:] < GAP * s[0]):
            return None
    return arguments


def _orthonormal(call: Function, arguments: Arguments) -> bool:
    directions = np.asarray(call(*arguments)[0])
    return bool(np.allclose(directions @ directions.T, np.eye(len(directions)), atol=1e-3))


def _signs(expected: tuple[FloatArray, ...], got: tuple[FloatArray, ...]) -> tuple[FloatArray, ...]:
    """A component may point either way, its scores with it."""
    turn = np.where(np.sum(expected[0] * got[0], axis=1) < 0, -1.0, 1.0)
    return got[0] * turn[:, None], got[1] * turn


@task(
    topic="selection_reduction",
    title=Text("Principal components by SVD", "用 SVD 求主成分"),
    statement=Text(
        "Return the first `k` principal directions of the rows of `x`, shape (k, d), unit vectors in the order of falling "
        "variance, and the scores of the rows on them, shape (n, k). Centre the columns, do not scale them. Each direction "
        "may point either way, its scores with it.",
        "返回 `x` 各行的前 `k` 个主方向，形状 (k, d)，为单位向量，按方差从大到小；以及各行在其上的得分，形状 (n, k)。"
        "各列要中心化，但不缩放。每个方向的正负号任意，得分随之。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("k", "", Text("number of components", "主成分个数"), fixed=True),
    ),
    results=(
        Quantity("directions", "k d", Text("a direction a row", "每行一个方向")),
        Quantity("scores", "n k", Text("scores of the rows", "各行的得分")),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "not_centred": Wrong(
            _not_centred,
            Text(
                "The columns are not centred: the first direction points to the mean.",
                "没有中心化：第一个方向指向了均值。",
            ),
        ),
        "scores_not_scaled": Wrong(
            _scores_not_scaled,
            Text(
                "The scores are U without the singular values, all of one length.",
                "得分只用了 U，没有乘奇异值，各列长度都一样。",
            ),
        ),
        "least_variance": Wrong(
            _least_variance, Text("These are the directions of least variance.", "取成了方差最小的方向。")
        ),
        "scores_not_centred": Wrong(
            _scores_not_centred,
            Text(
                "The scores are those of the raw rows; the mean must be taken off.", "得分用的是原始行，应先减去均值。"
            ),
        ),
        "standardised": Wrong(
            _standardised,
            Text("The columns are scaled to unit variance first.", "先把各列缩放成了单位方差。"),
            convention=True,
        ),
        "rows_of_u": Wrong(_rows_of_u, Text("The rows are centred instead of the columns.", "中心化的是行而不是列。")),
    },
    laws=(Law(_orthonormal, Text("The directions are not orthonormal.", "各方向不是标准正交的。")),),
    comparison=Comparison(factor=10, align=_signs),
    large=lambda rng, size: (rng.normal(size=(size, 16)) * np.arange(1, 17), 4),
    hints=(
        Text("What has to be done to x before the decomposition?", "分解之前要对 x 做什么？"),
        Text("With X = U S Vᵀ the directions are the rows of Vᵀ.", "X = U S Vᵀ 时，主方向是 Vᵀ 的各行。"),
        Text("The scores are X V = U S.", "得分是 X V = U S。"),
    ),
    explanation=Text(
        "The covariance of the centred X is V S² Vᵀ / (n - 1), so the right singular vectors are its eigenvectors, in "
        "falling order. Projecting gives X V = U S. The SVD avoids forming XᵀX, whose condition number is the square.",
        "中心化后 X 的协方差是 V S² Vᵀ/(n - 1)，所以右奇异向量就是它的特征向量，且已按降序排列。投影得 X V = U S。"
        "SVD 不必构造 XᵀX（其条件数是平方）。",
    ),
    demonstrations=("principal_components",),
)
def pca(x: FloatArray, k: int) -> Both:
    a = x - x.mean(axis=0)
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    return vt[:k], u[:, :k] * s[:k]
