"""D53: ReLU units that no sample reaches any more."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import leaky_relu, leaky_relu_derivative
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text

UNITS, INPUTS, SAMPLES = 64, 4, 64


def dead_share(z: FloatArray) -> float:
    """Share of the units (columns) whose pre-activation is below 0 for every sample: z of shape (samples, units)."""
    return float((z.max(axis=0) <= 0).mean())


class DyingReLU(Measurements):
    dead_at_start: float = measurement(Text("dead units at the start", "开始时的死单元比例"), grade=Grade.STATISTICAL)
    dead_share: float = measurement(Text("dead units after training", "训练后的死单元比例"), grade=Grade.STATISTICAL)
    zero_share: float = measurement(
        Text("share of zero outputs after training", "训练后输出为零的比例"), grade=Grade.STATISTICAL
    )
    dead_gradient: float = measurement(
        Text("largest weight gradient of a dead unit", "死单元权重梯度的最大值"), grade=Grade.STATISTICAL
    )
    first_loss: float = measurement(Text("loss at the start", "开始时的损失"), grade=Grade.STATISTICAL)
    last_loss: float = measurement(Text("loss after training", "训练后的损失"), grade=Grade.STATISTICAL)
    shares: Array1D = measurement(Text("share of dead units after every step", "每步后的死单元比例"))


@demonstration(
    number="D53",
    name="dying_relu",
    topic="activations",
    title=Text("Dead ReLU units", "死亡的 ReLU 单元"),
    summary=Text(
        "Train one hidden layer and count the units that are off for every sample.",
        "训练单隐层，数一数对所有样本都关闭的单元。",
    ),
    look_for=Text(
        "A large step or a very negative bias throws units to where no sample reaches them. From then on their gradient "
        "is exactly 0 and they stay there. A small slope on the left side keeps the way back open.",
        "步长过大或偏置过负，会把单元推到没有样本能激活的地方。此后它们的梯度恰为 0，再也回不来。左侧留一点斜率，就还能恢复。",
    ),
    predict=Text(
        "Step size 1 instead of 0.01: what share of the units is dead after 30 steps?",
        "步长从 0.01 换成 1：30 步后有多大比例的单元死亡？",
    ),
    limits=Text(
        "Full batches of one small regression; adaptive steps and other data give other shares.",
        "小回归问题、每步用全部样本；自适应步长或其他数据得到的比例不同。",
    ),
    parameters=(
        Float("learning_rate", Text("learning rate", "学习率"), 0.01, 0.001, 3.0, log=True),
        Float("bias", Text("bias at the start", "初始偏置"), 0.0, -8.0, 2.0),
        Float("slope", Text("slope left of zero", "零点左侧的斜率"), 0.0, 0.0, 0.5),
        Integer("steps", Text("steps", "步数"), 30, 0, 100),
    ),
    measurements=DyingReLU,
    kernels=(dead_share, leaky_relu),
)
def dying_relu(rng: np.random.Generator, *, learning_rate: float, bias: float, slope: float, steps: int) -> Result:
    """Full-batch descent on half the mean squared error; a step is capped at norm 10 so that nothing overflows."""
    x = rng.standard_normal((SAMPLES, INPUTS))
    y = np.sin(x[:, 0]) + x[:, 1] * x[:, 2]
    weights = [rng.standard_normal((UNITS, INPUTS)) * np.sqrt(2 / INPUTS), np.full(UNITS, bias)]
    outer = rng.standard_normal(UNITS) * np.sqrt(2 / UNITS)
    shares, losses = [], []
    for _ in range(steps + 1):
        z = x @ weights[0].T + weights[1]
        hidden = leaky_relu(z, slope)
        error = (hidden @ outer - y) / SAMPLES
        back = np.outer(error, outer) * leaky_relu_derivative(z, slope)
        gradients = [back.T @ x, back.sum(axis=0)]
        shares.append(dead_share(z))
        losses.append(float((error**2).sum() * SAMPLES / 2))
        if len(shares) <= steps:
            outer = outer - learning_rate * _capped(hidden.T @ error)
            weights = [w - learning_rate * _capped(g) for w, g in zip(weights, gradients, strict=True)]
    dead = z.max(axis=0) <= 0
    measured = DyingReLU(
        dead_at_start=shares[0],
        dead_share=shares[-1],
        zero_share=float((hidden == 0).mean()),
        dead_gradient=float(np.abs(gradients[0][dead]).max(initial=0.0)),
        first_loss=losses[0],
        last_loss=losses[-1],
        shares=np.array(shares),
    )
    return Result(
        measured,
        (
            Lines(
                Text("share of dead units", "死单元比例"),
                Axis(Text("step", "步")),
                Axis(Text("share", "比例")),
                (Series(Text("dead", "死单元"), np.arange(steps + 1, dtype=float), np.array(shares)),),
            ),
            Table(
                Text("after training", "训练后"),
                (Text("dead units", "死单元"), Text("outputs at zero", "输出为零"), Text("loss", "损失")),
                ((shares[-1], measured.zero_share, losses[-1]),),
            ),
        ),
    )


def _capped(gradient: FloatArray) -> FloatArray:
    return gradient * min(1.0, 10 / max(float(np.linalg.norm(gradient)), 1e-300))
