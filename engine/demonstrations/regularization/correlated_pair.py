"""D27P: ridge on a correlated pair."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text, same


class CorrelatedPair(Measurements):
    correlation: float = measurement(Text("correlation of the features", "两特征的相关系数"), grade=Grade.STATISTICAL)
    plain: Array1D = measurement(Text("least-squares coefficients", "最小二乘系数"))
    shrunk: Array1D = measurement(Text("ridge coefficients", "岭回归系数"))
    growth: float = measurement(Text("change of |second coefficient|", "第二个系数绝对值的变化"))
    plain_norm: float = measurement(Text("norm without a penalty", "无惩罚的范数"))
    norm: float = measurement(Text("norm with the penalty", "有惩罚的范数"))
    sum_factor: float = measurement(Text("shrink factor along the sum", "“之和”方向的收缩因子"))
    difference_factor: float = measurement(Text("shrink factor along the difference", "“之差”方向的收缩因子"))
    sum_ratio: float = measurement(Text("sum of the coefficients, ridge over plain", "系数之和：岭回归比最小二乘"))
    difference_ratio: float = measurement(Text("difference, ridge over plain", "系数之差：岭回归比最小二乘"))
    zeros: int = measurement(Text("exact zeros among the ridge coefficients of the path", "路径上恰为 0 的系数个数"))
    crossing_penalty: float = measurement(
        Text("lambda at which the second coefficient is 0; -1 if it never is", "使第二个系数为 0 的 λ；没有则为 −1")
    )
    crossing_weight: float = measurement(Text("second coefficient at that lambda", "该 λ 处的第二个系数"))
    norm_falls: bool = measurement(Text("whether the norm falls along the path", "范数是否沿路径下降"))
    circle: Array1D = measurement(Text("best point on the circle |w| = norm", "圆 |w|＝范数 上的最优点"))
    circle_gap: float = measurement(Text("its distance from ridge", "它与岭回归解的距离"))
    stationary_gap: float = measurement(Text("gradient of the fit + lambda w, relative", "拟合项梯度＋λw（相对）"))
    copy_split: Array1D = measurement(Text("ridge on two copies of the first feature", "对第一特征的两份副本做岭回归"))


@demonstration(
    number="D27P",
    name="correlated_pair",
    topic="regularization",
    title=Text("A correlated pair under ridge", "岭回归下的一对相关特征"),
    summary=Text(
        "Two features that mostly say the same; only one of them made the target. Ridge shares the weight out.",
        "两个特征大体相同，目标只由其中一个生成；岭回归把权重分摊给两者。",
    ),
    look_for=Text(
        "The norm falls, yet the coefficient of the innocent feature grows: ridge shrinks the weak direction, the "
        "difference of the two, almost to nothing and leaves their sum alone. A ball of the same norm gives the same "
        "solution.",
        "范数在下降，无关特征的系数却在增大：岭回归几乎抹平弱方向（两者之差），而保留两者之和。换成同样范数的约束，解完全相同。",
    ),
    predict=Text(
        "True weights {{first_weight}} and {{second_weight}}, correlated features, λ = {{penalty}}. Does the second coefficient move towards zero?",
        "真实权重为 {{first_weight}} 与 {{second_weight}}，特征相关，λ＝{{penalty}}。第二个系数会向零靠近吗？",
    ),
    limits=Text(
        "Two standardised features; the norm falls always, single coefficients as they please.",
        "两个标准化特征；范数总是下降，单个系数则不一定。",
    ),
    parameters=(
        Float("spread", Text("own noise of each feature", "各特征自身的噪声"), 0.3, 0.01, 3.0),
        Float("first_weight", Text("true weight of the first", "第一个的真实权重"), 2.0, -5.0, 5.0),
        Float("second_weight", Text("true weight of the second", "第二个的真实权重"), 0.0, -5.0, 5.0),
        Float("noise", Text("noise of the targets", "目标噪声"), 0.3, 0.0, 3.0),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 100.0, 1e-3, 1e5, log=True),
        Integer("samples", Text("samples", "样本数"), 200, 10, 2000),
    ),
    measurements=CorrelatedPair,
    kernels=(kernel.ridge, kernel.shrink_factors, kernel.on_the_circle),
)
def correlated_pair(
    rng: np.random.Generator,
    *,
    spread: float,
    first_weight: float,
    second_weight: float,
    noise: float,
    penalty: float,
    samples: int,
) -> Result:
    """Two noisy looks at one standard normal quantity, standardised; targets from the true weights, centred."""
    z = rng.standard_normal(samples)
    x = np.stack([z + spread * rng.standard_normal(samples), z + spread * rng.standard_normal(samples)], axis=1)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = x @ np.array([first_weight, second_weight]) + noise * rng.standard_normal(samples)
    y = y - y.mean()
    plain, shrunk = kernel.ridge(x, y, 0.0), kernel.ridge(x, y, penalty)
    penalties = penalty * np.geomspace(1e-4, 1e2, 25)
    path = np.array([kernel.ridge(x, y, float(each)) for each in penalties])
    correlation = float(x[:, 0] @ x[:, 1] / samples)
    factors = kernel.shrink_factors(np.sqrt(samples * np.array([1 + correlation, 1 - correlation])), penalty)
    crossing = _crossing(plain, np.array([1 + correlation, 1 - correlation]) * samples)
    circle = kernel.on_the_circle(x, y, float(np.linalg.norm(shrunk)))
    stationary = x.T @ (x @ shrunk - y) + penalty * shrunk
    measured = CorrelatedPair(
        correlation=correlation,
        plain=plain,
        shrunk=shrunk,
        growth=float(abs(shrunk[1]) - abs(plain[1])),
        plain_norm=float(np.linalg.norm(plain)),
        norm=float(np.linalg.norm(shrunk)),
        sum_factor=float(factors[0]),
        difference_factor=float(factors[1]),
        sum_ratio=_ratio(shrunk.sum(), plain.sum(), factors[0]),
        difference_ratio=_ratio(shrunk[0] - shrunk[1], plain[0] - plain[1], factors[1]),
        zeros=int(np.sum(path == 0)),
        crossing_penalty=crossing,
        crossing_weight=float(kernel.ridge(x, y, max(crossing, 0.0))[1]),
        norm_falls=bool(np.all(np.diff(np.linalg.norm(path, axis=1)) < 0)),
        circle=circle,
        circle_gap=float(np.abs(circle - shrunk).max()),
        stationary_gap=float(np.abs(stationary).max() / np.abs(x.T @ y).max()),
        copy_split=kernel.ridge(x[:, [0, 0]], y, penalty),
    )
    return Result(measured, (_path(penalties, path, penalty), _pair_table(plain, shrunk)))


def _ratio(shrunk: float, plain: float, factor: float) -> float:
    """shrunk / plain, or the factor that theory gives where there is nothing to shrink."""
    return float(shrunk / plain if plain else factor)


def _crossing(plain: FloatArray, squares: FloatArray) -> float:
    """Where sum S and difference D of the coefficients are equal: S a / (a + lambda) = D b / (b + lambda).

    `squares` holds a and b, the squared singular values along sum and difference. -1 when no lambda > 0 does it.
    """
    total, difference = float(plain.sum()), float(plain[0] - plain[1])
    a, b = squares
    slope = total * a - difference * b
    found = a * b * (difference - total) / slope if slope != 0 else -1.0
    return float(found) if found > 0 else -1.0


def _path(penalties: FloatArray, path: FloatArray, penalty: float) -> Lines:
    return Lines(
        Text("coefficients against penalty", "系数随惩罚的变化"),
        Axis(same("λ"), log=True),
        Axis(Text("coefficient", "系数")),
        (
            Series(Text("first", "第一个"), penalties, path[:, 0]),
            Series(Text("second", "第二个"), penalties, path[:, 1]),
            Series(Text("norm", "范数"), penalties, np.linalg.norm(path, axis=1)),
        ),
        (Mark(same("λ"), penalty, "x"),),
    )


def _pair_table(plain: FloatArray, shrunk: FloatArray) -> Table:
    rows = ((Text("no penalty", "无惩罚"), plain), (Text("ridge", "岭回归"), shrunk))
    return Table(
        Text("the pair", "这一对系数"),
        (Text("fit", "拟合"), Text("first", "第一个"), Text("second", "第二个"), Text("norm", "范数")),
        tuple((name, float(w[0]), float(w[1]), float(np.linalg.norm(w))) for name, w in rows),
    )
