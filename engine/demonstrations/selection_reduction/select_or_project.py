"""D25: keeping columns against projecting, on thirteen measurements of wine."""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np

from engine.datasets import wine
from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Choice, FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Lines, Mark, Result, Series, Table
from engine.text import Text, same

METHODS: dict[Scalar, Text] = {
    "anova": Text("columns of largest F", "F 值最大的列"),
    "best_subset": Text("best subset of columns", "最优列子集"),
    "pca": Text("principal components", "主成分"),
    "random": Text("random directions", "随机方向"),
}
UNITS: dict[Scalar, Text] = {True: Text("standardised", "已标准化"), False: Text("raw units", "原始单位")}
TRIES = 50
"""How many random projections the best one is taken from."""


def wine_features(standardised: bool) -> FloatArray:
    """The 178 wines, raw or with every column at mean 0 and variance 1 (dividing by n, as scikit-learn does)."""
    x = wine().features
    return np.asarray((x - x.mean(axis=0)) / x.std(axis=0), dtype=np.float64) if standardised else x


@lru_cache(maxsize=32)
def _best_subset(standardised: bool, kept: int) -> tuple[tuple[int, ...], float]:
    subsets, errors = kernel.subset_errors(kernel.covariance(wine_features(standardised)), kept)
    best = int(np.argmin(errors))
    return tuple(int(i) for i in subsets[best]), float(errors[best])


def _random_errors(rng: np.random.Generator, x: FloatArray, kept: int) -> FloatArray:
    c, total = kernel.covariance(x), float(np.trace(kernel.covariance(x)))
    errors = []
    for _ in range(TRIES):
        q = kernel.random_directions(rng, len(c), kept)
        errors.append(total - float(np.trace(q @ c @ q.T)))
    return np.array(errors)


class SelectOrProject(Measurements):
    columns_kept: Array1D = measurement(
        Text("numbers of the kept columns (none for a projection)", "保留列的编号（投影则为空）")
    )
    untouched: bool = measurement(
        Text("new features equal columns bit for bit", "新特征逐位等于原列"), grade=Grade.EXACT
    )
    subsets: int = measurement(Text("number of column subsets of this size", "此大小的列子集数"), grade=Grade.EXACT)
    total_variance: float = measurement(Text("sum of the columns' variances", "各列方差之和"))
    eigenvalues: Array1D = measurement(Text("variances along the principal directions", "各主方向上的方差"))
    error: float = measurement(Text("variance the method loses", "该方法丢失的方差"))
    lost_share: float = measurement(Text("the same as a share of all variance", "丢失方差的占比"))
    pca_error: float = measurement(Text("variance lost by principal components", "主成分丢失的方差"))
    discarded: float = measurement(Text("sum of the discarded eigenvalues", "被弃特征值之和"))
    kept_sum: float = measurement(
        Text("sum of the kept eigenvalues (a mistake for the error)", "保留特征值之和（误作误差）")
    )
    anova_error: float = measurement(Text("variance lost by the columns of largest F", "F 最大的列丢失的方差"))
    best_subset_error: float = measurement(Text("variance lost by the best subset", "最优子集丢失的方差"))
    random_error: float = measurement(
        Text("variance lost by the best of 50 random projections", "50 个随机投影中最好者丢失的方差"),
        grade=Grade.STATISTICAL,
    )
    best_correlation: float = measurement(
        Text("largest |correlation| of the first new feature with a column", "首个新特征与某列的最大 |相关|")
    )
    rebuilt_gap: float = measurement(
        Text("error minus discarded eigenvalues, for principal components", "主成分误差减被弃特征值之和")
    )
    top_column: str = measurement(
        Text("column with the largest part in the first component", "第一主成分中占比最大的列")
    )
    top_loading: float = measurement(Text("size of that part", "其载荷大小"))


