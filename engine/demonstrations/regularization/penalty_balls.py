"""D105: the nearest point of the L1 diamond and of the L2 disc."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.regularization import soft_threshold
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text, same


def diamond_point(centre: FloatArray, radius: float) -> FloatArray:
    """The point of |w|_1 <= radius nearest to `centre` (n,): a soft threshold that makes the sum of sizes `radius`.

    The threshold t solves sum of max(|c_i| - t, 0) = radius: with the sizes sorted from the largest, t is
    (sum of the first k - radius) / k for the last k at which it lies below the k-th size.
    Source: Duchi et al. (2008), figure 1.

    >>> diamond_point(np.array([3.0, 1.0]), radius=3.0)
    array([2.5, 0.5])
    """
    sizes = np.sort(np.abs(centre))[::-1]
    if sizes.sum() <= radius:
        return centre
    thresholds = (np.cumsum(sizes) - radius) / np.arange(1, len(sizes) + 1)
    return soft_threshold(centre, float(thresholds[sizes > thresholds][-1]))


def disc_point(centre: FloatArray, radius: float) -> FloatArray:
    """The point of |w|_2 <= radius nearest to `centre`: the centre, scaled down.

    >>> disc_point(np.array([3.0, 4.0]), radius=1.0)
    array([0.6, 0.8])
    """
    length = float(np.linalg.norm(centre))
    return centre if length <= radius else np.asarray(centre * radius / length)


class PenaltyBalls(Measurements):
    b: Array1D = measurement(Text("unconstrained minimum", "无约束极小点"), grade=Grade.EXACT)
    diamond: Array1D = measurement(Text("nearest point of the diamond", "菱形内的最近点"), grade=Grade.EXACT)
    disc: Array1D = measurement(Text("nearest point of the disc", "圆内的最近点"), grade=Grade.EXACT)
    scaled: Array1D = measurement(
        Text("scaled to the L1 radius (a mistake)", "按比例缩到 L1 半径（误）"), grade=Grade.EXACT
    )
    cornered: Array1D = measurement(Text("nearest corner of the diamond", "最近的菱形顶点"), grade=Grade.EXACT)
    threshold: float = measurement(Text("what each size loses", "各坐标绝对值减去的量"), grade=Grade.EXACT)
    zeros: int = measurement(Text("exact zeros on the diamond", "菱形解中恰为 0 的个数"), grade=Grade.EXACT)
    disc_zeros: int = measurement(Text("exact zeros on the disc", "圆形解中恰为 0 的个数"), grade=Grade.EXACT)
    searched: Array1D = measurement(Text("nearest point of the diamond by search", "沿菱形边界搜索的最近点"))
    search_width: float = measurement(Text("spacing of the search", "搜索间距"), grade=Grade.EXACT)
    corner_share: float = measurement(
        Text("share of directions whose nearest point is a corner", "最近点为顶点的方向所占比例")
    )


@demonstration(
    number="D105",
    name="penalty_balls",
    topic="regularization",
    title=Text("The diamond and the disc", "菱形与圆"),
    summary=Text(
        "The loss has round contours around its minimum: which point of the L1 diamond or of the L2 disc is nearest?",
        "损失的等高线是以极小点为圆心的圆：L1 菱形与 L2 圆中，哪一点离它最近？",
    ),
    look_for=Text(
        "The disc only scales. The diamond takes the same amount off both sizes; when the difference of the sizes is at "
        "least the radius, the smaller one is used up and the solution is a corner: an exact zero. A whole range of "
        "directions ends in each corner.",
        "圆只做缩放。菱形从两个绝对值中减去同样的量；当两个绝对值之差不小于半径时，较小者被减完，解落在顶点上：恰为 0。"
        "每个顶点都对应一整段方向。",
    ),
    predict=Text(
        "Minimum {{centre}}, radius {{radius}}: does the diamond's solution lie on a corner?",
        "极小点 {{centre}}，半径 {{radius}}：菱形的解在顶点上吗？",
    ),
    limits=Text(
        "Round contours, that is orthonormal columns; elongated contours move the touching point.",
        "等高线为圆，即各列正交归一；等高线拉长时切点会移动。",
    ),
    parameters=(
        Array("centre", Text("unconstrained minimum", "无约束极小点"), (3.0, 1.0), 1, -100.0, 100.0, 2, least=2),
        Float("radius", Text("radius", "半径"), 1.0, 0.01, 100.0),
    ),
    measurements=PenaltyBalls,
    kernels=(diamond_point, disc_point),
)
def penalty_balls(rng: np.random.Generator, *, centre: FloatArray, radius: float) -> Result:
    """Both projections, a search along the diamond, and the share of directions that end in a corner."""
    diamond, disc = diamond_point(centre, radius), disc_point(centre, radius)
    edge = _edge(radius, 4000)
    outside = float(np.abs(centre).sum()) > radius
    searched = edge[np.argmin(np.sum((edge - centre) ** 2, axis=1))] if outside else centre
    corner = np.zeros(2)
    corner[np.argmax(np.abs(centre))] = np.sign(centre[np.argmax(np.abs(centre))]) * radius
    size = float(np.abs(centre).sum())
    measured = PenaltyBalls(
        b=centre,
        diamond=diamond,
        disc=disc,
        scaled=centre * radius / size if size > 0 else centre,
        cornered=corner,
        threshold=float(np.abs(centre).max() - np.abs(diamond).max()),
        zeros=int(np.sum(diamond == 0)),
        disc_zeros=int(np.sum(disc == 0)),
        searched=searched,
        search_width=float(4 * radius / 4000 * np.sqrt(2)),
        corner_share=_corner_share(float(np.linalg.norm(centre)), radius),
    )
    return Result(measured, (_picture(measured, radius), _table(measured)))


def _edge(radius: float, points: int) -> FloatArray:
    """Points along the diamond, corner to corner."""
    corners = radius * np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [1.0, 0.0]])
    places = np.linspace(0, 4, points + 1)
    return np.stack([np.interp(places, np.arange(5), corners[:, axis]) for axis in (0, 1)], axis=1)


def _corner_share(distance: float, radius: float) -> float:
    """Share of 720 directions at this distance from 0 whose nearest point has a zero coordinate."""
    angles = (np.arange(720) + 0.5) * np.pi / 360
    points = distance * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return float(np.mean([np.any(diamond_point(point, radius) == 0) for point in points]))


def _picture(m: PenaltyBalls, radius: float) -> Lines:
    edge, angles = _edge(radius, 40), np.linspace(0, 2 * np.pi, 60)
    return Lines(
        Text("the nearest points", "最近点"),
        Axis(same("w₁")),
        Axis(same("w₂")),
        (
            Series(Text("diamond", "菱形"), edge[:, 0], edge[:, 1]),
            Series(Text("disc", "圆"), radius * np.cos(angles), radius * np.sin(angles)),
            Series(Text("minimum", "极小点"), m.b[:1], m.b[1:], "points"),
            Series(Text("on the diamond", "菱形上的解"), m.diamond[:1], m.diamond[1:], "points"),
            Series(Text("on the disc", "圆上的解"), m.disc[:1], m.disc[1:], "points"),
        ),
    )


def _table(m: PenaltyBalls) -> Table:
    return Table(
        Text("solutions", "解"),
        (Text("constraint", "约束"), same("w₁"), same("w₂")),
        (
            (Text("none", "无"), *map(float, m.b)),
            (Text("diamond (L1)", "菱形（L1）"), *map(float, m.diamond)),
            (Text("disc (L2)", "圆（L2）"), *map(float, m.disc)),
        ),
    )
