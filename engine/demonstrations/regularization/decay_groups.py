"""D107: which parameters are decayed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer
from engine.result import Axis, Bars, Lines, Result, Series
from engine.text import Text


def layer_sizes(widths: FloatArray, normalised: bool) -> tuple[int, int, int]:
    """Weights, biases and normalisation parameters of a multilayer perceptron with these widths, input first.

    Each linear layer has a bias; a LayerNorm with scale and shift stands behind every hidden layer when `normalised`.

    >>> layer_sizes(np.array([4.0, 3.0, 2.0]), normalised=True)
    (18, 5, 6)
    """
    sides = [int(width) for width in np.rint(widths)]
    weights = sum(a * b for a, b in pairwise(sides))
    return weights, sum(sides[1:]), 2 * sum(sides[1:-1]) if normalised else 0


class DecayGroups(Measurements):
    weights: int = measurement(Text("weights: decayed", "权重：参与衰减"), grade=Grade.EXACT)
    biases: int = measurement(Text("biases: not decayed", "偏置：不衰减"), grade=Grade.EXACT)
    scales: int = measurement(
        Text("scales and shifts of LayerNorm: not decayed", "LayerNorm 的缩放与平移：不衰减"), grade=Grade.EXACT
    )
    exempt: int = measurement(Text("parameters without decay", "不衰减的参数量"), grade=Grade.EXACT)
    total: int = measurement(Text("all parameters", "全部参数量"), grade=Grade.EXACT)
    exempt_share: float = measurement(Text("share without decay", "不衰减的比例"), grade=Grade.EXACT)
    idle_scale: float = measurement(
        Text(
            "a scale of 1 after these steps if decayed without gradient",
            "无梯度时，初值为 1 的缩放若被衰减，走完后的值",
        ),
        grade=Grade.EXACT,
    )


@demonstration(
    number="D107",
    name="decay_groups",
    topic="regularization",
    title=Text("Which parameters to decay", "哪些参数要做权重衰减"),
    summary=Text(
        "The parameters of a small network in two groups: weight matrices, which are decayed, and the rest.",
        "把小网络的参数分成两组：权重矩阵做衰减，其余不做。",
    ),
    look_for=Text(
        "Biases and the scales of normalisation are a tiny share, so nothing is lost by leaving them out. Decayed "
        "without a gradient, a scale falls as (1 - ηλ)^steps and shrinks what its layer passes on.",
        "偏置与归一化的缩放只占极小比例，不衰减也不影响正则化。若没有梯度而被衰减，缩放按 (1−ηλ)^步数 下降，削弱该层的输出。",
    ),
    predict=Text(
        "Widths {{widths}}: which share of the parameters is not decayed?",
        "各层宽度 {{widths}}：不衰减的参数占多大比例？",
    ),
    limits=Text(
        "A convention, not a theorem: with enough data and a small λ the difference is often small.",
        "这是惯例而非定理：数据充足、λ 很小时差别往往不大。",
    ),
    parameters=(
        Array(
            "widths", Text("widths, input first", "各层宽度（从输入起）"), (32.0, 64.0, 10.0), 1, 1, 4096, 6, least=2
        ),
        Choice("normalised", Text("LayerNorm behind hidden layers", "隐层后接 LayerNorm"), True, (True, False)),
        Float("rate", Text("learning rate eta", "学习率 η"), 0.001, 1e-5, 1.0, log=True),
        Float("decay", Text("decay lambda", "衰减系数 λ"), 0.1, 0.0, 1.0),
        Integer("steps", Text("steps", "步数"), 10000, 1, 1000000),
    ),
    measurements=DecayGroups,
    kernels=(layer_sizes,),
)
def decay_groups(
    rng: np.random.Generator, *, widths: FloatArray, normalised: bool, rate: float, decay: float, steps: int
) -> Result:
    """Count both groups, and follow one idle scale."""
    weights, biases, scales = layer_sizes(widths, normalised)
    exempt = biases + scales
    places = np.linspace(0, steps, 60)
    measured = DecayGroups(
        weights=weights,
        biases=biases,
        scales=scales,
        exempt=exempt,
        total=weights + exempt,
        exempt_share=exempt / (weights + exempt),
        idle_scale=float((1 - rate * decay) ** steps),
    )
    return Result(
        measured,
        (
            Bars(
                Text("parameters", "参数量"),
                Axis(Text("number", "个数"), log=True),
                (Text("decayed", "衰减"), Text("not decayed", "不衰减")),
                np.array([weights, exempt], dtype=np.float64),
            ),
            Lines(
                Text("a scale that is decayed and has no gradient", "被衰减而没有梯度的缩放"),
                Axis(Text("step", "步")),
                Axis(Text("scale", "缩放")),
                (Series(Text("scale", "缩放"), places, np.asarray((1 - rate * decay) ** places)),),
            ),
        ),
    )
