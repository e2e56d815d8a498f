"""D85: what changes the shape of a distribution, and what does not."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.moments import skewness
from engine.kernels.scaling import min_max, robust, z_score
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Bars, Result, Table, View
from engine.text import Text


class ShapeTransforms(Measurements):
    skewness_theory: float = measurement(Text("skewness of the log-normal law", "对数正态分布的偏度"))
    skewness_raw: float = measurement(Text("skewness of the drawn values", "样本偏度"), grade=Grade.STATISTICAL)
    skewness_z: float = measurement(Text("after the z-score", "z-score 之后"))
    skewness_min_max: float = measurement(Text("after min-max", "最小—最大之后"))
    skewness_robust: float = measurement(Text("after robust scaling", "稳健缩放之后"))
    skewness_root: float = measurement(Text("after the square root", "开平方之后"), grade=Grade.STATISTICAL)
    skewness_square: float = measurement(Text("after squaring", "平方之后"), grade=Grade.STATISTICAL)
    skewness_log: float = measurement(Text("after the logarithm", "取对数之后"), grade=Grade.STATISTICAL)
    skewness_rank: float = measurement(Text("after a quantile transform to uniform", "分位数变换（到均匀分布）之后"))
    order_kept: bool = measurement(Text("whether all of them keep the order", "是否都保持大小次序"), grade=Grade.EXACT)


@demonstration(
    number="D85",
    name="shape_transforms",
    topic="scaling",
    title=Text("Scaling keeps the shape, transforms change it", "缩放不改变形状，变换才会"),
    summary=Text(
        "Log-normal values, such as incomes, under three scalers and four monotone transforms: the skewness each leaves.",
        "对数正态的值（如收入）分别做三种缩放与四种单调变换：各自剩下的偏度。",
    ),
    look_for=Text(
        "Every scaler is affine and leaves the skewness as it was. The logarithm makes log-normal values normal; the square "
        "root goes half of the way; a quantile transform gives any law you like, and forgets distances.",
        "缩放都是仿射变换，偏度不变。对数把对数正态变成正态；平方根只走了一半；分位数变换可以得到任意分布，但丢掉了距离。",
    ),
    predict=Text(
        "The logarithm of the values has the standard deviation {{sigma}}. Which of these steps leave a skewness near 0?",
        "取对数后标准差为 {{sigma}}。这些处理中，哪些使偏度接近 0？",
    ),
    limits=Text(
        "One positive column without zeros; for zeros take log(1 + x) or a power transform.",
        "单列正值、没有零；有零时用 log(1＋x) 或幂变换。",
    ),
    parameters=(
        Float("sigma", Text("standard deviation of the logarithm", "对数的标准差"), 0.8, 0.1, 1.5),
        Integer("samples", Text("values", "样本数"), 4000, 50, 20000),
    ),
    measurements=ShapeTransforms,
    kernels=(skewness, z_score, min_max, robust),
)
def shape_transforms(rng: np.random.Generator, *, sigma: float, samples: int) -> Result:
    """Draw exp(sigma Z), and measure the skewness after each step."""
    x = np.exp(sigma * rng.standard_normal(samples))[:, None]
    ranks = np.argsort(np.argsort(x[:, 0])).astype(np.float64)
    spread = math.exp(sigma**2)
    images = [x, z_score(x)(x), min_max(x)(x), robust(x)(x), np.sqrt(x), np.log(x), ranks[:, None], x**2]
    found = [float(skewness(image)[0]) for image in images]
    measured = ShapeTransforms(
        skewness_theory=(spread + 2) * math.sqrt(spread - 1),
        skewness_raw=found[0],
        skewness_z=found[1],
        skewness_min_max=found[2],
        skewness_robust=found[3],
        skewness_root=found[4],
        skewness_log=found[5],
        skewness_rank=found[6],
        skewness_square=found[7],
        order_kept=all(_same_order(x[:, 0], image[:, 0]) for image in images),
    )
    return Result(measured, _views(measured))


def _same_order(a: FloatArray, b: FloatArray) -> bool:
    return bool(np.all(np.diff(b[np.argsort(a)]) >= 0))


def _views(measured: ShapeTransforms) -> tuple[View, ...]:
    rows = (
        (Text("raw", "原始"), measured.skewness_raw),
        (Text("z-score", "z-score"), measured.skewness_z),
        (Text("min-max", "最小—最大"), measured.skewness_min_max),
        (Text("robust", "稳健"), measured.skewness_robust),
        (Text("square root", "平方根"), measured.skewness_root),
        (Text("square", "平方"), measured.skewness_square),
        (Text("logarithm", "对数"), measured.skewness_log),
        (Text("quantile transform", "分位数变换"), measured.skewness_rank),
    )
    return (
        Bars(
            Text("skewness", "偏度"),
            Axis(Text("skewness", "偏度")),
            tuple(label for label, _ in rows),
            np.array([value for _, value in rows]),
        ),
        Table(Text("skewness", "偏度"), (Text("step", "处理"), Text("skewness", "偏度")), rows),
    )
