"""D81: units decide who is the nearest neighbour."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Bars, Result, Table, View
from engine.text import Text


def scaled_distance(point: FloatArray, query: FloatArray, scale: FloatArray) -> float:
    """Squared Euclidean distance after each coordinate was multiplied by its scale: sum of (scale (point - query))^2.

    All of shape (d,). Coordinates in large units weigh more.

    >>> scaled_distance(np.array([3.0, 1.0]), np.array([0.0, 0.0]), np.array([1.0, 2.0]))
    13.0
    """
    return float((((point - query) * scale) ** 2).sum())


class UnitDistances(Measurements):
    query_point: Array1D = measurement(Text("the query", "查询点"), grade=Grade.EXACT)
    point_a: Array1D = measurement(Text("candidate A", "候选 A"), grade=Grade.EXACT)
    point_b: Array1D = measurement(Text("candidate B", "候选 B"), grade=Grade.EXACT)
    raw_a: float = measurement(Text("squared distance to A, raw units", "到 A 的平方距离，原始单位"))
    raw_b: float = measurement(Text("squared distance to B, raw units", "到 B 的平方距离，原始单位"))
    changed_a: float = measurement(
        Text("squared distance to A, feature 1 in the other unit", "到 A 的平方距离，特征 1 换单位")
    )
    changed_b: float = measurement(
        Text("squared distance to B, feature 1 in the other unit", "到 B 的平方距离，特征 1 换单位")
    )
    scaled_a: float = measurement(Text("squared distance to A, standardised", "到 A 的平方距离，标准化后"))
    scaled_b: float = measurement(Text("squared distance to B, standardised", "到 B 的平方距离，标准化后"))
    scaled_changed_a: float = measurement(
        Text("squared distance to A, other unit and standardised", "到 A 的平方距离，换单位后再标准化")
    )
    variance_a: float = measurement(
        Text("squares divided by the deviation, not by the variance (a mistake)", "平方误除以标准差（应除以方差）")
    )
    share_a: float = measurement(
        Text("share of feature 1 in the raw distance to A", "原始平方距离（到 A）中特征 1 的占比")
    )


@demonstration(
    number="D81",
    name="unit_distances",
    topic="scaling",
    title=Text("Units and nearest neighbours", "单位与最近邻"),
    summary=Text(
        "A query and two candidates with two features: who is nearer in raw units, in another unit, standardised?",
        "一个查询点、两个候选点、两个特征：原始单位、换单位、标准化之后，谁更近？",
    ),
    look_for=Text(
        "In raw units the feature with the larger numbers decides. Change its unit, and another candidate may be nearest "
        "although nothing happened to the points. Standardised distances do not depend on the unit.",
        "原始单位下，数值大的特征说了算。换个单位，最近的点就可能变，尽管点本身没有动。标准化之后的距离与单位无关。",
    ),
    predict=Text(
        "Feature 1 is multiplied by {{factor}}. Can the nearest candidate change? And after standardising?",
        "特征 1 乘以 {{factor}}，最近的候选会变吗？标准化之后呢？",
    ),
    limits=Text(
        "Euclidean distance; the spreads are given, as if taken from a training set.",
        "欧氏距离；标准差直接给定，相当于取自训练集。",
    ),
    parameters=(
        Array("query", Text("query", "查询点"), (30.0, 4.0), 1, -1e5, 1e5, 2, least=2),
        Array("first", Text("candidate A", "候选 A"), (34.0, 4.0), 1, -1e5, 1e5, 2, least=2),
        Array("second", Text("candidate B", "候选 B"), (31.0, 6.0), 1, -1e5, 1e5, 2, least=2),
        Array("spreads", Text("standard deviations", "标准差"), (20.0, 1.0), 1, 1e-3, 1e5, 2, least=2),
        Float("factor", Text("factor of the other unit of feature 1", "特征 1 换单位的倍数"), 0.1, 1e-3, 1e3, log=True),
    ),
    measurements=UnitDistances,
    kernels=(scaled_distance,),
)
def unit_distances(
    rng: np.random.Generator,
    *,
    query: FloatArray,
    first: FloatArray,
    second: FloatArray,
    spreads: FloatArray,
    factor: float,
) -> Result:
    """Squared Euclidean distances in four coordinate systems."""
    unit = np.array([factor, 1.0])

    def to(point: FloatArray, scale: FloatArray) -> float:
        return scaled_distance(point, query, scale)

    measured = UnitDistances(
        query_point=query,
        point_a=first,
        point_b=second,
        raw_a=to(first, np.ones(2)),
        raw_b=to(second, np.ones(2)),
        changed_a=to(first, unit),
        changed_b=to(second, unit),
        scaled_a=to(first, 1 / spreads),
        scaled_b=to(second, 1 / spreads),
        scaled_changed_a=to(first, unit / (spreads * unit)),
        variance_a=float(((first - query) ** 2 / spreads).sum()),
        share_a=float((first - query)[0] ** 2 / max(to(first, np.ones(2)), 1e-300)),
    )
    return Result(measured, _views(measured))


def _views(measured: UnitDistances) -> tuple[View, ...]:
    rows = (
        (Text("raw units", "原始单位"), measured.raw_a, measured.raw_b),
        (Text("feature 1 in the other unit", "特征 1 换单位"), measured.changed_a, measured.changed_b),
        (Text("standardised", "标准化后"), measured.scaled_a, measured.scaled_b),
    )
    nearer = tuple((*row, Text("A", "A") if row[1] < row[2] else Text("B", "B")) for row in rows)
    return (
        Table(
            Text("squared distances to the query", "到查询点的平方距离"),
            (Text("coordinates", "坐标"), Text("A", "A"), Text("B", "B"), Text("nearer", "更近者")),
            nearer,
        ),
        Bars(
            Text("squared distance to A over that to B", "到 A 与到 B 的平方距离之比"),
            Axis(Text("ratio", "比值")),
            tuple(row[0] for row in rows),
            np.array([row[1] / max(row[2], 1e-300) for row in rows]),
        ),
    )
