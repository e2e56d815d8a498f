"""D55: ReLU6 and the step of a quantiser: what a cap on the output buys."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.normal import normal_cdf
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text


def quantise(x: FloatArray, cap: float, bits: int) -> FloatArray:
    """Round min(max(x, 0), cap) to the nearest of 2^bits levels spread evenly from 0 to cap; any shape."""
    step = cap / (2**bits - 1)
    return np.asarray(np.round(np.clip(x, 0.0, cap) / step) * step)


class ClippedQuantiser(Measurements):
    step: float = measurement(Text("distance of two levels", "相邻两级的间距"), grade=Grade.EXACT)
    step_by_levels: float = measurement(Text("cap / 2^bits (a mistake)", "误用 上限/2^位数"), grade=Grade.EXACT)
    largest_error: float = measurement(
        Text("largest rounding error below the cap", "上限以内的最大舍入误差"), grade=Grade.NUMERICAL
    )
    smallest_gap: float = measurement(Text("smallest distance of two outputs", "输出相邻取值的最小间距"))
    levels: int = measurement(Text("number of levels", "级数"), grade=Grade.EXACT)
    zero_share: float = measurement(Text("share of outputs that are 0", "输出为 0 的比例"))
    capped_share: float = measurement(Text("share of outputs at the cap", "输出达到上限的比例"))


@demonstration(
    number="D55",
    name="clipped_quantiser",
    topic="activations",
    title=Text("ReLU6 and low precision", "ReLU6 与低精度"),
    summary=Text(
        "A capped ReLU rounded to a few bits: the cap fixes the step of the quantiser.",
        "把有上限的 ReLU 量化到几位：上限决定量化步长。",
    ),
    look_for=Text(
        "The levels are spread over the whole range. Without a cap one large activation widens the step for all others. "
        "What lies below 0 becomes exactly 0: with inputs of mean 0 that is half of the outputs.",
        "各级均匀铺满整个范围。没有上限时，一个很大的激活值会让所有值的步长变大。"
        "低于 0 的输入全部变成 0：输入零均值时占一半。",
    ),
    predict=Text(
        "The cap falls from 6 to 3 at the same number of bits. What happens to the step?",
        "位数不变，上限从 6 降到 3，步长怎样变？",
    ),
    limits=Text("Uniform levels; real schemes also learn the range.", "均匀量化；实际方案还会学习范围。"),
    parameters=(
        Float("cap", Text("cap", "上限"), 6.0, 0.5, 100.0),
        Integer("bits", Text("bits", "位数"), 3, 1, 12),
        Float("mean", Text("mean of the normal inputs", "正态输入的均值"), 0.0, -20.0, 20.0),
        Float("deviation", Text("their standard deviation", "其标准差"), 1.0, 0.1, 10.0),
    ),
    measurements=ClippedQuantiser,
    kernels=(quantise,),
)
def clipped_quantiser(rng: np.random.Generator, *, cap: float, bits: int, mean: float, deviation: float) -> Result:
    """Quantise a fine grid of inputs, and count zeros among normal ones."""
    x = np.linspace(0, cap, 40 * 2**bits + 1)
    y = quantise(x, cap, bits)
    gaps = np.diff(np.unique(y))
    below = normal_cdf((np.array([0.0, cap]) - mean) / deviation)
    measured = ClippedQuantiser(
        step=cap / (2**bits - 1),
        step_by_levels=cap / 2**bits,
        largest_error=float(np.abs(x - y).max()),
        smallest_gap=float(gaps.min()),
        levels=int(2**bits),
        zero_share=float(below[0]),
        capped_share=float(1 - below[1]),
    )
    shown = np.linspace(-0.3 * cap, 1.3 * cap, 241)
    return Result(
        measured,
        (
            Lines(
                Text("output", "输出"),
                Axis(Text("input", "输入")),
                Axis(Text("output", "输出")),
                (
                    Series(Text("capped", "有上限"), shown, np.clip(shown, 0, cap)),
                    Series(Text("rounded", "量化后"), shown, quantise(shown, cap, bits), "stairs"),
                ),
            ),
            Table(
                Text("quantiser", "量化器"),
                (
                    Text("levels", "级数"),
                    Text("step", "步长"),
                    Text("zeros", "零的比例"),
                    Text("at the cap", "达上限比例"),
                ),
                ((measured.levels, measured.step, measured.zero_share, measured.capped_share),),
            ),
        ),
    )
