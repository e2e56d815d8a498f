"""D111: linear scaling, warm-up and the cosine."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.optimizers import warmup_cosine
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer, ParameterError
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


class LearningRateSchedule(Measurements):
    rate: float = measurement(Text("learning rate at the step", "该步的学习率"), grade=Grade.EXACT)
    peak: float = measurement(Text("rate after warm-up: scaled with the batch", "预热后的学习率（随批大小线性放大）"))
    root_peak: float = measurement(Text("the same scaled with the square root", "按平方根放大的学习率"))
    straight: float = measurement(Text("rate on a straight line down instead", "改用线性衰减时的学习率"))
    without_warmup: float = measurement(
        Text("cosine counted from step 0 (a mistake)", "从第 0 步起算余弦（错误）"), grade=Grade.EXACT
    )
    half_step: float = measurement(Text("step at which the rate is half its peak", "学习率降到峰值一半的步数"))
    mean_share: float = measurement(Text("mean rate over all steps, as a share of the peak", "平均学习率与峰值之比"))


@demonstration(
    number="D111",
    name="learning_rate_schedule",
    topic="descent",
    title=Text("Warm-up and cosine", "预热与余弦退火"),
    summary=Text(
        "A rate that is scaled with the batch, warmed up on a line and brought down on half a cosine.",
        "学习率随批大小线性放大，先线性预热，再沿半个余弦降到 0。",
    ),
    look_for=Text(
        "The cosine stays near the peak for a while and is steepest half-way between the end of the warm-up and the end "
        "of training, where the rate is exactly half the peak.",
        "余弦在峰值附近停留一阵，到预热结束与训练结束的正中间降得最快，那里的学习率恰为峰值的一半。",
    ),
    predict=Text(
        "At which step is the rate half its peak on the way down?", "下降途中，学习率在哪一步恰为峰值的一半？"
    ),
    limits=Text(
        "The shape of the schedule only; which peak a network bears is found by trying.",
        "只画学习率曲线；网络能承受多大的峰值，要靠试。",
    ),
    parameters=(
        Integer("step", Text("step", "步"), 3000, 0, 1_000_000),
        Integer("warmup", Text("warm-up steps", "预热步数"), 1000, 1, 100_000),
        Integer("total", Text("steps in all", "总步数"), 10_000, 2, 1_000_000),
        Float("reference_rate", Text("rate tuned at the reference batch", "参考批大小上调好的学习率"), 0.1, 1e-6, 10.0),
        Integer("reference_batch", Text("reference batch", "参考批大小"), 256, 1, 65_536),
        Integer("batch", Text("batch", "批大小"), 256, 1, 65_536),
    ),
    measurements=LearningRateSchedule,
    kernels=(warmup_cosine,),
)
def learning_rate_schedule(
    rng: np.random.Generator,
    *,
    step: int,
    warmup: int,
    total: int,
    reference_rate: float,
    reference_batch: int,
    batch: int,
) -> Result:
    """The rate at one step, and the whole curve."""
    if total <= warmup:
        raise ParameterError("The steps in all must exceed the warm-up.", "总步数必须大于预热步数。")
    peak = reference_rate * batch / reference_batch
    steps = np.unique(np.linspace(0, total, 201).astype(int))
    curve = np.array([warmup_cosine(int(k), peak, warmup, total) for k in steps])
    left = max(0.0, (total - step) / (total - warmup))
    measured = LearningRateSchedule(
        rate=warmup_cosine(step, peak, warmup, total),
        peak=peak,
        root_peak=reference_rate * math.sqrt(batch / reference_batch),
        straight=peak * min(step / warmup, left),
        without_warmup=peak * (1 + math.cos(math.pi * min(1.0, step / total))) / 2,
        half_step=(warmup + total) / 2,
        mean_share=float(np.trapezoid(curve, steps) / (peak * total)),
    )
    view = Lines(
        Text("learning rate by step", "学习率随步数"),
        Axis(Text("step", "步")),
        Axis(Text("learning rate", "学习率")),
        (Series(Text("warm-up, then cosine", "预热后余弦"), steps.astype(float), curve),),
        (Mark(Text("the step asked for", "所问的步"), float(step), "x"),),
    )
    return Result(measured, (view,))
