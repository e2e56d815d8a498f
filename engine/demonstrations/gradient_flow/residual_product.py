"""D61: the gradient through residual blocks, 1 + F', and what scaling the branches does."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text, same

WIDTH, SAMPLES = 64, 16


def residual_backward(grad: FloatArray, branches: list[FloatArray]) -> FloatArray:
    """Gradient through blocks x + F x, last block first: g <- g + F^T g; `grad` (batch, width), F (width, width)."""
    for branch in reversed(branches):
        grad = grad + grad @ branch
    return grad


class ResidualProduct(Measurements):
    plain: float = measurement(Text("plain chain: slope^depth", "无残差：斜率^深度"), grade=Grade.EXACT)
    residual: float = measurement(
        Text("residual chain: (1 + slope)^depth", "有残差：(1＋斜率)^深度"), grade=Grade.EXACT
    )
    linear_part: float = measurement(Text("1 + depth times slope (a mistake)", "误取 1＋深度×斜率"), grade=Grade.EXACT)
    growth: float = measurement(
        Text("mean-square growth, random branches: (1 + v)^depth", "随机支路的均方增长：(1＋v)^深度"), grade=Grade.EXACT
    )
    scaled_growth: float = measurement(
        Text("the same with branches scaled by 1/sqrt(depth)", "支路乘 1/√深度 时的均方增长"), grade=Grade.EXACT
    )
    measured_growth: float = measurement(Text("measured growth", "实测均方增长"), grade=Grade.STATISTICAL)
    measured_scaled: float = measurement(
        Text("measured growth with scaled branches", "缩放支路后的实测均方增长"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D61",
    name="residual_product",
    topic="gradient_flow",
    title=Text("Residual blocks: 1 + F′", "残差块：1＋F′"),
    summary=Text(
        "The gradient through blocks x + F(x): scalar blocks by formula, random wide ones by simulation.",
        "梯度穿过残差块 x＋F(x)：标量块用公式，宽的随机块用模拟。",
    ),
    look_for=Text(
        "Each block multiplies by 1 + F' instead of F', so small slopes no longer kill the gradient. But random branches "
        "add their variance at each block: without scaling or normalisation the gradient grows exponentially, with "
        "branches divided by the root of the depth it stays below a factor e^v.",
        "每个块乘的是 1＋F′ 而不是 F′，斜率再小也不会让梯度消失。但随机支路逐块增加方差：不缩放也不归一化时梯度指数增长；"
        "支路除以深度的平方根后，增长不超过 e^v 倍。",
    ),
    predict=Text(
        "Slope 0.1 in each of 30 blocks: how much of the gradient is left with and without the identity path?",
        "30 个块、每块斜率 0.1：有恒等通路与没有时，梯度各剩多少？",
    ),
    limits=Text(
        "Linear branches at initialisation; training changes them.", "仅为初始化时的线性支路；训练会改变它们。"
    ),
    parameters=(
        Integer("depth", Text("blocks", "块数"), 30, 1, 100),
        Float("slope", Text("slope of a scalar branch", "标量支路的斜率"), 0.1, -0.9, 1.5),
        Float("branch", Text("variance v of a random branch", "随机支路的方差 v"), 1.0, 0.01, 2.0),
    ),
    measurements=ResidualProduct,
    kernels=(residual_backward,),
)
def residual_product(rng: np.random.Generator, *, depth: int, slope: float, branch: float) -> Result:
    """Multiply scalar blocks, and send a gradient through random ones."""
    branches = [rng.standard_normal((WIDTH, WIDTH)) * np.sqrt(branch / WIDTH) for _ in range(depth)]
    grad = rng.standard_normal((SAMPLES, WIDTH))
    size = float((grad**2).mean())
    scaled = [b / np.sqrt(depth) for b in branches]
    measured = ResidualProduct(
        plain=float(slope**depth),
        residual=float((1 + slope) ** depth),
        linear_part=1 + depth * slope,
        growth=float((1 + branch) ** depth),
        scaled_growth=float((1 + branch / depth) ** depth),
        measured_growth=float((residual_backward(grad, branches) ** 2).mean() / size),
        measured_scaled=float((residual_backward(grad, scaled) ** 2).mean() / size),
    )
    block = np.arange(depth + 1, dtype=float)
    return Result(
        measured,
        (
            Lines(
                Text("|gradient| after so many blocks", "经过若干块后的 |梯度|"),
                Axis(Text("blocks", "块数")),
                Axis(Text("|gradient|", "|梯度|"), NOTHING, log=True),
                (
                    Series(Text("with identity path", "有恒等通路"), block, (1 + slope) ** block),
                    Series(Text("without", "没有"), block, np.maximum(np.abs(slope) ** block, 1e-300)),
                ),
            ),
            Table(
                Text("mean-square growth through random blocks", "随机块的均方增长"),
                (same(""), Text("formula", "公式"), Text("measured", "实测")),
                (
                    (Text("plain branches", "未缩放"), measured.growth, measured.measured_growth),
                    (Text("scaled branches", "缩放后"), measured.scaled_growth, measured.measured_scaled),
                ),
            ),
        ),
    )
