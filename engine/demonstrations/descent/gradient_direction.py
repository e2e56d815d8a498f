"""D117: how far the negative gradient points away from the minimum."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text


def direction_cosine(gradient: FloatArray, towards: FloatArray) -> float:
    """Cosine between the negative gradient and the direction to the minimum: -g . d / (|g| |d|)."""
    return float(-gradient @ towards / np.linalg.norm(gradient) / np.linalg.norm(towards))


class GradientDirection(Measurements):
    cosine: float = measurement(
        Text("cosine between negative gradient and direction to the minimum", "负梯度与指向最小点方向的余弦")
    )
    gradient: Array1D = measurement(Text("the gradient", "梯度"), grade=Grade.EXACT)
    degrees: float = measurement(Text("the angle, degrees", "夹角（度）"))
    worst_cosine: float = measurement(
        Text("smallest cosine from any point: 2 sqrt(kappa) / (kappa + 1)", "任意点处最小的余弦：2√κ/(κ+1)")
    )
    axis_cosine: float = measurement(Text("cosine on a principal axis", "主轴上的余弦"))
    condition: float = measurement(Text("condition number", "条件数"), grade=Grade.EXACT)


@demonstration(
    number="D117",
    name="gradient_direction",
    topic="descent",
    title=Text("Where the gradient points", "梯度指向哪里"),
    summary=Text(
        "The exact gradient of (x^2 + steep y^2) / 2 against the direction to the minimum.",
        "(x²+steep·y²)/2 的精确梯度，与指向最小点的方向相比。",
    ),
    look_for=Text(
        "Only on a principal axis, or when both curvatures are equal, does the negative gradient point at the minimum. "
        "The angle is largest between the axes and grows with the condition number.",
        "只有在主轴上，或两个曲率相等时，负梯度才指向最小点。偏离在两轴之间最大，并随条件数增大。",
    ),
    predict=Text(
        "The curvatures are 1 and 9. From (1, 1), is the angle to the minimum closer to 0 or to 90 degrees?",
        "曲率为 1 与 9。从 (1, 1) 出发，与指向最小点方向的夹角更接近 0 度还是 90 度？",
    ),
    limits=Text("A quadratic without noise.", "无噪声的二次函数。"),
    parameters=(
        Float("steep", Text("curvature along y (1 along x)", "y 方向的曲率（x 方向为 1）"), 9.0, 0.01, 1e4, log=True),
        Float("x", Text("x", "x"), 1.0, 0.01, 100.0, log=True),
        Float("y", Text("y", "y"), 1.0, 0.01, 100.0, log=True),
    ),
    measurements=GradientDirection,
    kernels=(direction_cosine,),
)
def gradient_direction(rng: np.random.Generator, *, steep: float, x: float, y: float) -> Result:
    """The angle at one point, and around the minimum."""
    curvatures, point = np.array([1.0, steep]), np.array([x, y])
    cosine = direction_cosine(curvatures * point, -point)
    condition = max(steep, 1 / steep)
    measured = GradientDirection(
        cosine=cosine,
        gradient=curvatures * point,
        degrees=math.degrees(math.acos(min(1.0, cosine))),
        worst_cosine=2 * math.sqrt(condition) / (condition + 1),
        axis_cosine=direction_cosine(curvatures * np.array([0.0, y]), np.array([0.0, -y])),
        condition=condition,
    )
    return Result(measured, (_around(curvatures, point), _table(measured)))


def _around(curvatures: FloatArray, point: FloatArray) -> Lines:
    angles = np.linspace(0.0, 90.0, 91)
    places = np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], axis=1)
    cosines = np.array([direction_cosine(curvatures * place, -place) for place in places])
    return Lines(
        Text("cosine by the place's angle to the x axis", "余弦随所在位置与 x 轴的夹角"),
        Axis(Text("angle, degrees", "夹角（度）")),
        Axis(Text("cosine", "余弦")),
        (Series(Text("cosine", "余弦"), angles, cosines),),
        (Mark(Text("this point", "当前点"), math.degrees(math.atan2(point[1], point[0])), "x"),),
    )


def _table(measured: GradientDirection) -> Table:
    rows = (
        (Text("at this point", "当前点"), measured.cosine),
        (Text("on a principal axis", "主轴上"), measured.axis_cosine),
        (Text("at the worst point", "最差的点"), measured.worst_cosine),
    )
    return Table(Text("cosine", "余弦"), (Text("where", "位置"), Text("cosine", "余弦")), rows)
