"""D11G: how wide the range of learning rates or initial scales is that works, with and without BatchNorm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.demonstration import Partial, demonstration
from engine.kernels.mlp_training import (
    ACTIVATIONS,
    Network,
    accuracy,
    digits_split,
    initialise,
    train,
)
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text, same

RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SCALES = (0.01, 0.1, 0.3, 1.0, 3.0, 10.0)
RATES_OF_A_SCALE = (0.003, 0.03, 0.3, 1.0)
"""Learning rates tried at each initial scale: one that gets there is enough."""
KINDS = ("plain", "normalised")
VARIED: dict[Scalar, Text] = {"rate": Text("learning rate", "学习率"), "scale": Text("initial scale", "初始尺度")}
LABELS = {"plain": Text("plain", "无 BN"), "normalised": same("BN")}
EVERY = 20
AIM = 0.95
LARGEST_PIECE, OVERHEAD = 500_000_000, 200_000
"""Multiplications between two partial results, which take about a second; and those that a layer's calls are worth."""


class _Runner:
    """One net under way to 95 % test accuracy, looked at every twenty steps. `reached` is None on the way, then the
    step, infinite when it diverged or ran out of steps."""

    def __init__(self, seed: int, network: Network, *, rate: float, batch: int, steps: int) -> None:
        x, labels, _, _ = digits_split()
        order = np.random.Generator(np.random.PCG64([seed, 1]))
        self.network = network
        self.reached: float | None = None
        self._course = train(network, x, labels, order, learning_rate=rate, batch=batch, steps=steps)

    def advance(self) -> None:
        """Twenty steps more, unless it is at its end."""
        if self.reached is not None:
            return
        step = 0
        for progress in self._course:
            step = 0 if progress.diverged else progress.step
            if step % EVERY == 0:
                break
        if step == 0 or step % EVERY:
            self.reached = float("inf")
            return
        _, _, test, labels = digits_split()
        if accuracy(self.network, test, labels) >= AIM:
            self.reached = float(step)


class BatchnormRates(Measurements):
    best_steps_plain: float = measurement(
        Text("fewest steps to 95 % (inf: never), plain", "到 95% 的最少步数（inf：达不到），无 BN"),
        grade=Grade.STATISTICAL,
    )
    best_steps_normalised: float = measurement(
        Text("fewest steps to 95 % (inf: never), BN", "到 95% 的最少步数（inf：达不到），BN"), grade=Grade.STATISTICAL
    )
    working_plain: int = measurement(
        Text("how many values work, plain", "可用取值的个数，无 BN"), grade=Grade.STATISTICAL
    )
    working_normalised: int = measurement(
        Text("how many values work, BN", "可用取值的个数，BN"), grade=Grade.STATISTICAL
    )
    tried: int = measurement(Text("how many values were tried", "尝试的取值个数"), grade=Grade.EXACT)


