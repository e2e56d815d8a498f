"""D22N: what a batch size costs with noise in the targets, at the best step for each."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import batch_size_theory as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import NOTHING, Text

SIZES = (1, 4, 16, 64, 256, 1024, 4096, 16_384)
MOST = 1_000_000
"""Numbers drawn at most in a simulation; a longer one would only keep the learner waiting."""


class NoisyBatchCosts(Measurements):
    updates: float = measurement(Text("updates at this batch size (inf: never)", "该批大小的更新次数（inf：达不到）"))
    samples_used: float = measurement(Text("sample gradients at this batch size", "该批大小的样本梯度数"))
    best_step: float = measurement(Text("best step, times the largest curvature", "最优步长乘最大曲率"))
    single_updates: float = measurement(Text("updates at batch size 1", "批大小为 1 的更新次数"))
    full_updates: float = measurement(Text("updates of full descent", "全批下降的更新次数"))
    full_samples: float = measurement(Text("sample gradients of full descent", "全批下降的样本梯度数"))
    full_to_single: float = measurement(Text("sample gradients, full over single", "样本梯度数之比：全批比逐样本"))
    update_saving: float = measurement(Text("updates, single over full", "更新次数之比：逐样本比全批"))
    simulated_loss: float = measurement(
        Text("loss over target in a simulation of as many updates", "模拟同样多次更新后损失与目标之比"),
        grade=Grade.STATISTICAL,
    )
    seconds: float = measurement(
        Text("seconds at this batch size, now", "该批大小的秒数（此刻）"), grade=Grade.WALL_CLOCK
    )
    single_seconds: float = measurement(
        Text("seconds at batch size 1, now", "批大小为 1 的秒数"), grade=Grade.WALL_CLOCK
    )
    full_seconds: float = measurement(Text("seconds of full descent, now", "全批下降的秒数"), grade=Grade.WALL_CLOCK)


@demonstration(
    number="D22N",
    name="noisy_batch_costs",
    topic="descent",
    title=Text("Batch size with noise: updates, samples, seconds", "有噪声时的批大小：更新、样本与秒数"),
    summary=Text(
        "Noisy least squares: expected updates to a target for every batch size, each at its best step.",
        "含噪最小二乘：每种批大小取各自最优步长，到达目标所需的期望更新次数。",
    ),
    look_for=Text(
        "Three regions. At first four times the batch saves three quarters of the updates and the samples stay level; "
        "around the noise scale the gain shrinks; beyond it the updates stand still and every further sample is spent "
        "for nothing. In seconds the best batch lies in the middle, neither at 1 nor at n.",
        "三个区间：起初批放大四倍，更新次数就少四分之三，样本数不变；到噪声尺度附近收益递减；"
        "再往后更新次数不再下降，多出的样本全是浪费。按秒数算，最佳批大小在中间，既不是 1 也不是 n。",
    ),
    predict=Text(
        "60,000 samples: how many times more sample gradients than single-sample descent does the full batch take?",
        "6 万个样本：全批下降用掉的样本梯度是逐样本下降的多少倍？",
    ),
    limits=Text(
        "Gaussian inputs and a constant step from a short list; counts are of the expected loss, a single run scatters "
        "around them. Seconds are of this machine now and decide nothing.",
        "输入为高斯分布，步长恒定且取自一个短列表；计数针对期望损失，单次运行会上下波动。秒数只代表本机此刻，不作判定。",
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 256, 1, 60_000),
        Integer("samples", Text("samples", "样本数"), 60_000, 100, 60_000),
        Integer("features", Text("features", "特征数"), 20, 1, 60),
        Float("condition", Text("condition number", "条件数"), 10.0, 1.0, 1000.0, log=True),
        Float("noise", Text("noise in the targets", "目标的噪声"), 1.0, 0.0, 10.0),
        Float("target", Text("target, relative", "相对目标"), 3e-3, 1e-5, 0.5, log=True),
    ),
    measurements=NoisyBatchCosts,
    kernels=(kernel.moment_maps, kernel.expected_loss, kernel.tuned),
)
def noisy_batch_costs(
    rng: np.random.Generator,
    *,
    batch: int,
    samples: int,
    features: int,
    condition: float,
    noise: float,
    target: float,
) -> Result:
    """The table for the usual sizes, the asked one, and the whole set."""
    spectrum = np.geomspace(1.0, 1.0 / condition, features)
    problem = kernel.NoisyProblem(spectrum, np.ones(features), noise, samples)
    batch = min(batch, samples)
    sizes = sorted({1, batch, samples, *(size for size in SIZES if size < samples)})
    rows = {size: kernel.tuned(problem, target, size) for size in sizes}
    data = rng.standard_normal((samples, features))
    seconds = {size: rows[size][0] * _update_seconds(data[:size]) for size in sizes}
    single, full = rows[1][0], rows[samples][0]
    measured = NoisyBatchCosts(
        updates=rows[batch][0],
        samples_used=rows[batch][0] * batch,
        best_step=rows[batch][1] * float(spectrum.max()),
        single_updates=single,
        full_updates=full,
        full_samples=full * samples,
        full_to_single=full * samples / single,
        update_saving=single / full,
        simulated_loss=_simulated(rng, problem, *rows[batch], batch) / target,
        seconds=seconds[batch],
        single_seconds=seconds[1],
        full_seconds=seconds[samples],
    )
    return Result(measured, (_counts(rows, problem), _table(rows, seconds)))


def _update_seconds(x: FloatArray) -> float:
    """Seconds of one update on the batch x (batch, features), the best of a few."""
    y, w, best = x[:, 0], np.zeros(x.shape[1]), float("inf")
    for _ in range(3):
        began = perf_counter()
        w = w - 1e-3 / len(x) * (x.T @ (x @ w - y))
        best = min(best, perf_counter() - began)
    return best


def _simulated(
    rng: np.random.Generator, problem: kernel.NoisyProblem, updates: float, step: float, batch: int
) -> float:
    """The mean relative loss of a few sampled runs after `updates`; the expected one where sampling would take long."""
    runs = int(MOST // max(updates * batch * len(problem.spectrum), 1)) if np.isfinite(updates) else 0
    if runs < 4 or batch == problem.samples:
        counts, steps = np.array([min(updates, kernel.LIMIT)]), np.array([step])
        return float(kernel.expected_loss(problem, counts, steps, batch)[0, 0]) if np.isfinite(step) else float("inf")
    course = kernel.sampled_descent(rng, problem, step=step, batch=batch, updates=int(updates), runs=min(runs, 64))
    return float(course[-1])


def _counts(rows: dict[int, tuple[float, float]], problem: kernel.NoisyProblem) -> Lines:
    reached = [size for size, (updates, _) in rows.items() if np.isfinite(updates)]
    sizes, updates = np.array(reached, dtype=float), np.array([rows[size][0] for size in reached])
    return Lines(
        Text("updates and samples to the target", "到达目标的更新次数与样本数"),
        Axis(Text("batch size", "批大小"), NOTHING, log=True),
        Axis(Text("count", "计数"), NOTHING, log=True),
        (
            Series(Text("updates", "更新"), sizes, updates),
            Series(Text("samples", "样本"), sizes, updates * sizes),
        ),
        (Mark(Text("noise scale at the start", "起点的噪声尺度"), kernel.noise_scale(problem), "x"),),
    )


def _table(rows: dict[int, tuple[float, float]], seconds: dict[int, float]) -> Table:
    return Table(
        Text("each at its best step; seconds on this machine now", "各取最优步长；秒数为本机此刻"),
        (Text("batch", "批大小"), Text("updates", "更新"), Text("samples", "样本"), Text("seconds", "秒")),
        tuple((size, rows[size][0], rows[size][0] * size, float(f"{seconds[size]:.2g}")) for size in rows),
    )
