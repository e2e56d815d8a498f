"""D31: three scalers on one column, with an outlier to spoil them."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import scaling as kernel
from engine.kernels.moments import skewness
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Lines, Matrix, Result, Series, Table
from engine.text import Text, same

SHAPES: dict[Scalar, Text] = {
    "normal": Text("normal", "正态"),
    "exponential": Text("exponential", "指数"),
    "uniform": Text("uniform", "均匀"),
    "constant": Text("constant", "常数"),
}


class Scalers(Measurements):
    values: Array1D = measurement(Text("the values", "数值"), grade=Grade.EXACT)
    smallest: float = measurement(Text("smallest value", "最小值"), grade=Grade.EXACT)
    largest: float = measurement(Text("largest value", "最大值"), grade=Grade.EXACT)
    mean_value: float = measurement(Text("mean", "均值"))
    spread: float = measurement(Text("standard deviation, dividing by n", "标准差（除以 n）"))
    spread_sample: float = measurement(Text("standard deviation, dividing by n - 1", "标准差（除以 n−1）"))
    min_max_scaled: Array1D = measurement(Text("min-max scaled", "最小—最大缩放后"))
    z_scores: Array1D = measurement(Text("z-scores", "z-score"))
    z_sample: Array1D = measurement(Text("z-scores by the n - 1 deviation", "用 n−1 标准差的 z-score"))
    variance_divided: Array1D = measurement(Text("centred, divided by the variance (a mistake)", "误除以方差"))
    mean_divided: Array1D = measurement(Text("divided by the mean (a mistake)", "误除以均值"))
    robust_scaled: Array1D = measurement(Text("by median and quartiles", "稳健缩放后"))
    z_low: float = measurement(Text("smallest z-score", "最小 z-score"))
    z_high: float = measurement(Text("largest z-score", "最大 z-score"))
    z_largest: float = measurement(Text("largest |z|", "最大 |z|"))
    z_bound: float = measurement(Text("sqrt(n - 1), no |z| can be larger", "√(n−1)，|z| 的上界"))
    skewness_before: float = measurement(Text("skewness before", "缩放前偏度"))
    skewness_after: float = measurement(Text("skewness of the z-scores", "z-score 的偏度"))
    min_max_deviation: float = measurement(Text("standard deviation after min-max", "最小—最大缩放后的标准差"))
    min_max_width: float = measurement(
        Text("width of the inliers' central 95 %, min-max", "正常值中间 95% 的宽度，最小—最大")
    )
    z_width: float = measurement(Text("the same, z-score", "同上，z-score"))
    robust_width: float = measurement(Text("the same, robust", "同上，稳健"))
    z_width_clean: float = measurement(Text("z-score width without the outlier", "无离群值时 z-score 的宽度"))
    robust_width_clean: float = measurement(Text("robust width without the outlier", "无离群值时稳健缩放的宽度"))


@demonstration(
    number="D31",
    name="scalers",
    topic="scaling",
    title=Text("Scalers and outliers", "缩放方法与离群值"),
    summary=Text(
        "One column under min-max, z-score and robust scaling, with one outlier as large as you like.",
        "同一列数据分别做最小—最大、z-score 与稳健缩放，另加一个任意大小的离群值。",
    ),
    look_for=Text(
        "Min-max has a fixed range and no fixed spread; the z-score has a fixed spread and no fixed range. One outlier of "
        "1000 squeezes the others into four thousandths of the min-max range and spoils the z-score too; median and "
        "quartiles hardly notice. No scaler changes the shape: the skewness stays.",
        "最小—最大有固定范围而无固定散布；z-score 有固定散布而无固定范围。一个 1000 的离群值就把其余数据压进最小—最大范围的千分之四，"
        "z-score 也被拉坏，中位数与四分位数则几乎不受影响。缩放都不改变形状：偏度不变。",
    ),
    predict=Text(
        "{{samples}} drawn values and one of {{outlier}}, min-max scaled: how wide are the central 95 % of the drawn ones?",
        "{{samples}} 个随机值加一个 {{outlier}}，做最小—最大缩放：随机值的中间 95% 有多宽？",
    ),
    limits=Text(
        "One column. Robust scaling hides nothing: the outlier is still there, and still large.",
        "只有一列。稳健缩放并不消除离群值：它还在，而且仍然很大。",
    ),
    parameters=(
        Array("column", Text("values (empty: drawn)", "数值（空则随机）"), (), 1, -1e6, 1e6, 16, least=2),
        Choice("shape", Text("distribution drawn", "随机分布"), "normal", tuple(SHAPES), SHAPES),
        Integer("samples", Text("values drawn", "随机个数"), 999, 2, 5000),
        Float("outlier", Text("outlier added (0: none)", "加入的离群值（0 为不加）"), 1000.0, 0.0, 100000.0),
    ),
    measurements=Scalers,
    kernels=(kernel.min_max, kernel.z_score, kernel.robust, skewness, kernel.inlier_width),
)
def scalers(rng: np.random.Generator, *, column: FloatArray, shape: str, samples: int, outlier: float) -> Result:
    """Scale one column in three ways."""
    clean = column[:, None] if column.size else _drawn(rng, shape, samples)
    x = np.vstack([clean, [[outlier]]]) if outlier and not column.size else clean
    scaled = {name: kernel.SCALERS[name](x)(x)[:, 0] for name in ("min_max", "z_score", "robust")}
    width = {name: kernel.inlier_width(values, len(clean)) for name, values in scaled.items()}
    z, values = scaled["z_score"], x[:, 0]
    deviation = float(values.std())
    measured = Scalers(
        values=values,
        smallest=float(values.min()),
        largest=float(values.max()),
        mean_value=float(values.mean()),
        spread=deviation,
        spread_sample=float(values.std(ddof=1)),
        min_max_scaled=scaled["min_max"],
        z_scores=z,
        z_sample=z * np.sqrt((len(x) - 1) / len(x)),
        variance_divided=z / (deviation or 1.0),
        mean_divided=values / (float(values.mean()) or 1.0),
        robust_scaled=scaled["robust"],
        z_low=float(z.min()),
        z_high=float(z.max()),
        z_largest=float(np.max(np.abs(z))),
        z_bound=float(np.sqrt(len(x) - 1)),
        skewness_before=float(skewness(x)[0]),
        skewness_after=float(skewness(z[:, None])[0]),
        min_max_deviation=float(scaled["min_max"].std()),
        min_max_width=width["min_max"],
        z_width=width["z_score"],
        robust_width=width["robust"],
        z_width_clean=kernel.inlier_width(kernel.z_score(clean)(clean)[:, 0], len(clean)),
        robust_width_clean=kernel.inlier_width(kernel.robust(clean)(clean)[:, 0], len(clean)),
    )
    views = _views(scaled, width)
    return Result(measured, (_column(values, scaled), *views) if column.size else views)


def _drawn(rng: np.random.Generator, shape: str, samples: int) -> FloatArray:
    if shape == "normal":
        return rng.normal(0, 1, (samples, 1))
    if shape == "exponential":
        return rng.exponential(3, (samples, 1))
    if shape == "uniform":
        return rng.uniform(-1, 1, (samples, 1))
    return np.full((samples, 1), 7.0)


LABELS = {"min_max": Text("min-max", "最小—最大"), "z_score": same("z-score"), "robust": Text("robust", "稳健")}


def _column(values: FloatArray, scaled: dict[str, FloatArray]) -> Matrix:
    """A given column is short: every value with what the scalers make of it."""
    return Matrix(
        Text("value by value", "逐个数值"),
        np.stack([values, *(scaled[name] for name in LABELS)], axis=1),
        column_labels=(Text("value", "原值"), *LABELS.values()),
    )


def _views(scaled: dict[str, FloatArray], width: dict[str, float]) -> tuple[Bars | Lines | Table, ...]:
    return (
        Bars(
            Text("width of the central 95 % of the inliers", "正常值中间 95% 的宽度"),
            Axis(Text("width", "宽度"), log=False),
            tuple(LABELS.values()),
            np.array([width[name] for name in LABELS]),
        ),
        Lines(
            Text("sorted values after scaling, without the largest", "缩放后排序（不含最大值）"),
            Axis(Text("rank", "序号")),
            Axis(Text("scaled value", "缩放值")),
            tuple(
                Series(label, np.arange(1.0, len(scaled[name])), np.sort(scaled[name])[:-1])
                for name, label in LABELS.items()
            ),
        ),
        Table(
            Text("ranges and spreads", "范围与散布"),
            (Text("scaler", "方法"), Text("smallest", "最小"), Text("largest", "最大"), Text("deviation", "标准差")),
            tuple(
                (label, float(scaled[name].min()), float(scaled[name].max()), float(scaled[name].std()))
                for name, label in LABELS.items()
            ),
        ),
    )
