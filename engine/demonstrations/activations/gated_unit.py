"""D52: a gated layer (ReGLU, GEGLU, SwiGLU) by hand, and what it costs in parameters."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.activations._names import LABELS
from engine.kernels.activations import ACTIVATIONS
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, FloatArray, Integer, demand_shape
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


def gated_layer(x: FloatArray, gate: FloatArray, value: FloatArray, name: str) -> FloatArray:
    """f(G x) times V x, entry by entry: x (d,), G and V (h, d), the result (h,). Source: Shazeer (2020)."""
    return np.asarray(ACTIVATIONS[name].value(gate @ x) * (value @ x))


class GatedUnit(Measurements):
    output: Array1D = measurement(Text("output of the gated layer", "门控层的输出"))
    output_swapped: Array1D = measurement(
        Text("with the activation on the other branch (a mistake)", "激活函数放错分支的结果")
    )
    output_summed: Array1D = measurement(Text("with the branches added (a mistake)", "两支相加的结果"))
    output_of_product: Array1D = measurement(Text("activation of the product (a mistake)", "对乘积取激活的结果"))
    plain_parameters: int = measurement(
        Text("weights of a plain block with the given hidden width", "普通前馈块的权重数"), grade=Grade.EXACT
    )
    gated_parameters: int = measurement(
        Text("weights of a gated block of the same width", "同宽门控块的权重数"), grade=Grade.EXACT
    )
    equal_width: float = measurement(
        Text("hidden width of a gated block with as many weights", "权重数相等时门控块的隐层宽度"), grade=Grade.EXACT
    )


@demonstration(
    number="D52",
    name="gated_unit",
    topic="activations",
    title=Text("Gated layers: GLU, GEGLU, SwiGLU", "门控层：GLU、GEGLU、SwiGLU"),
    summary=Text(
        "One branch is the gate of the other: by hand on two units, and counted in weights.",
        "一支充当另一支的门：两个单元手算，并数权重。",
    ),
    look_for=Text(
        "The gate opens and closes each unit of the other branch. It costs a third matrix, so a block that keeps the "
        "number of weights takes two thirds of the width.",
        "门逐单元地打开或关闭另一支。代价是第三个矩阵，所以权重总数不变时，隐层宽度要取三分之二。",
    ),
    predict=Text(
        "A block of width 8 becomes gated at the same number of weights. How wide is it then?",
        "宽为 8 的前馈块改为门控，权重总数不变，宽度变为多少？",
    ),
    limits=Text("Weights only: biases and the rest of the network are left out.", "只数权重，不计偏置与网络其余部分。"),
    parameters=(
        Choice(
            "activation",
            Text("activation of the gate", "门的激活函数"),
            "relu",
            ("relu", "sigmoid", "silu", "gelu"),
            {name: LABELS[name] for name in ("relu", "sigmoid", "silu", "gelu")},
        ),
        Array("input", Text("input", "输入"), (1.0, 2.0), 1, -9, 9, 4),
        Array("gate", Text("weights of the gate", "门的权重"), ((1.0, 1.0), (2.0, -3.0)), 2, -9, 9, 4),
        Array("value", Text("weights of the other branch", "另一支的权重"), ((0.0, 1.0), (1.0, 1.0)), 2, -9, 9, 4),
        Integer("width", Text("model width d", "模型宽度 d"), 4, 1, 16384),
        Integer("hidden", Text("hidden width h", "隐层宽度 h"), 8, 1, 65536),
    ),
    measurements=GatedUnit,
    kernels=(gated_layer,),
)
def gated_unit(
    rng: np.random.Generator,
    *,
    activation: str,
    input: FloatArray,
    gate: FloatArray,
    value: FloatArray,
    width: int,
    hidden: int,
) -> Result:
    """Pass one vector through, and count."""
    demand_shape("gate", gate, (len(input), len(input)))
    demand_shape("value", value, gate.shape)
    f = ACTIVATIONS[activation].value
    a, b = gate @ input, value @ input
    measured = GatedUnit(
        output=gated_layer(input, gate, value, activation),
        output_swapped=a * f(b),
        output_summed=f(a) + b,
        output_of_product=f(a * b),
        plain_parameters=2 * width * hidden,
        gated_parameters=3 * width * hidden,
        equal_width=2 * hidden / 3,
    )
    return Result(
        measured,
        (
            Table(
                Text("unit by unit", "逐单元"),
                (
                    Text("gate before f", "门的激活前值"),
                    Text("gate", "门"),
                    Text("branch", "另一支"),
                    Text("output", "输出"),
                ),
                tuple((float(a[i]), float(f(a)[i]), float(b[i]), float(measured.output[i])) for i in range(len(input))),
            ),
            Bars(
                Text("weights of one block", "一个块的权重数"),
                Axis(Text("weights", "权重数")),
                (
                    Text("plain", "普通"),
                    Text("gated, same width", "门控，同宽"),
                    Text("gated, 2/3 width", "门控，2/3 宽"),
                ),
                np.array([2.0, 3.0, 2.0]) * width * hidden,
            ),
        ),
    )
