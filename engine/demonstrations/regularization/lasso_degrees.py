"""D29F: the degrees of freedom of the lasso."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Result, Table
from engine.text import Text

TRUTH = (3.0, -2.0, 1.5, 1.0)


class LassoDegrees(Measurements):
    freedom: float = measurement(
        Text("sum of covariances of fit and data", "拟合与数据协方差之和"), grade=Grade.STATISTICAL
    )
    mean_support: float = measurement(Text("mean number of non-zeros", "非零个数的均值"), grade=Grade.STATISTICAL)
    ratio: float = measurement(Text("their ratio", "两者之比"), grade=Grade.STATISTICAL)


@demonstration(
    number="D29F",
    name="lasso_degrees",
    topic="regularization",
    title=Text("Degrees of freedom of the lasso", "Lasso 的自由度"),
    summary=Text(
        "The same design with many draws of noise: how much the fit follows the data, and how many columns it uses.",
        "同一设计矩阵、多次抽取噪声：拟合跟随数据的程度，与所用列数相比。",
    ),
    look_for=Text(
        "The covariance of fit and data, summed, equals the mean number of non-zeros: choosing costs degrees of "
        "freedom, shrinking gives them back, and the two cancel.",
        "拟合与数据的协方差之和等于非零个数的期望：挑选要花自由度，收缩又省回来，恰好抵消。",
    ),
    predict=Text(
        "Out of {{columns}} columns the lasso keeps a few that it chose itself. Has the fit more degrees of freedom than columns kept, or fewer?",
        "lasso 从 {{columns}} 列里自己挑出几列。拟合的自由度比留下的列数多还是少？",
    ),
    limits=Text(
        "A Monte Carlo estimate: agreement within a few per cent, not to rounding.",
        "蒙特卡洛估计：吻合到百分之几，而非舍入误差。",
    ),
    parameters=(
        Integer("samples", Text("samples", "样本数"), 100, 20, 200),
        Integer("columns", Text("columns, four of them true", "列数（其中四列为真）"), 30, 4, 40),
        Float("penalty", Text("lambda", "惩罚系数 λ"), 0.25, 0.02, 3.0, log=True),
        Integer("draws", Text("draws of the noise", "噪声抽取次数"), 400, 100, 5000),
    ),
    measurements=LassoDegrees,
    kernels=(kernel.lasso_freedom, kernel.coordinate_descent),
)
def lasso_degrees(rng: np.random.Generator, *, samples: int, columns: int, penalty: float, draws: int) -> Result:
    """Monte Carlo over unit-variance noise around a sparse mean."""
    x = rng.standard_normal((samples, columns))
    x = x - x.mean(axis=0)
    mean, noise = x[:, :4] @ np.array(TRUTH), rng.standard_normal((draws, samples))
    freedom, support = kernel.lasso_freedom(x, mean, noise, penalty)
    measured = LassoDegrees(freedom=freedom, mean_support=support, ratio=freedom / max(support, 1e-300))
    rows = (
        (Text("lasso, covariance", "lasso（协方差）"), freedom),
        (Text("mean non-zeros", "平均非零个数"), support),
    )
    heads = (Text("what", "量"), Text("value", "数值"))
    return Result(measured, (Table(Text("degrees of freedom", "自由度"), heads, rows),))
