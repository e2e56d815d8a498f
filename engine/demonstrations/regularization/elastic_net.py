"""D104: the elastic net by hand, and on a correlated pair."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.regularization import coordinate_descent, soft_threshold
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Lines, Matrix, Result, Series
from engine.text import Text


def elastic_threshold(b: FloatArray, l1: float, l2: float) -> FloatArray:
    """argmin_w (w - b)^2 / 2 + l1 |w| + l2 w^2 / 2 = soft(b, l1) / (1 + l2). Any shape.

    Source: Zou & Hastie (2005), section 3.2 (the naive elastic net).

    >>> elastic_threshold(np.array([3.0, 0.5]), l1=1.0, l2=1.0)
    array([1., 0.])
    """
    return np.asarray(soft_threshold(b, l1) / (1 + l2))


class ElasticNet(Measurements):
    b: Array1D = measurement(Text("least-squares coefficients", "最小二乘系数"), grade=Grade.EXACT)
    net: Array1D = measurement(Text("elastic net", "弹性网"), grade=Grade.EXACT)
    searched: Array1D = measurement(Text("minimiser by search on a grid", "网格搜索得到的极小点"))
    search_width: float = measurement(Text("spacing of that grid", "网格间距"), grade=Grade.EXACT)
    divided_first: Array1D = measurement(
        Text("divided first, then thresholded (a mistake)", "先除再做软阈值（误）"), grade=Grade.EXACT
    )
    soft: Array1D = measurement(Text("lasso alone", "只用 L1"), grade=Grade.EXACT)
    divided: Array1D = measurement(Text("ridge alone", "只用 L2"), grade=Grade.EXACT)
    subtracted: Array1D = measurement(Text("threshold l1 + l2 (a mistake)", "误用阈值 l1＋l2"), grade=Grade.EXACT)
    zeros: int = measurement(Text("exact zeros", "恰为 0 的个数"), grade=Grade.EXACT)
    pair: Array1D = measurement(Text("elastic net on the correlated pair", "相关的一对特征：弹性网"))
    lasso_pair: Array1D = measurement(Text("lasso on the pair", "相关的一对特征：lasso"))
    pair_difference: float = measurement(Text("difference of the pair's weights", "这对权重之差"))
    lasso_difference: float = measurement(Text("the same for the lasso", "lasso 的同一差值"))


@demonstration(
    number="D104",
    name="elastic_net",
    topic="regularization",
    title=Text("Elastic net", "弹性网"),
    summary=Text(
        "L1 and L2 together: a threshold that also divides, and two correlated features that stay together.",
        "L1 与 L2 同时用：既做阈值又按比例缩小；两个相关特征会一起保留。",
    ),
    look_for=Text(
        "With orthonormal columns: soft threshold by l1, then division by 1 + l2. On two strongly correlated features "
        "the lasso lets one take nearly all; the quadratic part pulls their weights together (the grouping effect) and "
        "keeps exact zeros possible.",
        "列正交归一时：先按 l1 做软阈值，再除以 1＋l2。两个高度相关的特征，lasso 往往让其中一个独占；"
        "二次项使两者的权重靠近（成组效应），同时仍可得到恰为 0 的系数。",
    ),
    predict=Text(
        "Two features with correlation {{correlation}}: does the elastic net keep one or both?",
        "两个特征相关系数 {{correlation}}：弹性网会留一个还是两个？",
    ),
    limits=Text(
        "The naive elastic net; Zou and Hastie rescale it by 1 + l2 to undo the double shrinkage. scikit-learn does not.",
        "这是朴素弹性网；Zou 与 Hastie 再乘 1＋l2 以消除双重收缩，scikit-learn 没有这样做。",
    ),
    parameters=(
        Array(
            "coefficients", Text("least-squares coefficients", "最小二乘系数"), (3.0, -2.0, 0.4), 1, -100.0, 100.0, 12
        ),
        Float("l1", Text("weight of |w|", "|w| 的系数"), 0.5, 0.0, 50.0),
        Float("l2", Text("weight of w²/2", "w²/2 的系数"), 0.5, 0.0, 50.0),
        Float("correlation", Text("correlation of the pair", "这对特征的相关系数"), 0.9, -0.99, 0.99),
        Float("lead", Text("how much better the first explains the target", "第一个特征的优势"), 0.05, 0.0, 1.0),
    ),
    measurements=ElasticNet,
    kernels=(elastic_threshold, soft_threshold, coordinate_descent),
)
def elastic_net(
    rng: np.random.Generator, *, coefficients: FloatArray, l1: float, l2: float, correlation: float, lead: float
) -> Result:
    """Orthonormal columns by formula and search; a pair with correlations 1 + lead and 1 to the target."""
    b = coefficients
    reach = max(1.0, 1.25 * float(np.abs(b).max()))
    grid = np.linspace(-reach, reach, 4001)
    cost = 0.5 * (grid - b[:, None]) ** 2 + l1 * np.abs(grid) + 0.5 * l2 * grid**2
    gram = np.array([[1.0, correlation], [correlation, 1.0]])
    pulls, weights = np.array([[1 + lead, 1.0]]), np.array([min(l1, 0.9)])
    pair = coordinate_descent(gram + l2 * np.eye(2), pulls, weights)[0]
    lasso_pair = coordinate_descent(gram, pulls, weights)[0]
    measured = ElasticNet(
        b=b,
        net=elastic_threshold(b, l1, l2),
        searched=grid[np.argmin(cost, axis=1)],
        search_width=float(grid[1] - grid[0]),
        divided_first=soft_threshold(b / (1 + l2), l1),
        soft=soft_threshold(b, l1),
        divided=b / (1 + l2),
        subtracted=soft_threshold(b, l1 + l2),
        zeros=int(np.sum(elastic_threshold(b, l1, l2) == 0)),
        pair=pair,
        lasso_pair=lasso_pair,
        pair_difference=float(abs(pair[0] - pair[1])),
        lasso_difference=float(abs(lasso_pair[0] - lasso_pair[1])),
    )
    shown = grid[::40]
    return Result(
        measured,
        (
            Lines(
                Text("what becomes of a coefficient", "一个系数的去向"),
                Axis(Text("least squares b", "最小二乘 b")),
                Axis(Text("after the penalty", "惩罚之后")),
                (
                    Series(Text("elastic net", "弹性网"), shown, elastic_threshold(shown, l1, l2)),
                    Series(Text("L1 alone", "只用 L1"), shown, soft_threshold(shown, l1)),
                    Series(Text("L2 alone", "只用 L2"), shown, shown / (1 + l2)),
                ),
            ),
            Matrix(
                Text("a correlated pair", "相关的一对特征"),
                np.stack([lasso_pair, pair]),
                row_labels=(Text("lasso", "lasso（L1）"), Text("elastic net", "弹性网")),
            ),
        ),
    )
