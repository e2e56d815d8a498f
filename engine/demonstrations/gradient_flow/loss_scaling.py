"""D63: number formats, underflow of gradients, and the scale that saves them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text, same


@dataclass(frozen=True, slots=True)
class Format:
    """A binary floating-point format: bits of the fraction, smallest and largest exponent of a normal number."""

    fraction: int
    lowest: int
    highest: int

    @property
    def largest(self) -> float:
        """The largest finite number, (2 - 2^-fraction) 2^highest."""
        return (2 - 2.0**-self.fraction) * 2.0**self.highest


FORMATS = {"float16": Format(10, -14, 15), "bfloat16": Format(7, -126, 127), "float32": Format(23, -126, 127)}


def rounded(x: float, form: Format) -> float:
    """`x` to the nearest number of the format, ties to even; 0 below half of the smallest subnormal, else inf above."""
    if x == 0:
        return 0.0
    exponent = max(math.frexp(x)[1] - 1, form.lowest)
    step = 2.0 ** (exponent - form.fraction)
    value = round(x / step) * step
    return math.copysign(math.inf, x) if abs(value) > form.largest else value


class LossScaling(Measurements):
    stored: float = measurement(Text("the gradient as it is stored", "该格式下存储的梯度"), grade=Grade.EXACT)
    stored_scaled: float = measurement(
        Text("stored with the scale, then divided by it", "放大后存储、再缩回的梯度"), grade=Grade.EXACT
    )
    vanishes: bool = measurement(Text("whether it becomes 0", "是否变成 0"), grade=Grade.EXACT)
    smallest: float = measurement(Text("smallest positive number", "最小正数"), grade=Grade.EXACT)
    smallest_normal: float = measurement(Text("smallest normal number", "最小规格化数"), grade=Grade.EXACT)
    largest: float = measurement(Text("largest finite number", "最大有限数"), grade=Grade.EXACT)
    epsilon: float = measurement(Text("distance of 1 to the next number", "1 与下一个数的间距"), grade=Grade.EXACT)
    sum_with_one: float = measurement(Text("1 plus the gradient, as stored", "1 加该梯度的存储值"), grade=Grade.EXACT)
    least_scale: int = measurement(
        Text("smallest exponent s for which 2^s makes it normal", "使其成为规格化数的最小 s（放大 2^s）"),
        grade=Grade.EXACT,
    )
    largest_scale: int = measurement(
        Text("largest exponent s for which 2^s does not overflow", "不溢出的最大 s（放大 2^s）"), grade=Grade.EXACT
    )


@demonstration(
    number="D63",
    name="loss_scaling",
    topic="gradient_flow",
    title=Text("float16, bfloat16 and loss scaling", "float16、bfloat16 与损失缩放"),
    summary=Text(
        "A gradient 2^-k in three formats: where it vanishes, and the power of two that saves it.",
        "梯度 2^-k 在三种格式下：何时变成零，乘 2 的多少次方可以挽回。",
    ),
    look_for=Text(
        "float16 has more digits but a short range: gradients below 2^-24 are stored as 0. bfloat16 has the range of "
        "float32 and few digits. Scaling the loss moves all gradients up before they are stored; they are divided by the "
        "scale again in float32.",
        "float16 精度高而范围小：2^-24 以下的梯度存为 0。bfloat16 的范围与 float32 相同而精度低。"
        "放大损失使所有梯度在存储前整体上移，之后在 float32 中再除回来。",
    ),
    predict=Text(
        "The gradient is 2^-30. In which of the three formats is it stored as zero?",
        "梯度为 2^-30。三种格式中哪些会把它存成零？",
    ),
    limits=Text("One number; kernels sum in float32 inside.", "只看一个数；实际的核函数内部以 float32 累加。"),
    parameters=(
        Choice(
            "precision",
            Text("format", "格式"),
            "float16",
            tuple(FORMATS),
        ),
        Integer("exponent", Text("k: the gradient is 2^-k", "k：梯度为 2^-k"), 30, 0, 160),
        Integer("scale", Text("s: the loss is multiplied by 2^s", "s：损失乘 2^s"), 12, 0, 40),
        Integer("top", Text("m: the largest gradient is 2^m", "m：最大的梯度为 2^m"), 0, -20, 20),
    ),
    measurements=LossScaling,
    kernels=(rounded,),
)
def loss_scaling(rng: np.random.Generator, *, precision: str, exponent: int, scale: int, top: int) -> Result:
    """Store one small gradient."""
    form, g = FORMATS[precision], 2.0**-exponent
    measured = LossScaling(
        stored=rounded(g, form),
        stored_scaled=rounded(g * 2.0**scale, form) / 2.0**scale,
        vanishes=rounded(g, form) == 0,
        smallest=2.0 ** (form.lowest - form.fraction),
        smallest_normal=2.0**form.lowest,
        largest=form.largest,
        epsilon=2.0**-form.fraction,
        sum_with_one=rounded(1 + g, form),
        least_scale=max(0, form.lowest + exponent),
        largest_scale=form.highest - top,
    )
    k = np.arange(0, 161)
    series = tuple(
        Series(same(name), k.astype(float), np.array([rounded(2.0**-i, f) > 0 for i in k], dtype=float), "stairs")
        for name, f in FORMATS.items()
    )
    return Result(
        measured,
        (
            Lines(
                Text("is 2^-k stored as something other than 0?", "2^-k 是否存为非零数"),
                Axis(same("k")),
                Axis(Text("1: yes", "1：是")),
                series,
                (Mark(Text("the gradient", "该梯度"), float(exponent), "x"),),
            ),
            Table(
                Text("formats", "格式"),
                (
                    Text("format", "格式"),
                    Text("smallest", "最小正数"),
                    Text("largest", "最大数"),
                    Text("epsilon", "间距"),
                ),
                tuple((n, 2.0 ** (f.lowest - f.fraction), f.largest, 2.0**-f.fraction) for n, f in FORMATS.items()),
            ),
        ),
    )
