"""D25P: principal components of a few points, by hand: centre, covariance, eigenvectors, share of variance."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Matrix, Result, Series, Step, Steps
from engine.text import Text, same

YES_NO: dict[Scalar, Text] = {True: Text("yes", "是"), False: Text("no", "否")}


class PrincipalComponents(Measurements):
    cloud: Array2D = measurement(Text("the points used", "所用的点"), grade=Grade.EXACT)
    spread: Array2D = measurement(Text("covariance matrix", "协方差矩阵"))
    spread_by_n: Array2D = measurement(Text("covariance divided by n (a mistake here)", "误用除以 n 的协方差"))
    uncentred: Array2D = measurement(Text("second moments without centring (a mistake)", "误用未中心化的二阶矩"))
    eigenvalues: Array1D = measurement(Text("variances along the principal directions", "主方向上的方差"))
    first: Array1D = measurement(Text("first principal direction", "第一主方向"))
    uncentred_first: Array1D = measurement(
        Text("first direction without centring (a mistake)", "未中心化的第一方向（错误）")
    )
    regression_slope: float = measurement(
        Text("slope of the regression of column 2 on column 1", "第二列对第一列回归的斜率")
    )
    principal_slope: float = measurement(Text("slope of the first principal direction", "第一主方向的斜率"))
    share: float = measurement(Text("share of variance kept", "保留方差占比"))
    error: float = measurement(Text("squared error of rebuilding, over n - 1", "还原的平方误差，除以 n−1"))
    discarded: float = measurement(Text("sum of the discarded eigenvalues", "被弃特征值之和"))
    kept_sum: float = measurement(Text("sum of the kept eigenvalues", "保留特征值之和"))
    squared_error: float = measurement(
        Text("squared error of rebuilding, summed over the points", "所有点的还原平方误差之和")
    )
    scores: Array2D = measurement(Text("scores on the kept components", "主成分得分"))
    score_correlation: float = measurement(Text("largest covariance between two scores", "得分之间最大的协方差"))
    dropped_error: float = measurement(
        Text("squared error of rebuilding the last column from the others, over n - 1", "用其余列还原最后一列的误差")
    )
    linear_limit: int = measurement(Text("most components PCA can give", "PCA 至多的维数"), grade=Grade.EXACT)
    kernel_limit: int = measurement(Text("components of kernel PCA", "核 PCA 的维数"))


@demonstration(
    number="D25P",
    name="principal_components",
    topic="selection_reduction",
    title=Text("Principal components by hand", "手算主成分"),
    summary=Text(
        "A few points: centre them, find the covariance, its eigenvectors, and what k of them keep.",
        "几个点：中心化、求协方差、求特征向量，看 k 个主成分能保留多少。",
    ),
    look_for=Text(
        "The first direction is not the regression line and not the direction of the mean: it goes where the centred "
        "cloud is widest. What is lost by keeping k directions is exactly the sum of the other eigenvalues. Stretch one "
        "column, and the direction turns towards it.",
        "第一方向既不是回归直线，也不是指向均值的方向，而是中心化后点云最宽的方向。只保留 k 个方向所丢的，正好是其余特征值之和。把某一列拉长，方向就会转向它。",
    ),
    predict=Text(
        "Multiply the first column by 100. Where does the first principal direction point?",
        "把第一列乘以 100，第一主方向指向哪里？",
    ),
    limits=Text(
        "Directions have no sign, and equal eigenvalues leave the basis free; variances divide by n - 1.",
        "方向没有正负之分；特征值相等时基底不唯一；方差除以 n−1。",
    ),
    parameters=(
        Array(
            "points",
            Text("points, a row each (empty: drawn)", "各点，一行一个（空则随机）"),
            (),
            2,
            -1e4,
            1e4,
            12,
            least=2,
        ),
        Integer("samples", Text("points drawn", "随机点数"), 6, 2, 12),
        Integer("columns", Text("columns drawn", "随机列数"), 2, 1, 4),
        Integer("kept", Text("components kept", "保留主成分数"), 1, 1, 4),
        Float("stretch", Text("factor on the first column", "第一列乘以"), 1.0, 0.01, 100.0, log=True),
        Choice(
            "duplicate",
            Text("append twice the first column plus one", "追加第一列的两倍加一"),
            False,
            (False, True),
            YES_NO,
        ),
    ),
    measurements=PrincipalComponents,
    kernels=(kernel.covariance, kernel.principal_components, kernel.reconstruction_error, kernel.kernel_dimensions),
)
def principal_components(
    rng: np.random.Generator,
    *,
    points: FloatArray,
    samples: int,
    columns: int,
    kept: int,
    stretch: float,
    duplicate: bool,
) -> Result:
    """Find the components of the points and what `kept` of them lose."""
    x = _cloud(rng, points, samples, columns, stretch, duplicate)
    eigenvalues, directions = kernel.principal_components(x)
    kept = min(kept, len(eigenvalues))
    centred, n = x - x.mean(axis=0), len(x)
    scores = centred @ directions[:kept].T
    error = kernel.reconstruction_error(x, scores)
    second_moments = x.T @ x / n
    spread = kernel.covariance(x)
    of_scores = np.atleast_2d(kernel.covariance(scores))
    first = directions[0]
    measured = PrincipalComponents(
        cloud=x,
        spread=spread,
        spread_by_n=spread * (n - 1) / n,
        uncentred=second_moments,
        eigenvalues=eigenvalues,
        first=first,
        uncentred_first=kernel.upright(np.linalg.eigh(second_moments)[1][:, -1][None])[0],
        regression_slope=_ratio(spread[0, 1], spread[0, 0]) if x.shape[1] > 1 else 0.0,
        principal_slope=_ratio(first[1], first[0]) if x.shape[1] > 1 else 0.0,
        share=_ratio(float(eigenvalues[:kept].sum()), float(eigenvalues.sum())),
        error=error,
        discarded=float(eigenvalues[kept:].sum()),
        kept_sum=float(eigenvalues[:kept].sum()),
        squared_error=error * (n - 1),
        scores=scores,
        score_correlation=float(np.max(np.abs(of_scores - np.diag(np.diag(of_scores))))),
        dropped_error=kernel.reconstruction_error(x[:, -1:], x[:, :-1]) if x.shape[1] > 1 else float(spread[0, 0]),
        linear_limit=min(n - 1, x.shape[1]),
        kernel_limit=kernel.kernel_dimensions(x, 1 / max(x.shape[1] * float(x.var()), 1e-12)),
    )
    return Result(measured, (*_cloud_view(x, directions), _steps(x, spread, eigenvalues, directions)))


def _cloud(
    rng: np.random.Generator, points: FloatArray, samples: int, columns: int, stretch: float, duplicate: bool
) -> FloatArray:
    x = points.copy() if points.size else np.round(rng.normal(0, 3, (samples, columns)) @ _mixing(columns), 1)
    x[:, 0] *= stretch
    return np.column_stack([x, 2 * x[:, 0] + 1]) if duplicate else x


def _mixing(columns: int) -> FloatArray:
    return np.asarray(np.eye(columns) + 0.6 * np.tri(columns, columns, -1), dtype=np.float64)


def _ratio(a: float, b: float) -> float:
    return float(a / b) if b else float("inf")


def _cloud_view(x: FloatArray, directions: FloatArray) -> tuple[Lines, ...]:
    if x.shape[1] < 2:
        return ()
    reach = np.linspace(-1, 1, 2) * float(np.max(np.linalg.norm(x - x.mean(axis=0), axis=1)))
    line = x.mean(axis=0) + reach[:, None] * directions[0]
    return (
        Lines(
            Text("the cloud and its widest direction", "点云与其最宽的方向"),
            Axis(Text("column 1", "第 1 列")),
            Axis(Text("column 2", "第 2 列")),
            (
                Series(Text("first component", "第一主成分"), line[:, 0], line[:, 1]),
                Series(Text("points", "点"), x[:, 0], x[:, 1], "points"),
            ),
        ),
    )


def _steps(x: FloatArray, spread: FloatArray, eigenvalues: FloatArray, directions: FloatArray) -> Steps:
    shares = eigenvalues / eigenvalues.sum() if eigenvalues.sum() > 0 else eigenvalues
    return Steps(
        Text("by hand", "手算步骤"),
        (
            Step(
                Text("Subtract each column's mean.", "各列减去均值。"),
                (Matrix(Text("centred", "中心化"), x - x.mean(axis=0)),),
            ),
            Step(
                Text("Covariance: products of the columns over n - 1.", "协方差：列与列的内积除以 n−1。"),
                (Matrix(Text("covariance", "协方差"), spread),),
                r"C = \frac{1}{n-1} \hat{X}^T \hat{X}",
            ),
            Step(
                Text("Its eigenvectors, largest eigenvalue first.", "求特征向量，特征值从大到小。"),
                (
                    Matrix(Text("directions (rows)", "方向（行）"), directions),
                    Matrix(Text("eigenvalues", "特征值"), eigenvalues[None]),
                ),
                r"C v = \lambda v",
            ),
            Step(
                Text(
                    "Each eigenvalue's share of the total is the variance kept.",
                    "各特征值占总和的比例，就是保留的方差。",
                ),
                (Matrix(same("λ / Σλ"), shares[None]),),
            ),
        ),
    )
