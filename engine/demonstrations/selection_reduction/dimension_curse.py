"""D121: what high dimension does to neighbourhoods, balls and distances."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import ball_share
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


class DimensionCurse(Measurements):
    edge: float = measurement(Text("edge of the sub-cube that holds the share", "容纳该比例的子立方体的边长"))
    edge_by_dimension: float = measurement(Text("share over d (a mistake)", "比例除以 d（错误）"), grade=Grade.EXACT)
    edge_root: float = measurement(
        Text("square root of the share (a mistake)", "比例的平方根（错误）"), grade=Grade.EXACT
    )
    inside_share: float = measurement(
        Text("share of drawn points in a sub-cube of that edge", "抽样点落在该子立方体内的比例"),
        grade=Grade.STATISTICAL,
    )
    shell_share: float = measurement(Text("share of the cube near its surface", "立方体中靠近表面部分的占比"))
    shell_linear: float = measurement(Text("2 d times the margin (a mistake)", "2d 倍边距（错误）"), grade=Grade.EXACT)
    ball: float = measurement(Text("share of the cube in its inscribed ball", "内切球占立方体的比例"))
    contrast: float = measurement(
        Text("farthest over nearest neighbour, median", "最远与最近距离之比（中位数）"), grade=Grade.STATISTICAL
    )
    plane_contrast: float = measurement(Text("the same in two dimensions", "二维时的同一比值"), grade=Grade.STATISTICAL)
    points_needed: float = measurement(
        Text("points for ten along each axis: 10^d", "每个轴上十个点所需的点数：10^d"), grade=Grade.EXACT
    )


@demonstration(
    number="D121",
    name="dimension_curse",
    topic="selection_reduction",
    title=Text("The curse of dimensionality", "维度灾难"),
    summary=Text(
        "Uniform points in a cube: how wide a neighbourhood must be, where the volume lies, how alike distances become.",
        "立方体内的均匀点：邻域要多宽，体积在哪里，距离有多接近。",
    ),
    look_for=Text(
        "To hold 1 % of the points a sub-cube in 10 dimensions needs an edge of 0.63: nothing local is left. Nearly all "
        "of the volume lies near the surface, and the farthest point is hardly farther than the nearest.",
        "10 维中要容纳 1% 的点，子立方体的边长得有 0.63：已谈不上“局部”。体积几乎都在表面附近，最远的点并不比最近的点远多少。",
    ),
    predict=Text(
        "In 10 dimensions, how long is the edge of a sub-cube that holds 1 % of the points?",
        "10 维中，容纳 1% 点的子立方体边长是多少？",
    ),
    limits=Text(
        "Uniform and independent columns are the worst case; real data lie near surfaces of lower dimension.",
        "各列独立均匀是最坏情形；真实数据往往位于低维曲面附近。",
    ),
    parameters=(
        Integer("dimensions", Text("dimensions", "维数"), 10, 1, 200),
        Float("share", Text("share of the points", "点的比例"), 0.01, 1e-6, 0.9, log=True),
        Float("margin", Text("margin at the surface", "表面边距"), 0.05, 0.001, 0.45),
        Integer("samples", Text("points", "点数"), 1000, 100, 5000),
    ),
    measurements=DimensionCurse,
    kernels=(ball_share,),
)
def dimension_curse(rng: np.random.Generator, *, dimensions: int, share: float, margin: float, samples: int) -> Result:
    """Formulas, and drawn points beside them."""
    x = rng.random((samples, dimensions))
    edge = share ** (1 / dimensions)
    measured = DimensionCurse(
        edge=edge,
        edge_by_dimension=share / dimensions,
        edge_root=share**0.5,
        inside_share=float(np.mean(np.all(x < edge, axis=1))),
        shell_share=1 - (1 - 2 * margin) ** dimensions,
        shell_linear=2 * margin * dimensions,
        ball=ball_share(dimensions),
        contrast=_contrast(x),
        plane_contrast=_contrast(rng.random((samples, 2))),
        points_needed=10.0**dimensions,
    )
    d = np.arange(1.0, max(20, dimensions) + 1)
    view = Lines(
        Text("edge of the sub-cube that holds the share", "容纳该比例的子立方体边长"),
        Axis(Text("dimensions", "维数")),
        Axis(Text("edge", "边长")),
        (Series(Text("edge", "边长"), d, share ** (1 / d)), Series(Text("ball's share", "内切球占比"), d, _balls(d))),
        (Mark(Text("asked for", "所问维数"), float(dimensions), "x"),),
    )
    return Result(measured, (view,))


def _contrast(x: FloatArray) -> float:
    """Farthest over nearest distance from each of ten points, median."""
    distances = np.sqrt(np.sum((x[:10, None] - x[None]) ** 2, axis=-1))
    distances[np.arange(10), np.arange(10)] = np.inf
    nearest = distances.min(axis=1)
    distances[np.arange(10), np.arange(10)] = 0.0
    return float(np.median(distances.max(axis=1) / nearest))


def _balls(d: FloatArray) -> FloatArray:
    return np.array([ball_share(int(k)) for k in d])