@demonstration(
    number="D11G",
    name="batchnorm_rates",
    topic="batchnorm",
    title=Text("Which learning rates and initial scales work", "哪些学习率与初始尺度可用"),
    summary=Text(
        "Steps to 95 % on the digits over a grid of learning rates, or of initial scales, with and without BatchNorm.",
        "在学习率（或初始尺度）网格上训练手写数字到 95% 所需的步数，有无 BatchNorm 对照。",
    ),
    look_for=Text(
        "Compare the best of each, not the two at one learning rate. Without BatchNorm few columns ever arrive, with it "
        "most do, and the best one arrives in a fraction of the steps. A deep sigmoid net without it never arrives.",
        "应比较各自最好的结果，而不是同一学习率下的两个。没有 BN 时只有少数几列能到达，有 BN 时大多能到，"
        "最好的一列只需几分之一的步数；深层 sigmoid 网络没有 BN 则永远到不了。",
    ),
    predict=Text(
        "Seven learning rates from 0.003 to 3: how many of them train eight ReLU layers without BatchNorm?",
        "从 0.003 到 3 的七个学习率：没有 BatchNorm 的八层 ReLU 网络能用其中几个训练成功？",
    ),
    limits=Text(
        "One data set and few seeds; another number of steps, width or depth moves the borders.",
        "只有一个数据集和少数几个种子；换步数、宽度或深度，边界会移动。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "relu", tuple(ACTIVATIONS)),
        Choice(
            "vary",
            Text("what is varied", "改变什么"),
            "rate",
            tuple(VARIED),
            VARIED,
        ),
        Integer("depth", Text("hidden layers", "隐层数"), 8, 1, 12),
        Integer("width", Text("units a layer", "每层单元数"), 64, 4, 128),
        Integer("batch", Text("batch size", "批大小"), 64, 2, 256),
        Integer("steps", Text("steps at most", "最多步数"), 800, 20, 2000),
        Integer("seeds", Text("seeds (all must arrive)", "种子数（须全部到达）"), 1, 1, 4),
    ),
    measurements=BatchnormRates,
    kernels=(initialise, train),
)
def batchnorm_rates(
    rng: np.random.Generator,
    *,
    activation: str,
    vary: str,
    depth: int,
    width: int,
    batch: int,
    steps: int,
    seeds: int,
) -> Iterator[Partial]:
    """Advance all nets side by side, twenty steps a round. A net on its way counts as one that has not arrived."""
    values = RATES if vary == "rate" else SCALES
    widths, firsts = (64, *[width] * depth, 10), [int(seed) for seed in rng.integers(2**31, size=seeds)]

    def runner(seed: int, kind: str, rate: float, scale: float) -> _Runner:
        weights, gain = np.random.Generator(np.random.PCG64([seed, 0])), 2.0 if activation == "relu" else 1.0
        normalised = kind == "normalised"
        network = initialise(widths, ACTIVATIONS[activation], weights, batchnorm=normalised, scale=scale, gain=gain)
        return _Runner(seed, network, rate=rate, batch=batch, steps=steps)

    grid = {
        (kind, value): [[runner(seed, kind, *setting) for setting in _settings(vary, value)] for seed in firsts]
        for kind in KINDS
        for value in values
    }
    groups = [group for of_seeds in grid.values() for group in of_seeds]
    rounds = -(-steps // EVERY) + 1
    cost = EVERY * (depth + 1) * (batch * width * max(width, 64) + OVERHEAD)
    for done in range(rounds):
        spent = 0
        for number, group in enumerate(groups):
            for one in () if _settled(group) else group:
                one.advance()
                spent += cost
                if spent >= LARGEST_PIECE:
                    yield Partial((done + number / len(groups)) / rounds, _result(grid, values, vary))
                    spent = 0
        finished = all(_settled(group) for group in groups)
        yield Partial(1.0 if finished else (done + 1) / rounds, _result(grid, values, vary))
        if finished:
            return


def _settings(vary: str, value: float) -> list[tuple[float, float]]:
    """The (rate, scale) pairs tried for one value of the grid."""
    return [(value, 1.0)] if vary == "rate" else [(rate, value) for rate in RATES_OF_A_SCALE]


def _settled(group: list[_Runner]) -> bool:
    arrived = any(runner.reached is not None and np.isfinite(runner.reached) for runner in group)
    return arrived or all(runner.reached is not None for runner in group)


def _steps(groups: list[list[_Runner]]) -> float:
    """The mean over seeds of the fewest steps of a group; infinite unless every seed arrived."""
    best = [min((r.reached for r in group if r.reached is not None), default=float("inf")) for group in groups]
    return float(np.mean(best))


def _result(grid: dict[tuple[str, float], list[list[_Runner]]], values: tuple[float, ...], vary: str) -> Result:
    needed = {kind: np.array([_steps(grid[kind, value]) for value in values]) for kind in KINDS}
    measured = BatchnormRates(
        best_steps_plain=float(needed["plain"].min()),
        best_steps_normalised=float(needed["normalised"].min()),
        working_plain=int(np.isfinite(needed["plain"]).sum()),
        working_normalised=int(np.isfinite(needed["normalised"]).sum()),
        tried=len(values),
    )
    return Result(measured, (_curves(needed, values, VARIED[vary]), _table(needed, values, VARIED[vary])))


def _curves(needed: dict[str, FloatArray], values: tuple[float, ...], what: Text) -> Lines:
    arrived = {kind: np.isfinite(steps) for kind, steps in needed.items()}
    return Lines(
        Text("steps to 95 %, where it is reached", "到达 95% 的步数（仅画到达者）"),
        Axis(what, log=True),
        Axis(Text("steps", "步数")),
        tuple(Series(LABELS[kind], np.array(values)[arrived[kind]], needed[kind][arrived[kind]]) for kind in KINDS),
    )


def _table(needed: dict[str, FloatArray], values: tuple[float, ...], what: Text) -> Table:
    return Table(
        Text("steps to 95 % (inf: not reached)", "到 95% 的步数（inf：未到达）"),
        (what, *(LABELS[kind] for kind in KINDS)),
        tuple((value, *(float(needed[kind][row]) for kind in KINDS)) for row, value in enumerate(values)),
    )
