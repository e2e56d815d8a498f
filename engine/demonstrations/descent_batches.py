"""D22 and D23: what a batch size costs in updates, samples, seconds and memory."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.kernels import descent_theory as kernel
from engine.kernels.descent import full_gradient, least_squares
from engine.parameters import Float, FloatArray, Integer, Value
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import NOTHING, Text

SIZES = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096])
"""The batch sizes of the curves."""


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
    measurements=(
        Measurement("updates", Text("updates to the target at this batch size", "该批大小所需更新次数")),
        Measurement("single_updates", Text("updates at batch size 1", "批大小为 1 的更新次数")),
        Measurement("speed_up", Text("ratio of the two", "两者之比")),
        Measurement("samples_used", Text("sample gradients at this batch size", "该批大小所需样本梯度数")),
        Measurement("single_samples", Text("sample gradients at batch size 1", "批大小为 1 的样本梯度数")),
        Measurement("samples_ratio", Text("ratio of sample gradients", "样本梯度数之比")),
        Measurement(
            "critical",
            Text("batch size at which returns begin to fall, d + 1", "收益开始递减的批大小 d＋1"),
            grade=Grade.EXACT,
        ),
        Measurement("best_step", Text("best step at this batch size", "该批大小的最优步长")),
        Measurement(
            "simulated_updates", Text("updates counted in a simulation", "模拟计数的更新次数"), grade=Grade.STATISTICAL
        ),
    ),
    kernels=(kernel.noiseless_iterations, kernel.best_step, kernel.simulate),
)
def batch_costs(rng: np.random.Generator, *, batch: int, features: int, target: float, runs: int) -> Result:
    """Count by the closed form, and once by simulation."""
    updates = kernel.noiseless_iterations(target, features, batch)
    single = kernel.noiseless_iterations(target, features, 1)
    measured: dict[str, Value] = {
        "updates": updates,
        "single_updates": single,
        "speed_up": single / updates,
        "samples_used": updates * batch,
        "single_samples": single,
        "samples_ratio": updates * batch / single,
        "critical": features + 1,
        "best_step": kernel.best_step(features, batch),
        "simulated_updates": _simulated(rng, min(batch, 256), features, target, runs)
        if batch <= 256
        else float(np.ceil(updates)),
    }
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


@demonstration(
    number="D23",
    name="throughput",
    topic="descent",
    title=Text("Throughput and memory", "吞吐量与内存"),
    summary=Text(
        "Samples a second of a gradient on this machine now, and the bytes that a batch keeps for the backward pass.",
        "本机此刻计算梯度的每秒样本数，以及一个批为反向传播保留的字节数。",
    ),
    look_for=Text(
        "One sample at a time wastes almost everything on overhead: a batch of a hundred costs about as much as one. The "
        "gain ends when memory bandwidth is full. Memory grows in proportion to the batch; gradients added up over "
        "micro-batches are the same gradient at the memory of one.",
        "逐样本计算时几乎全是开销：一百个样本的批与一个样本耗时相近。内存带宽占满后收益就到头。内存随批大小成正比；把微批的梯度累加，用一个微批的内存得到同样的梯度。",
    ),
    predict=Text(
        "How many times more samples a second at B = 1000 than at B = 1?", "B＝1000 的每秒样本数是 B＝1 的多少倍？"
    ),
    limits=Text(
        "Seconds are of this machine at this moment, and decide no answer.", "秒数只代表本机此刻，不用来判定任何答案。"
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 256, 1, 4096),
        Integer("width", Text("width", "宽度"), 256, 1, 2048),
        Integer("depth", Text("layers", "层数"), 6, 1, 50),
        Integer("micro", Text("micro-batch", "微批大小"), 64, 1, 1024),
        Integer("samples", Text("samples", "样本数"), 1024, 16, 4096),
    ),
    measurements=(
        Measurement(
            "kept_bytes", Text("bytes kept for the backward pass", "为反向传播保留的字节数"), grade=Grade.EXACT
        ),
        Measurement("bytes_each", Text("bytes for each further sample", "每多一个样本的字节数"), grade=Grade.EXACT),
        Measurement(
            "weight_bytes",
            Text("bytes of the weights, whatever the batch", "权重字节数（与批无关）"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "bytes_without_input",
            Text("bytes if the input is forgotten (a mistake)", "误忘输入时的字节数"),
            grade=Grade.EXACT,
        ),
        Measurement("array_bytes", Text("bytes of the arrays really kept", "实际保留数组的字节数")),
        Measurement("accumulation_gap", Text("|accumulated - full gradient|", "累积梯度与全梯度之差")),
        Measurement("single_rate", Text("samples a second at B = 1, now", "B＝1 的每秒样本数"), grade=Grade.WALL_CLOCK),
        Measurement(
            "batch_rate", Text("samples a second at this batch, now", "该批大小的每秒样本数"), grade=Grade.WALL_CLOCK
        ),
        Measurement("rate_ratio", Text("ratio of the two, now", "两者之比"), grade=Grade.WALL_CLOCK),
    ),
    kernels=(kernel.activation_bytes, kernel.accumulated_gradient),
)
def throughput(rng: np.random.Generator, *, batch: int, width: int, depth: int, micro: int, samples: int) -> Result:
    """Count bytes and time gradients."""
    problem = least_squares(rng, samples, 20, 10.0, 1.0)
    w = rng.standard_normal(20)
    accumulated = kernel.accumulated_gradient(problem, w, micro)
    sizes = SIZES[samples >= SIZES]
    rates = np.array([_rate(problem.x, problem.y, w, int(size)) for size in sizes])
    measured: dict[str, Value] = {
        "kept_bytes": kernel.activation_bytes(batch, width, depth),
        "bytes_each": kernel.activation_bytes(1, width, depth),
        "weight_bytes": 8 * width * width * depth,
        "bytes_without_input": 8 * batch * width * depth,
        "array_bytes": _kept(rng, min(batch, 16), width=min(width, 64), depth=min(depth, 6)),
        "accumulation_gap": float(np.max(np.abs(accumulated - full_gradient(problem, w)))),
        "single_rate": float(rates[0]),
        "batch_rate": _rate(problem.x, problem.y, w, min(batch, samples)),
        "rate_ratio": _rate(problem.x, problem.y, w, min(batch, samples)) / float(rates[0]),
    }
    return Result(
        measured,
        (
            Lines(
                Text("samples a second, on this machine now", "本机此刻的每秒样本数"),
                Axis(Text("batch size", "批大小"), NOTHING, log=True),
                Axis(Text("samples a second", "样本/秒"), NOTHING, log=True),
                (Series(Text("measured", "实测"), sizes.astype(float), rates),),
            ),
            Table(
                Text("memory", "内存"),
                (Text("what", "项目"), Text("bytes", "字节")),
                (
                    (
                        Text("kept for the backward pass", "为反向传播保留"),
                        kernel.activation_bytes(batch, width, depth),
                    ),
                    (Text("weights", "权重"), 8 * width * width * depth),
                ),
            ),
        ),
    )


def _rate(x: FloatArray, y: FloatArray, w: FloatArray, batch: int) -> float:
    """Samples a second of the gradient of a batch, the best of a few repetitions."""
    part, targets, best = x[:batch], y[:batch], float("inf")
    for _ in range(5):
        began = perf_counter()
        for _ in range(4):
            part.T @ (part @ w - targets)
        best = min(best, (perf_counter() - began) / 4)
    return batch / max(best, 1e-9)


def _kept(rng: np.random.Generator, batch: int, width: int, depth: int) -> int:
    """Bytes of the arrays that a forward pass keeps, counted on the arrays themselves, for one sample."""
    kept = [rng.standard_normal((batch, width))]
    for _ in range(depth):
        kept.append(np.maximum(kept[-1] @ rng.standard_normal((width, width)), 0))
    return sum(array.nbytes for array in kept)
