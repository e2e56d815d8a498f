"""D06: the gradient of a chain of scalar layers, a product of factors."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import gradient_flow as kernel
from engine.kernels.activations import ACTIVATIONS
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import NOTHING, Text, same


class ScalarChain(Measurements):
    layer_slope: float = measurement(
        Text("slope of the function at every layer", "每层处函数的斜率"), grade=Grade.EXACT
    )
    factor: float = measurement(Text("factor a layer: weight times slope", "每层因子：权重×斜率"), grade=Grade.EXACT)
    gradient: float = measurement(Text("d a_L / d a_0", "da_L/da_0"), grade=Grade.EXACT)
    closed_form: float = measurement(Text("(weight times slope)^depth", "（权重×斜率）^深度"), grade=Grade.EXACT)
    slope_only: float = measurement(Text("slope^depth (a mistake)", "误取 斜率^深度"), grade=Grade.EXACT)
    sum_instead: float = measurement(
        Text("depth times weight times slope (a mistake)", "误取 深度×权重×斜率"), grade=Grade.EXACT
    )


@demonstration(
    number="D06",
    name="scalar_chain",
    topic="gradient_flow",
    title=Text("Scalar counter-examples", "标量反例"),
    summary=Text(
        "A chain of one-unit layers: the gradient is weight times slope, to the power of the depth.",
        "每层一个单元的链：梯度是（权重×斜率）的深度次方。",
    ),
    look_for=Text(
        "A sigmoid's slope never exceeds a quarter, yet with weight 8 the gradient doubles at every layer; a function "
        "that slopes 2 everywhere vanishes under weight 1/4. Neither the slope nor the weight decides alone.",
        "sigmoid 的斜率从不超过四分之一，但权重取 8 时梯度每层翻倍；处处斜率为 2 的函数，权重取 1/4 时梯度消失。单看斜率或单看权重都不行。",
    ),
    predict=Text(
        "Every slope is a quarter and every weight 8. Does the gradient vanish?",
        "每层斜率都是四分之一，权重都是 8。梯度会消失吗？",
    ),
    limits=Text(
        "One unit a layer, held at a fixed point; see D05 for wide layers.", "每层一个单元并停在不动点；宽层见 D05。"
    ),
    parameters=(
        Choice(
            "kind",
            Text("function", "函数"),
            "sigmoid",
            ("sigmoid", "linear"),
            {
                "sigmoid": Text("sigmoid at its middle", "sigmoid（中点处）"),
                "linear": Text("f(z) = slope z", "f(z)＝斜率·z"),
            },
        ),
        Float("slope", Text("slope of the linear function", "线性函数的斜率"), 2.0, 0.01, 8.0),
        Float("weight", Text("weight", "权重"), 8.0, -20.0, 20.0),
        Integer("depth", Text("depth", "深度"), 30, 1, 100, Text("layers", "层")),
    ),
    measurements=ScalarChain,
    kernels=(kernel.scalar_chain,),
)
def scalar_chain(rng: np.random.Generator, *, kind: str, slope: float, weight: float, depth: int) -> Result:
    """Multiply along the chain."""
    # The bias -weight/2 holds the sigmoid at a = 1/2, where its slope is exactly 1/4.
    at = (
        float(ACTIVATIONS["sigmoid"].derivative(np.array([weight * 0.5 - weight / 2]))[0])
        if kind == "sigmoid"
        else slope
    )
    gradient = kernel.scalar_chain(at, weight, depth)
    measured = ScalarChain(
        layer_slope=at,
        factor=weight * at,
        gradient=gradient,
        closed_form=float((weight * at) ** depth),
        slope_only=float(at**depth),
        sum_instead=depth * weight * at,
    )
    layer = np.arange(depth + 1, dtype=float)
    growth = np.abs(weight * at) ** layer
    return Result(
        measured,
        (
            Lines(
                Text("|gradient| after so many layers", "经过若干层后的 |梯度|"),
                Axis(Text("layers", "层数")),
                Axis(Text("|gradient|", "|梯度|"), NOTHING, log=True),
                (
                    Series(Text("weight times slope", "权重×斜率"), layer, np.maximum(growth, 1e-300)),
                    Series(Text("slope alone", "只看斜率"), layer, np.maximum(np.abs(at) ** layer, 1e-300)),
                ),
                (Mark(same("1"), 1.0),),
            ),
        ),
    )
