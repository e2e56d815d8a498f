"""D108: weight decay under a loss that ignores the scale of the weights."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


def turned(w: FloatArray, rate: float, decay: float, pull: float, steps: int) -> FloatArray:
    """SGD in the plane with a gradient at right angles to w, of length pull / |w|: every iterate, (steps + 1, 2).

    w <- (1 - rate decay) w - rate g. A loss that does not change when w is scaled has such gradients.
    Source: Wan et al. (2020), section 2.

    >>> turned(np.array([1.0, 0.0]), rate=0.5, decay=0.0, pull=1.0, steps=1)
    array([[ 1. ,  0. ],
           [ 1. , -0.5]])
    """
    seen = [w]
    for _ in range(steps):
        across = np.array([-w[1], w[0]]) / (w @ w) * pull
        w = (1 - rate * decay) * w - rate * across
        seen.append(w)
    return np.array(seen)


class ScaleEquilibrium(Measurements):
    final_norm: float = measurement(Text("norm after the steps", "走完后的范数"))
    free_norm: float = measurement(Text("the same without decay", "不做衰减时的范数"))
    equilibrium: float = measurement(
        Text("norm at which growth and decay balance", "增长与衰减平衡的范数"), grade=Grade.EXACT
    )
    effective_rate: float = measurement(Text("rate over squared norm, at the end", "最后的等效学习率 η/|w|²"))
    equilibrium_rate: float = measurement(Text("the same at the balance", "平衡处的等效学习率"), grade=Grade.EXACT)
    last_angle: float = measurement(Text("angle of the last step", "最后一步转过的角度"), Text("rad", "弧度"))
    equilibrium_angle: float = measurement(
        Text("angle of a step at the balance", "平衡处每步的角度"), Text("rad", "弧度"), grade=Grade.EXACT
    )
    rough_angle: float = measurement(Text("sqrt(2 eta lambda)", "√(2ηλ)"), grade=Grade.EXACT)
    settled: bool = measurement(Text("whether the norm is within 2 % of the balance", "范数与平衡值相差是否在 2% 以内"))


@demonstration(
    number="D108",
    name="scale_equilibrium",
    topic="regularization",
    title=Text("Weight decay behind normalisation", "归一化之前的权重衰减"),
    summary=Text(
        "Weights in front of a normalisation: their scale does not matter to the loss, so what does decay do?",
        "归一化层之前的权重：尺度不影响损失，那么权重衰减起什么作用？",
    ),
    look_for=Text(
        "The gradient is at right angles to w, so every step lengthens it; decay shortens it; they balance. There each "
        "step turns w by about √(2ηλ), whatever the gradient's size: decay sets the effective learning rate and does "
        "not make the function simpler.",
        "梯度与 w 垂直，每一步都使 w 变长；衰减使它变短，两者平衡。平衡时每步转过约 √(2ηλ) 的角度，与梯度大小无关："
        "衰减决定的是等效学习率，而不是函数的复杂度。",
    ),
    predict=Text(
        "Double λ from {{decay}}: does the effective learning rate at the balance rise or fall?",
        "把 λ 从 {{decay}} 加倍：平衡时的等效学习率变大还是变小？",
    ),
    limits=Text(
        "Gradients of steady size at a given norm, plain SGD; with momentum and noise the balance is one on average.",
        "给定范数下梯度大小恒定、普通 SGD；有动量和噪声时只在平均意义上平衡。",
    ),
    parameters=(
        Float("rate", Text("learning rate eta", "学习率 η"), 0.1, 1e-4, 1.0, log=True),
        Float("decay", Text("decay lambda", "衰减系数 λ"), 0.01, 1e-4, 0.5, log=True),
        Float("pull", Text("length of the gradient at |w| = 1", "|w|＝1 处梯度的长度"), 1.0, 0.01, 100.0, log=True),
        Float("start", Text("norm at the start", "初始范数"), 1.0, 0.05, 100.0, log=True),
        Integer("steps", Text("steps", "步数"), 2000, 1, 5000),
    ),
    measurements=ScaleEquilibrium,
    kernels=(turned,),
)
def scale_equilibrium(
    rng: np.random.Generator, *, rate: float, decay: float, pull: float, start: float, steps: int
) -> Result:
    """Run with decay and without; the balance solves r^2 = (1 - eta lambda)^2 r^2 + (eta pull / r)^2."""
    path = turned(np.array([start, 0.0]), rate, decay, pull, steps)
    free = turned(np.array([start, 0.0]), rate, 0.0, pull, steps)
    norms = np.linalg.norm(path, axis=1)
    shrink = rate * decay
    balance = float(((rate * pull) ** 2 / (2 * shrink - shrink**2)) ** 0.25)
    measured = ScaleEquilibrium(
        final_norm=float(norms[-1]),
        free_norm=float(np.linalg.norm(free[-1])),
        equilibrium=balance,
        effective_rate=float(rate / norms[-1] ** 2),
        equilibrium_rate=rate / balance**2,
        last_angle=_angle(path[-2], path[-1]),
        equilibrium_angle=float(np.arctan2(rate * pull / balance, (1 - shrink) * balance)),
        rough_angle=float(np.sqrt(2 * shrink)),
        settled=bool(abs(norms[-1] / balance - 1) < 0.02),
    )
    places = np.unique(np.linspace(0, steps, 120).astype(int))
    return Result(
        measured,
        (
            Lines(
                Text("norm of the weights", "权重的范数"),
                Axis(Text("step", "步")),
                Axis(Text("norm", "范数")),
                (
                    Series(Text("with decay", "有衰减"), places.astype(float), norms[places]),
                    Series(Text("without", "无衰减"), places.astype(float), np.linalg.norm(free[places], axis=1)),
                ),
                (Mark(Text("balance", "平衡"), balance),),
            ),
        ),
    )


def _angle(before: FloatArray, after: FloatArray) -> float:
    cross = before[0] * after[1] - before[1] * after[0]
    return float(abs(np.arctan2(cross, before @ after)))
