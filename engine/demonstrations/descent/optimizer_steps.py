"""D110: what each optimiser makes of the same few gradients."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import optimizers as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text, same


class OptimizerSteps(Measurements):
    seen: Array1D = measurement(Text("the gradients", "各步梯度"), grade=Grade.EXACT)
    descent_end: float = measurement(Text("w after plain gradient descent", "普通梯度下降后的 w"))
    velocity: float = measurement(Text("momentum's velocity at the end", "动量法最后的速度"))
    momentum_end: float = measurement(Text("w after momentum", "动量法后的 w"))
    nesterov_end: float = measurement(Text("w after Nesterov momentum", "Nesterov 动量后的 w"))
    averaged_end: float = measurement(
        Text("w when the velocity is a running mean (another convention)", "速度取滑动平均时的 w（另一种约定）")
    )
    rmsprop_end: float = measurement(Text("w after RMSProp", "RMSProp 后的 w"))
    rmsprop_square: float = measurement(Text("RMSProp's running mean of g^2", "RMSProp 的 g² 滑动平均"))
    adam_end: float = measurement(Text("w after Adam", "Adam 后的 w"))
    adam_uncorrected_end: float = measurement(
        Text("w after Adam without bias correction (a mistake)", "漏掉偏差修正的 Adam 后的 w（错误）")
    )
    adam_first_move: float = measurement(Text("size of Adam's first step", "Adam 第一步的大小"))
    raw_mean: float = measurement(Text("Adam's m, not corrected", "Adam 的 m（未修正）"))
    raw_square: float = measurement(Text("Adam's v, not corrected", "Adam 的 v（未修正）"))
    corrected_mean: float = measurement(Text("m / (1 - beta1^t)", "m/(1−β₁^t)"))
    corrected_square: float = measurement(Text("v / (1 - beta2^t)", "v/(1−β₂^t)"))


@demonstration(
    number="D110",
    name="optimizer_steps",
    topic="descent",
    title=Text("Optimisers by hand", "手算优化器"),
    summary=Text(
        "Plain descent, momentum, Nesterov, RMSProp and Adam on the same few gradients.",
        "同样几个梯度，分别交给普通下降、动量、Nesterov、RMSProp 与 Adam。",
    ),
    look_for=Text(
        "Momentum adds up gradients of one sign and cancels those that alternate. RMSProp and Adam divide by the size of "
        "recent gradients: multiply all gradients by 100 and their paths stay where they are. Adam's running means start "
        "at 0, so without the correction its early steps are off.",
        "符号一致的梯度会在动量中累加，正负交替的会抵消。RMSProp 与 Adam 除以近期梯度的大小：所有梯度乘以 100，路径几乎不变。"
        "Adam 的滑动平均从 0 开始，不修正则前几步会偏。",
    ),
    predict=Text(
        "All gradients are multiplied by 100. Which of the five paths stay where they are?",
        "把所有梯度乘以 100，五条路径中哪几条不变？",
    ),
    limits=Text(
        "The gradients are given; in training each step changes the next gradient.",
        "这里的梯度是给定的；训练中每一步都会改变下一个梯度。",
    ),
    parameters=(
        Array("gradients", Text("gradients, empty to draw three", "梯度（留空则抽三个）"), (), 1, -1e4, 1e4, 20),
        Float("start", Text("start", "起点"), 0.0, -100.0, 100.0),
        Float("rate", Text("learning rate", "学习率"), 0.1, 1e-6, 10.0, log=True),
        Float("momentum", Text("momentum, beta1", "动量系数、β₁"), 0.9, 0.0, 0.999),
        Float("decay", Text("decay of squares, beta2", "平方的衰减系数、β₂"), 0.99, 0.0, 0.9999),
    ),
    measurements=OptimizerSteps,
    kernels=(kernel.momentum_path, kernel.rmsprop_path, kernel.adam_path),
)
def optimizer_steps(
    rng: np.random.Generator, *, gradients: FloatArray, start: float, rate: float, momentum: float, decay: float
) -> Result:
    """Walk all five paths."""
    g: FloatArray = gradients if len(gradients) else rng.choice([-1.0, 1.0], 3) * rng.integers(1, 6, 3).astype(float)
    plain = kernel.momentum_path(g, start, rate, 0.0)
    heavy = kernel.momentum_path(g, start, rate, momentum)
    nesterov = kernel.momentum_path(g, start, rate, momentum, nesterov=True)
    rms = kernel.rmsprop_path(g, start, rate, decay)
    adam = kernel.adam_path(g, start, rate, momentum, decay)
    m, v = (float(value) for value in kernel.adam_moments(g, momentum, decay))
    measured = OptimizerSteps(
        seen=g,
        descent_end=float(plain[-1]),
        velocity=float((heavy[-2] - heavy[-1]) / rate),
        momentum_end=float(heavy[-1]),
        nesterov_end=float(nesterov[-1]),
        averaged_end=float(start + (1 - momentum) * (heavy[-1] - start)),
        rmsprop_end=float(rms[-1]),
        rmsprop_square=v,
        adam_end=float(adam[-1]),
        adam_uncorrected_end=float(kernel.adam_path(g, start, rate, momentum, decay, corrected=False)[-1]),
        adam_first_move=float(abs(adam[1] - adam[0])),
        raw_mean=m,
        raw_square=v,
        corrected_mean=m / (1 - momentum ** len(g)),
        corrected_square=v / (1 - decay ** len(g)),
    )
    paths = (
        (Text("plain", "普通"), plain),
        (Text("momentum", "动量"), heavy),
        (Text("Nesterov", "Nesterov 动量"), nesterov),
        (Text("RMSProp", "RMSProp 法"), rms),
        (same("Adam"), adam),
    )
    return Result(measured, (_table(g, paths), _curves(paths)))


Paths = tuple[tuple[Text, FloatArray], ...]


def _table(g: FloatArray, paths: Paths) -> Table:
    rows = tuple((k + 1, float(g[k]), *(float(path[k + 1]) for _, path in paths)) for k in range(len(g)))
    columns = (Text("step", "步"), Text("gradient", "梯度"), *(label for label, _ in paths))
    return Table(Text("w after each step", "每步之后的 w"), columns, rows)


def _curves(paths: Paths) -> Lines:
    series = tuple(Series(label, np.arange(float(len(path))), path) for label, path in paths)
    return Lines(Text("the five paths", "五条路径"), Axis(Text("step", "步")), Axis(same("w")), series)
