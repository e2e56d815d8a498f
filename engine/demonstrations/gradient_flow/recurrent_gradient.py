"""D64: gradients through time: a plain recurrent unit against the cell of an LSTM."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import sigmoid
from engine.measurements import Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text, same


def cell_backward(
    forget: float, keep: float, output: float, candidate: float, cell: float, grad_hidden: float, grad_cell: float
) -> tuple[float, float, float]:
    """One LSTM cell with its gates held fixed: c = f c_prev + i g, h = o tanh c.

    Returns c, the whole gradient of c (through h and directly), and that of c_prev, which is f times it.
    Source: Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000).
    """
    c = forget * cell + keep * candidate
    grad = grad_cell + grad_hidden * output * (1 - math.tanh(c) ** 2)
    return c, grad, forget * grad


class RecurrentGradient(Measurements):
    plain_factor: float = measurement(Text("factor a step, plain unit: w (1 - h^2)", "普通单元每步的因子 w(1−h²)"))
    plain: float = measurement(Text("gradient after all steps, plain unit", "普通单元经全部时间步后的梯度"))
    weight_only: float = measurement(Text("w^steps (a mistake)", "误取 w^步数"))
    forget_gate: float = measurement(Text("forget gate sigmoid(b)", "遗忘门 sigmoid(b)"))
    cell_path: float = measurement(Text("gradient along the cell after all steps", "沿细胞状态经全部时间步后的梯度"))
    half_life: float = measurement(Text("steps after which half of it is left", "梯度减半所需的步数"))
    new_cell: float = measurement(Text("new cell state c", "新的细胞状态 c"))
    cell_gradient: float = measurement(Text("gradient of c", "c 的梯度"))
    previous_gradient: float = measurement(Text("gradient of the previous cell state", "前一细胞状态的梯度"))
    without_direct: float = measurement(Text("without the direct path (a mistake)", "漏掉直接通路"))
    without_slope: float = measurement(Text("without the slope of tanh (a mistake)", "漏乘 tanh 的斜率"))


@demonstration(
    number="D64",
    name="recurrent_gradient",
    topic="gradient_flow",
    title=Text("Gradients through time: RNN and LSTM", "穿过时间的梯度：RNN 与 LSTM"),
    summary=Text(
        "A plain unit multiplies by w (1 - h^2) at each step, an LSTM's cell by its forget gate.",
        "普通单元每步乘 w(1−h²)，LSTM 的细胞状态每步乘遗忘门。",
    ),
    look_for=Text(
        "The plain unit uses one weight and one slope at each step, so the product vanishes or explodes. Along the cell "
        "the factor is the forget gate alone: near 1 it lets a gradient pass for hundreds of steps, and a positive bias "
        "puts it there.",
        "普通单元每步乘同一个权重与斜率，连乘后消失或爆炸。沿细胞状态的因子只有遗忘门：接近 1 时梯度可传过上百步，"
        "正的偏置能让它一开始就接近 1。",
    ),
    predict=Text(
        "A forget gate with bias 0, or with bias 3: how much of the gradient is left after 20 steps?",
        "遗忘门偏置为 0 与为 3 时，20 步后梯度各剩多少？",
    ),
    limits=Text(
        "Constant states; the gates' own paths are left out, as in most textbook arguments.",
        "状态取常数；与多数教科书的论证一样，不计经过各门自身的通路。",
    ),
    parameters=(
        Integer("steps", Text("time steps", "时间步数"), 20, 1, 200),
        Float("weight", Text("recurrent weight w", "循环权重 w"), 1.2, -3.0, 3.0),
        Float("state", Text("hidden state h", "隐状态 h"), 0.5, -0.99, 0.99),
        Float("bias", Text("bias of the forget gate", "遗忘门的偏置"), 3.0, -5.0, 8.0),
        Float("forget", Text("forget gate f", "遗忘门 f"), 0.9, 0.0, 1.0),
        Float("keep", Text("input gate i", "输入门 i"), 0.5, 0.0, 1.0),
        Float("output", Text("output gate o", "输出门 o"), 0.8, 0.0, 1.0),
        Float("candidate", Text("candidate g", "候选值 g"), 0.4, -1.0, 1.0),
        Float("cell", Text("previous cell state", "前一细胞状态"), 1.0, -5.0, 5.0),
        Float("grad_hidden", Text("gradient of h", "h 的梯度"), 1.0, -5.0, 5.0),
        Float("grad_cell", Text("gradient of c from the next step", "后一步传来的 c 的梯度"), 0.5, -5.0, 5.0),
    ),
    measurements=RecurrentGradient,
    kernels=(cell_backward,),
)
def recurrent_gradient(
    rng: np.random.Generator,
    *,
    steps: int,
    weight: float,
    state: float,
    bias: float,
    forget: float,
    keep: float,
    output: float,
    candidate: float,
    cell: float,
    grad_hidden: float,
    grad_cell: float,
) -> Result:
    """Multiply along time, and take one LSTM step back."""
    factor = weight * (1 - state**2)
    gate = float(sigmoid(np.array(bias)))
    c, grad, previous = cell_backward(forget, keep, output, candidate, cell, grad_hidden, grad_cell)
    measured = RecurrentGradient(
        plain_factor=factor,
        plain=float(factor**steps),
        weight_only=float(weight**steps),
        forget_gate=gate,
        cell_path=float(gate**steps),
        half_life=math.log(0.5) / math.log(gate),
        new_cell=c,
        cell_gradient=grad,
        previous_gradient=previous,
        without_direct=forget * grad_hidden * output * (1 - math.tanh(c) ** 2),
        without_slope=forget * (grad_cell + grad_hidden * output),
    )
    t = np.arange(steps + 1, dtype=float)
    return Result(
        measured,
        (
            Lines(
                Text("|gradient| after so many steps back", "往回若干步后的 |梯度|"),
                Axis(Text("steps", "步数")),
                Axis(Text("|gradient|", "|梯度|"), NOTHING, log=True),
                (
                    Series(Text("plain unit", "普通单元"), t, np.maximum(np.abs(factor) ** t, 1e-300)),
                    Series(Text("cell of an LSTM", "LSTM 的细胞"), t, np.maximum(gate**t, 1e-300)),
                ),
            ),
            Table(
                Text("one step back through a cell", "细胞状态往回一步"),
                (same("c"), Text("gradient of c", "c 的梯度"), Text("of the previous one", "前一状态的梯度")),
                ((c, grad, previous),),
            ),
        ),
    )