@demonstration(
    number="D25",
    name="select_or_project",
    topic="selection_reduction",
    title=Text("Selection against projection", "特征选择与投影"),
    summary=Text(
        "Keep k of 13 columns or replace them by k new ones: what is left, and what can be rebuilt.",
        "13 列里保留 k 列，或换成 k 个新特征：剩下什么，又能还原多少。",
    ),
    look_for=Text(
        "Selected columns are the old numbers, bit for bit; projected ones are mixtures of all thirteen. Both lose "
        "information: the bars are the variance that a linear map cannot rebuild. Principal components lose least at "
        "any k, and nothing at k = 13, where they only rotate.",
        "选出的列逐位等于原来的数；投影得到的是全部十三列的混合。两者都丢信息：柱子是线性映射无法还原的方差。"
        "对任何 k，主成分丢得最少；k＝13 时只是旋转，什么也不丢。",
    ),
    predict=Text(
        "Five principal components or the best five of 1287 column subsets: which rebuilds the wines better?",
        "五个主成分，还是 1287 个五列子集中最好的一个：哪个还原得更好？",
    ),
    limits=Text(
        "Rebuilding is linear and in squared error; for a classifier the order can differ (see the neighbours).",
        "还原是线性的、按平方误差；对分类器，优劣次序可能不同（见近邻演示）。",
    ),
    parameters=(
        Choice("method", Text("method", "方法"), "pca", tuple(METHODS), METHODS),
        Integer("kept", Text("features kept", "保留特征数"), 5, 1, 13),
        Choice("standardised", Text("units", "单位"), True, (True, False), UNITS),
    ),
    measurements=SelectOrProject,
    kernels=(kernel.principal_components, kernel.subset_errors, kernel.anova_f, kernel.reconstruction_error),
)
def select_or_project(rng: np.random.Generator, *, method: str, kept: int, standardised: bool) -> Result:
    """Compare four ways from thirteen columns to `kept` features."""
    x, labels = wine_features(standardised), wine().labels
    eigenvalues, directions = kernel.principal_components(x)
    by_f = np.sort(np.argsort(-kernel.anova_f(x, labels), kind="stable")[:kept])
    subset, subset_error = _best_subset(standardised, kept)
    random = _random_errors(rng, x, kept)
    components = (x - x.mean(axis=0)) @ directions[:kept].T
    errors = {
        "pca": kernel.reconstruction_error(x, components),
        "best_subset": subset_error,
        "anova": kernel.reconstruction_error(x, x[:, by_f]),
        "random": float(random.min()),
    }
    columns = {"anova": by_f, "best_subset": np.array(subset)}.get(method, np.zeros(0, dtype=np.int64))
    features = x[:, columns] if len(columns) else components
    total, discarded = float(eigenvalues.sum()), float(eigenvalues[kept:].sum())
    loadings = np.abs(directions[0])
    measured = SelectOrProject(
        columns_kept=columns.astype(np.float64),
        untouched=_identical(features, x),
        subsets=comb(x.shape[1], kept),
        total_variance=total,
        eigenvalues=eigenvalues,
        error=errors[method],
        lost_share=errors[method] / total,
        pca_error=errors["pca"],
        discarded=discarded,
        kept_sum=float(eigenvalues[:kept].sum()),
        anova_error=errors["anova"],
        best_subset_error=subset_error,
        random_error=errors["random"],
        best_correlation=float(np.max(np.abs(np.corrcoef(features[:, 0], x.T)[0, 1:]))),
        rebuilt_gap=errors["pca"] - discarded,
        top_column=wine().names[int(np.argmax(loadings))],
        top_loading=float(loadings.max()),
    )
    return Result(measured, _views(errors, eigenvalues, kept, columns))


def _identical(features: FloatArray, x: FloatArray) -> bool:
    return all(any(np.array_equal(column, original) for original in x.T) for column in features.T)


def _views(
    errors: dict[str, float],
    eigenvalues: FloatArray,
    kept: int,
    columns: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> tuple[Bars | Lines | Table, ...]:
    order = ("pca", "best_subset", "anova", "random")
    share = 1 - np.cumsum(eigenvalues) / eigenvalues.sum()
    names = wine().names
    kept_names = (
        same(", ".join(names[i] for i in columns)) if len(columns) else Text("mixtures of all 13", "全部 13 列的混合")
    )
    return (
        Bars(
            Text("variance that cannot be rebuilt", "无法还原的方差"),
            Axis(Text("variance", "方差")),
            tuple(METHODS[name] for name in order),
            np.array([errors[name] for name in order]),
        ),
        Lines(
            Text("what principal components lose", "主成分丢失的份额"),
            Axis(Text("components kept", "保留的主成分数")),
            Axis(Text("share of variance lost", "丢失方差占比")),
            (Series(Text("lost", "丢失"), np.arange(1.0, len(share) + 1), np.maximum(share, 0)),),
            (Mark(Text("kept", "保留"), float(kept), "x"),),
        ),
        Table(Text("features", "特征"), (Text("what is kept", "保留的内容"),), ((kept_names,),)),
    )
