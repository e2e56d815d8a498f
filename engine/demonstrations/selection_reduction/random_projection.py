"""D25R: what random directions keep of the distances."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


class RandomProjection(Measurements):
    smallest_ratio: float = measurement(
        Text("smallest ratio of squared distances", "平方距离比的最小值"), grade=Grade.STATISTICAL
    )
    largest_ratio: float = measurement(
        Text("largest ratio of squared distances", "平方距离比的最大值"), grade=Grade.STATISTICAL
    )
    worst: float = measurement(Text("largest |ratio - 1|", "最大的 |比值−1|"), grade=Grade.STATISTICAL)
    spread_of_ratios: float = measurement(
        Text("standard deviation of the ratios", "比值的标准差"), grade=Grade.STATISTICAL
    )
    expected_spread: float = measurement(Text("sqrt(2/k)", "√(2/k)"), grade=Grade.EXACT)


@demonstration(
    number="D25R",
    name="random_projection",
    topic="selection_reduction",
    title=Text("Random projection", "随机投影"),
    summary=Text(
        "Points in thousands of dimensions, thrown onto a few hundred random directions: distances survive.",
        "几千维的点投到几百个随机方向上：距离基本保持。",
    ),
    look_for=Text(
        "The ratios of squared distances after and before crowd around 1, whatever the data; their spread shrinks like "
        "the root of 2/k. What a projection keeps depends on the projection: here distances, with PCA variance, with "
        "LDA the separation of classes.",
        "投影前后平方距离之比聚在 1 附近，与数据无关；其离散程度约为 √(2/k)。投影保留什么取决于投影方式：这里保距离，PCA 保方差，LDA 保类别间隔。",
    ),
    predict=Text(
        "From 2000 to 300 random dimensions: by how much does the worst pairwise distance change?",
        "从 2000 维随机投到 300 维：最坏的一对点，距离变化多少？",
    ),
    limits=Text(
        "A random guarantee, for these points; the bound grows with the logarithm of their number.",
        "对这些点的随机保证；界随点数的对数增长。",
    ),
    parameters=(
        Integer("dimensions", Text("dimensions", "原维数"), 2000, 10, 3000),
        Integer("target", Text("dimensions kept", "目标维数"), 300, 1, 1000),
        Integer("count", Text("points", "点数"), 60, 2, 100),
    ),
    measurements=RandomProjection,
    kernels=(kernel.distance_ratios,),
)
def random_projection(rng: np.random.Generator, *, dimensions: int, target: int, count: int) -> Result:
    """Project Gaussian points and compare all pairwise squared distances."""
    points = rng.standard_normal((count, dimensions))
    ratios = kernel.distance_ratios(points, rng.standard_normal((dimensions, target)) / np.sqrt(target))
    measured = RandomProjection(
        smallest_ratio=float(ratios.min()),
        largest_ratio=float(ratios.max()),
        worst=float(np.max(np.abs(ratios - 1))),
        spread_of_ratios=float(ratios.std()),
        expected_spread=float(np.sqrt(2 / target)),
    )
    heights, edges = np.histogram(ratios, bins=24)
    return Result(
        measured,
        (
            Lines(
                Text("squared distance after over before", "投影后与投影前平方距离之比"),
                Axis(Text("ratio", "比值")),
                Axis(Text("pairs", "点对数")),
                (Series(Text("pairs", "点对"), (edges[1:] + edges[:-1]) / 2, heights.astype(float), "stairs"),),
                (Mark(Text("unchanged", "不变"), 1.0, "x"),),
            ),
        ),
    )
