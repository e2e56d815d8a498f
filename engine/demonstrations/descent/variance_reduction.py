"""D20: ways around the noise floor: a fresh order each epoch, and variance reduction."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import sgd_theory as kernel
from engine.kernels.descent import least_squares
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text, same


class VarianceReduction(Measurements):
    replacement_floor: float = measurement(
        Text("relative excess at the end, with replacement", "有放回：末段相对超额损失"), grade=Grade.STATISTICAL
    )
    reshuffled_floor: float = measurement(
        Text("the same, fresh order each epoch", "每轮洗牌：同上"), grade=Grade.STATISTICAL
    )
    floor_ratio: float = measurement(
        Text("floor with replacement over reshuffled", "两平台之比"), grade=Grade.STATISTICAL
    )
    svrg_left: float = measurement(
        Text("relative excess after SVRG's outer loops", "SVRG 之后的相对超额损失"), grade=Grade.STATISTICAL
    )
    svrg_factor: float = measurement(
        Text("SVRG's mean factor an outer loop", "SVRG 每个外循环的平均因子"), grade=Grade.STATISTICAL
    )
    svrg_gradients: int = measurement(Text("sample gradients SVRG used", "SVRG 用掉的单样本梯度"), grade=Grade.EXACT)


@demonstration(
    number="D20",
    name="variance_reduction",
    topic="descent",
    title=Text("Variance reduction and shuffling", "方差缩减与洗牌"),
    summary=Text(
        "The same finite sum by SGD with replacement, SGD in a fresh order each epoch, and SVRG.",
        "同一有限和，分别用有放回 SGD、每轮重新洗牌的 SGD 与 SVRG。",
    ),
    look_for=Text(
        "With replacement the loss stops at a floor proportional to the step. Going through each sample once an epoch "
        "lowers it, the more the smaller the step; at large steps there is no gain. SVRG has no floor: a stochastic "
        "method with a constant step that converges linearly.",
        "有放回抽样时损失停在与步长成正比的平台。每轮各用一次样本会降低平台，步长越小降得越多；步长大时没有好处。SVRG 没有平台：步长恒定的随机方法也能线性收敛。",
    ),
    predict=Text(
        "Small constant step: is the floor lower with replacement, or when every epoch runs through a fresh order?",
        "步长很小时，有放回抽样和每轮洗牌，哪个平台更低？",
    ),
    limits=Text(
        "Strongly convex least squares; on networks the gains are smaller.", "强凸最小二乘；在神经网络上收益较小。"
    ),
    parameters=(
        Float("step", Text("step", "步长"), 0.005, 0.0005, 0.2, log=True),
        Integer("samples", Text("samples", "样本数"), 100, 20, 1000),
        Integer("features", Text("features", "特征数"), 5, 1, 20),
        Float("noise", Text("noise", "噪声"), 1.0, 0.0, 5.0),
        Integer("epochs", Text("epochs", "轮数"), 60, 4, 200),
        Integer("runs", Text("runs averaged", "平均的运行次数"), 16, 1, 64),
        Integer("loops", Text("outer loops of SVRG", "SVRG 外循环次数"), 40, 1, 60),
    ),
    measurements=VarianceReduction,
    kernels=(kernel.sampled_floor, kernel.svrg),
)
def variance_reduction(
    rng: np.random.Generator,
    *,
    step: float,
    samples: int,
    features: int,
    noise: float,
    epochs: int,
    runs: int,
    loops: int,
) -> Result:
    """Run all three on one problem."""
    problem = least_squares(rng, samples, features, 10.0, noise)
    drawn = kernel.sampled_floor(rng, problem, step, epochs, False, runs)
    shuffled = kernel.sampled_floor(rng, problem, step, epochs, True, runs)
    safe = 0.1 / float(np.max(np.sum(problem.x**2, axis=1)))
    reduced = kernel.svrg(rng, problem, safe, loops)
    last = slice(epochs // 2, None)
    floors = float(np.mean(drawn[last])), float(np.mean(shuffled[last]))
    seen = np.maximum(reduced, 1e-31)
    measured = VarianceReduction(
        replacement_floor=floors[0],
        reshuffled_floor=floors[1],
        floor_ratio=floors[0] / max(floors[1], 1e-300),
        svrg_left=float(reduced[-1]),
        svrg_factor=float(seen[min(loops, 12) - 1] ** (1 / min(loops, 12))),
        svrg_gradients=5 * samples * loops,
    )
    epoch = np.arange(1.0, epochs + 1)
    return Result(
        measured,
        (
            Lines(
                Text("excess loss after each epoch", "每轮后的超额损失"),
                Axis(Text("passes over the data", "数据遍数")),
                Axis(Text("relative excess", "相对超额"), NOTHING, log=True),
                (
                    Series(Text("with replacement", "有放回"), epoch, np.maximum(drawn, 1e-31)),
                    Series(Text("fresh order", "每轮洗牌"), epoch, np.maximum(shuffled, 1e-31)),
                    Series(same("SVRG"), 5 * np.arange(1.0, loops + 1), seen),
                ),
            ),
            Table(
                Text("where it stops", "停在哪里"),
                (Text("method", "方法"), Text("relative excess", "相对超额")),
                (
                    (Text("with replacement", "有放回"), floors[0]),
                    (Text("fresh order", "每轮洗牌"), floors[1]),
                    (same("SVRG"), float(reduced[-1])),
                ),
            ),
        ),
    )
