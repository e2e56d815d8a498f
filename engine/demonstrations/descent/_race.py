"""The race of D16 and D16L: descent counted in per-sample gradients."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.demonstration import Partial
from engine.demonstrations.descent._problem import drawn_problem
from engine.kernels.descent import (
    Problem,
    batch_descent,
    full_gradient,
    guaranteed_iterations,
    iterations_per_epoch,
    minibatch_descent,
    sample_gradients,
)
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Bars, Lines, Mark, Result, Series, Table
from engine.text import NOTHING, Text

GRADIENTS = Text("sample gradients", "次样本梯度")
ITERATIONS = Text("iterations", "次迭代")
SECONDS = Text("s", "秒")
RELATIVE_STEPS = np.array([1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.5])
"""Steps that SGD tries, as multiples of 1 / tr H: six constant ones, and one that decreases as 1/t."""
LARGE, AVERAGED, TINY, SMALL = 0, 1, 4, 5
"""Places in RELATIVE_STEPS."""
MOST_ITERATIONS = 100_000
"""Full-batch iterations that are looked at: enough for every condition number on offer, unless there are hardly more
samples than features."""

PARAMETERS = (
    Integer("features", Text("features", "特征数"), 20, 1, 100),
    Float("condition", Text("condition number", "条件数"), 10.0, 1.0, 1000.0, log=True),
    Float("noise", Text("noise in the targets", "观测噪声"), 1.0, 0.0, 10.0),
    Float("target", Text("relative loss to reach", "目标相对误差"), 0.1, 1e-8, 0.5, log=True),
    Integer("batch", Text("mini-batch size", "小批大小"), 100, 1, 4096, Text("samples", "个样本")),
)


class DescentRace(Measurements):
    bgd_iterations: int = measurement(Text("full-batch iterations to the target", "BGD 到达目标的迭代数"), ITERATIONS)
    bgd_gradients: int = measurement(Text("sample gradients that took", "BGD 所用样本梯度数"), GRADIENTS)
    guaranteed_iterations: int = measurement(
        Text("iterations the condition number guarantees", "由条件数保证的迭代数"), ITERATIONS
    )
    measured_condition: float = measurement(Text("condition number of the drawn data", "抽得数据的条件数"))
    sgd_gradients: float = measurement(
        Text("sample gradients SGD needed (infinite: not in one pass)", "SGD 所用样本梯度数（无穷：一遍之内未到）"),
        GRADIENTS,
        Grade.STATISTICAL,
    )
    sgd_reached: bool = measurement(
        Text("whether SGD got there in one pass", "SGD 一遍之内是否到达"), grade=Grade.STATISTICAL
    )
    gradient_ratio: float = measurement(
        Text("BGD's gradients over SGD's (0: SGD not there)", "BGD 与 SGD 的梯度数之比（0：SGD 未到）"),
        grade=Grade.STATISTICAL,
    )
    minibatch_updates: float = measurement(
        Text("mini-batch updates to the target", "小批量到达目标的更新次数"), ITERATIONS, Grade.STATISTICAL
    )
    minibatch_gradients: float = measurement(
        Text("sample gradients of those updates", "小批量所用样本梯度数"), GRADIENTS, Grade.STATISTICAL
    )
    updates_per_pass: int = measurement(
        Text("updates in one pass, last short batch kept", "一遍的更新次数（保留最后不足的一批）"),
        ITERATIONS,
        Grade.EXACT,
    )
    updates_drop_last: int = measurement(
        Text("updates in one pass, last short batch dropped", "一遍的更新次数（丢弃最后不足的一批）"),
        ITERATIONS,
        Grade.EXACT,
    )
    large_step_left: float = measurement(
        Text("relative loss after one pass at the step 1/tr H", "步长 1/tr H 走一遍后的相对误差"),
        grade=Grade.STATISTICAL,
    )
    small_step_left: float = measurement(
        Text("relative loss after one pass at 0.003 of it", "取其 0.003 倍走一遍后的相对误差"), grade=Grade.STATISTICAL
    )
    averaged_left: float = measurement(
        Text("relative loss of the averaged second half at the step 0.3", "0.3 倍步长、后半程平均的相对误差"),
        grade=Grade.STATISTICAL,
    )
    same_step_left: float = measurement(
        Text("relative loss of the last iterate at the same step", "同一步长最后一步的相对误差"),
        grade=Grade.STATISTICAL,
    )
    tiny_averaged_left: float = measurement(
        Text("averaged second half at the step 0.01", "0.01 倍步长、后半程平均的相对误差"), grade=Grade.STATISTICAL
    )
    tiny_last_left: float = measurement(
        Text("last iterate at the step 0.01", "0.01 倍步长最后一步的相对误差"), grade=Grade.STATISTICAL
    )
    sampling_error: float = measurement(
        Text("relative loss of the exact fit on the population", "精确解对总体的相对误差"), grade=Grade.STATISTICAL
    )
    unbiased_gap: float = measurement(Text("|mean of the sample gradients - full gradient|", "|样本梯度均值 − 全梯度|"))
    noisy_share: float = measurement(
        Text(
            "share of samples whose step goes uphill on the whole loss near the optimum",
            "最优点附近更新步使总损失上升的样本比例",
        ),
        grade=Grade.STATISTICAL,
    )
    notes_bgd_gradients: int = measurement(
        Text("the notes' example: 10 iterations over 300,000", "笔记之例：30 万样本迭代 10 次"), GRADIENTS, Grade.EXACT
    )
    notes_sgd_gradients: int = measurement(
        Text("the notes' example: one pass over 300,000", "笔记之例：30 万样本走一遍"), GRADIENTS, Grade.EXACT
    )
    bgd_seconds: float = measurement(
        Text("wall-clock of the full-batch iterations", "BGD 墙钟时间"), SECONDS, Grade.WALL_CLOCK
    )
    sgd_seconds: float = measurement(
        Text("wall-clock of the SGD pass", "SGD 一遍的墙钟时间"), SECONDS, Grade.WALL_CLOCK
    )


LARGEST_MATRIX = 10_000_000
"""Entries of the inputs: 80 MB, of which a few copies are made on the way."""
LOOK_FOR = Text(
    "Two scoreboards that disagree. Counted in per-sample gradients, SGD reaches a modest accuracy far sooner, and its "
    "count hardly depends on the number of samples. Ask for more accuracy or more noise and its curve flattens on a "
    "floor that one pass does not get below, while full-batch descent goes on in a straight line. Counted in seconds "
    "the order may flip, because one matrix product is cheaper than thousands of tiny steps.",
    "两块记分牌并不一致。按样本梯度计，SGD 远更早达到不高的精度，且用量几乎与样本数无关；精度要求提高或噪声变大时，"
    "它停在一遍之内越不过的平台上，而全批下降仍沿直线前进。按秒计，次序可能反过来，因为一次矩阵乘法比成千上万次小步便宜。",
)
PREDICT = Text(
    "With a condition number of 10 and a target of 10 %, how many times fewer sample gradients will SGD need?",
    "条件数 10、目标 10% 时，SGD 所需的样本梯度会少多少倍？",
)
LIMITS = Text(
    "Least squares with Gaussian inputs. SGD may choose the best of six constant steps with hindsight, which favours it; "
    "its first passage is read after every update. Seconds belong to this machine and this moment.",
    "仅为高斯输入的最小二乘。SGD 事后可在六个恒定步长中取最优，对它有利；每次更新后都检查是否到达。秒数只属于本机此刻。",
)


@dataclass
class Course:
    """What one pass of mini-batch descent did at every step size: gradients used, weights after them."""

    problem: Problem
    used: list[int] = field(default_factory=list)
    weights: list[FloatArray] = field(default_factory=list)

    @property
    def excess(self) -> FloatArray:
        """Relative excess of all the weights so far, (updates, steps): one product is 20 times as fast as one each."""
        return self.problem.excess(np.array(self.weights))

    def first_passage(self, target: float) -> float:
        """The fewest gradients after which any step size is at the target, infinite for none."""
        below = np.flatnonzero((self.excess <= target).any(axis=1))
        return float(self.used[below[0]]) if below.size else float("inf")


def run_course(problem: Problem, rng: np.random.Generator, batch: int) -> Iterator[tuple[float, Course]]:
    """One pass in random order; yields (share done, course so far) now and then, and the whole at the end."""
    mean_square = float((problem.x**2).sum(axis=1).mean())
    largest = float(np.linalg.eigvalsh(problem.hessian)[-1])
    # One sample bears steps of about 1 / tr H = 1 / mean |x|^2, a large batch up to 1 / L.
    steps = RELATIVE_STEPS * batch / (mean_square + (batch - 1) * largest)
    decay = np.zeros(len(steps))
    decay[-1] = steps[-1] * float(np.linalg.eigvalsh(problem.hessian)[0]) / 2
    n, course = len(problem.y), Course(problem)
    order = rng.permutation(n)
    updates = -(-n // batch)
    # The curve is read after every update at first, then ever more rarely, so that reading costs little.
    for number, (used, w) in enumerate(minibatch_descent(problem, order, steps, decay, batch), 1):
        if number <= 400 or number % max(1, number // 400) == 0 or number == updates:
            course.used.append(used)
            course.weights.append(w)
        if number % 20_000 == 0:
            yield number / updates, course
    yield 1.0, course


def measure(
    problem: Problem,
    rng: np.random.Generator,
    sgd: Course,
    minibatch: Course,
    target: float,
    batch: int,
    sgd_seconds: float,
) -> DescentRace:
    """Read everything off the two courses, and run full-batch descent to the target."""
    eigenvalues = np.linalg.eigvalsh(problem.hessian)
    condition = float(eigenvalues[-1] / eigenvalues[0])
    n = len(problem.y)
    iterations, _ = batch_descent(problem, 2 / float(eigenvalues[0] + eigenvalues[-1]), target, MOST_ITERATIONS)
    used, small = sgd.first_passage(target), minibatch.first_passage(target)
    left, half = problem.excess(sgd.weights[-1]), len(sgd.weights) // 2
    tail = np.diff(np.array([0, *sgd.used]))[half:]
    averaged = np.average(np.array(sgd.weights)[half:], axis=0, weights=tail)
    unbiased_gap, noisy_share = _single_gradients(problem, rng)
    return DescentRace(
        bgd_iterations=iterations,
        bgd_gradients=iterations * n,
        guaranteed_iterations=guaranteed_iterations(condition, target),
        measured_condition=condition,
        sgd_gradients=used,
        sgd_reached=bool(np.isfinite(used)),
        gradient_ratio=iterations * n / used if np.isfinite(used) else 0.0,
        minibatch_updates=float(np.ceil(small / batch)),
        minibatch_gradients=small,
        updates_per_pass=iterations_per_epoch(n, batch),
        updates_drop_last=iterations_per_epoch(n, batch, drop_last=True),
        large_step_left=float(left[LARGE]),
        small_step_left=float(left[SMALL]),
        averaged_left=float(problem.excess(averaged[AVERAGED])),
        same_step_left=float(left[AVERAGED]),
        tiny_averaged_left=float(problem.excess(averaged[TINY])),
        tiny_last_left=float(left[TINY]),
        sampling_error=_sampling_error(problem),
        unbiased_gap=unbiased_gap,
        noisy_share=noisy_share,
        notes_bgd_gradients=10 * 300_000,
        notes_sgd_gradients=300_000,
        bgd_seconds=timed_batch(problem, iterations),
        sgd_seconds=sgd_seconds,
    )


def _sampling_error(problem: Problem) -> float:
    """sigma^2 d / (2n), relative to the start, with sigma^2 estimated from the residuals of the exact fit."""
    n, d = problem.x.shape
    residual = problem.y - problem.x @ problem.optimum
    variance = float(residual @ residual) / max(n - d, 1)
    return float(variance * d / (2 * n) / problem.initial)


def _single_gradients(problem: Problem, rng: np.random.Generator) -> tuple[float, float]:
    """Near the optimum: how far the mean of the sample gradients is from the full one, and for how many samples the step goes uphill."""
    near = problem.optimum * (1 + 0.01 * rng.standard_normal(problem.optimum.shape))
    gradients = sample_gradients(problem, near)
    full = full_gradient(problem, near)
    return float(np.abs(gradients.mean(axis=0) - full).max()), float((gradients @ full < 0).mean())


def curves(problem: Problem, sgd: Course, minibatch: Course, target: float) -> Lines:
    """The loss against sample gradients."""
    eigenvalues = np.linalg.eigvalsh(problem.hessian)
    _, curve = batch_descent(problem, 2 / float(eigenvalues[0] + eigenvalues[-1]), target, 4096)
    work = _floored(np.arange(len(curve)) * float(len(problem.y)), 1.0)
    return Lines(
        Text("relative loss against work", "相对误差与计算量"),
        Axis(GRADIENTS, NOTHING, log=True),
        Axis(Text("relative loss", "相对误差"), NOTHING, log=True),
        (
            Series(Text("full batch", "全批 BGD"), work, _floored(curve), "points"),
            _best(Text("SGD", "SGD"), sgd, target),
            _best(Text("mini-batch", "小批量"), minibatch, target),
        ),
        (Mark(Text("target", "目标"), target),),
    )


def _counts(measured: DescentRace) -> Bars:
    """The sample gradients to the target of those that came there."""
    bars = [
        (label, float(count))
        for label, count in (
            (Text("full batch", "全批"), measured.bgd_gradients),
            (Text("SGD", "SGD"), measured.sgd_gradients),
            (Text("mini-batch", "小批量"), measured.minibatch_gradients),
        )
        if np.isfinite(count) and count > 0
    ]
    return Bars(
        Text("sample gradients to the target", "到达目标所需样本梯度"),
        Axis(GRADIENTS, NOTHING, log=True),
        tuple(label for label, _ in bars),
        np.array([value for _, value in bars]),
    )


def _floored(curve: NDArray[np.floating[Any]], floor: float = 1e-30) -> FloatArray:
    """A curve that a logarithmic axis can draw."""
    return np.asarray(np.maximum(curve, floor), dtype=np.float64)


def _best(label: Text, course: Course, target: float) -> Series:
    """The curve of the step size that gets to the target first, else of the one that ends lowest."""
    excess = course.excess
    first = np.where((excess <= target).any(axis=0), (excess <= target).argmax(axis=0), len(excess) + 1)
    best = int(first.argmin()) if (excess <= target).any() else int(excess[-1].argmin())
    keep = np.unique(np.geomspace(1, len(excess), 300).astype(int) - 1)
    return Series(label, np.array(course.used, float)[keep], _floored(excess[keep, best]))


def _scoreboard(measured: DescentRace) -> Table:
    return Table(
        Text("scoreboard", "记分牌"),
        (Text("method", "方法"), GRADIENTS, Text("seconds here and now", "本机此刻用秒")),
        (
            (Text("full batch", "全批"), measured.bgd_gradients, measured.bgd_seconds),
            (Text("SGD", "SGD"), measured.sgd_gradients, measured.sgd_seconds),
            (Text("mini-batch", "小批量"), measured.minibatch_gradients, ""),
        ),
    )


def timed_batch(problem: Problem, iterations: int) -> float:
    """Seconds that so many full-gradient steps take, by the plain formula; at most fifty are run and scaled up."""
    count = max(1, min(iterations, 50))
    w, started = np.zeros(problem.x.shape[1]), time.perf_counter()
    for _ in range(count):
        w = w - 0.1 * full_gradient(problem, w)
    return (time.perf_counter() - started) * iterations / count


def race(
    rng: np.random.Generator, samples: int, features: int, condition: float, noise: float, target: float, batch: int
) -> Iterator[Partial]:
    """The whole race, piece by piece; the last piece holds every measurement. Raises ParameterError."""
    if samples * features > LARGEST_MATRIX:
        raise ParameterError(
            f"samples times features may be {LARGEST_MATRIX:,} at most, not {samples * features:,}",
            f"样本数与特征数之积不得超过 {LARGEST_MATRIX:,}，现为 {samples * features:,}",
        )
    problem = drawn_problem(rng, samples, features, condition, noise)
    minibatch, sgd, share = Course(problem), Course(problem), 1 / (1 + batch)
    for done, course in run_course(problem, rng, batch):
        minibatch = course
        if done < 1:
            yield Partial(share * done, Result({}))
    started = time.perf_counter()
    for done, sgd in run_course(problem, rng, 1):
        if done < 1:
            yield Partial(share + (1 - share) * done, Result({}, (curves(problem, sgd, minibatch, target),)))
    measured = measure(problem, rng, sgd, minibatch, target, batch, time.perf_counter() - started)
    views = (curves(problem, sgd, minibatch, target), _counts(measured), _scoreboard(measured))
    yield Partial(1.0, Result(measured, views))
