"""D22: what a batch size costs in updates and samples."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.descent._batch_sizes import SIZES
from engine.kernels import sgd_theory as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import NOTHING, Text


class BatchCosts(Measurements):
    updates: float = measurement(Text("updates to the target at this batch size", "该批大小所需更新次数"))
    single_updates: float = measurement(Text("updates at batch size 1", "批大小为 1 的更新次数"))
    speed_up: float = measurement(Text("ratio of the two", "两者之比"))
    samples_used: float = measurement(Text("sample gradients at this batch size", "该批大小所需样本梯度数"))
    single_samples: float = measurement(Text("sample gradients at batch size 1", "批大小为 1 的样本梯度数"))
    samples_ratio: float = measurement(Text("ratio of sample gradients", "样本梯度数之比"))
    critical: int = measurement(
        Text("batch size at which returns begin to fall, d + 1", "收益开始递减的批大小 d＋1"), grade=Grade.EXACT
    )
    best_step: float = measurement(Text("best step at this batch size", "该批大小的最优步长"))
    simulated_updates: float = measurement(
        Text("updates counted in a simulation", "模拟计数的更新次数"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D22",
    name="batch_costs",
    topic="descent",
    title=Text("Batch size: updates and samples", "批大小：更新次数与样本数"),
    summary=Text(
        "Updates and sample gradients to a target, at the best step for each batch size, by formula and by simulation.",
        "每种批大小取最优步长时，到达目标所需的更新次数与样本梯度数：公式与模拟。",
    ),
    look_for=Text(
        "Up to about B = d + 1 updates fall in proportion and samples stay level; beyond it each doubling buys less, and "
        "the samples grow with B. A batch of 100 in 20 dimensions needs 37.6 times fewer updates, not 100.",
        "在 B≈d＋1 以内，更新次数成比例下降、样本数基本不变；再往上每次翻倍收益递减，样本数随 B 增长。20 维时批大小 100 的更新次数少 37.6 倍，而不是 100 倍。",
    ),
    predict=Text(
        "20 features: how many times fewer updates does a batch of 100 need?",
        "20 个特征：批大小 100 能让更新次数少多少倍？",
    ),
    limits=Text(
        "Isotropic least squares without noise, where the formula is exact; with noise the bend lies at the noise scale.",
        "无噪声、各向同性最小二乘（公式精确）；有噪声时拐点在噪声尺度附近。",
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 100, 1, 4096),
        Integer("features", Text("features", "特征数"), 20, 1, 200),
        Float("target", Text("target, relative", "相对目标"), 1e-4, 1e-12, 0.5, log=True),
        Integer("runs", Text("runs simulated", "模拟次数"), 40, 4, 400),
    ),
    measurements=BatchCosts,
    kernels=(kernel.noiseless_iterations, kernel.best_step, kernel.simulate),
)
def batch_costs(rng: np.random.Generator, *, batch: int, features: int, target: float, runs: int) -> Result:
    """Count by the closed form, and once by simulation."""
    updates = kernel.noiseless_iterations(target, features, batch)
    single = kernel.noiseless_iterations(target, features, 1)
    measured = BatchCosts(
        updates=updates,
        single_updates=single,
        speed_up=single / updates,
        samples_used=updates * batch,
        single_samples=single,
        samples_ratio=updates * batch / single,
        critical=features + 1,
        best_step=kernel.best_step(features, batch),
        simulated_updates=_simulated(rng, min(batch, 256), features, target, runs)
        if batch <= 256
        else float(np.ceil(updates)),
    )
    needed = np.array([kernel.noiseless_iterations(target, features, int(size)) for size in SIZES])
    return Result(
        measured,
        (
            Lines(
                Text("updates and samples to the target", "到达目标的更新次数与样本数"),
                Axis(Text("batch size", "批大小"), NOTHING, log=True),
                Axis(Text("count", "计数"), NOTHING, log=True),
                (
                    Series(Text("updates", "更新"), SIZES.astype(float), needed),
                    Series(Text("samples", "样本"), SIZES.astype(float), needed * SIZES),
                    Series(Text("updates if B-fold fewer", "若减少 B 倍"), SIZES.astype(float), single / SIZES),
                ),
                (Mark(Text("d + 1", "d＋1"), features + 1.0, "x"),),
            ),
        ),
    )


def _simulated(rng: np.random.Generator, batch: int, features: int, target: float, runs: int) -> float:
    """The first update at which the mean squared error of the runs is at the target."""
    most = int(np.ceil(1.3 * kernel.noiseless_iterations(target, features, batch))) + 5
    if most * runs * batch * features > 4_000_000:  # the formula is exact; long simulations would only keep one waiting
        runs = max(4, 4_000_000 // (most * batch * features))
    steps = np.full(most, kernel.best_step(features, batch))
    means = kernel.simulate(rng, steps, features, 0.0, batch, runs)
    reached = np.flatnonzero(means <= target)
    return float(reached[0]) if reached.size else float(most)
