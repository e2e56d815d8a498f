"""D11: the digits trained with and without BatchNorm, and with distributions moved on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.demonstration import Partial, demonstration
from engine.kernels.mlp_training import (
    ACTIVATIONS,
    Network,
    Progress,
    accuracy,
    digits_split,
    initialise,
    loss_and_gradients,
    train,
)
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text, same

LABELS = (Text("plain", "无 BN"), same("BN"), Text("BN, moved on purpose", "BN＋故意漂移"))
EVERY = 10


class _Racer:
    """One net on its way: accuracies every ten steps, and how far the middle layer's means move each step."""

    def __init__(self, network: Network, run: Iterator[Progress]) -> None:
        self.network, self.run = network, run
        self.steps, self.accuracies, self.moves = [0.0], [0.1], [0.0]
        self.previous: Progress | None = None

    def advance(self) -> int:
        """Up to ten steps; returns how many were made."""
        _, _, test, labels = digits_split()
        made = 0
        for progress in self.run:
            self._watch(progress)
            made += 1
            if made == EVERY:
                break
        if made:
            self.steps.append(self.steps[-1] + made)
            self.accuracies.append(accuracy(self.network, test, labels))
        return made

    def _watch(self, progress: Progress) -> None:
        middle = len(progress.means) // 2
        if self.previous is not None and not progress.diverged:
            gap = np.abs(progress.means[middle] - self.previous.means[middle])
            self.moves.append(float((gap / (self.previous.deviations[middle] + 1e-12)).mean()))
        self.previous = progress

    @property
    def steps_to_95(self) -> float:
        """Steps to 95 % test accuracy, infinite if it never came there."""
        reached = (s for s, a in zip(self.steps, self.accuracies, strict=True) if a >= 0.95)
        return next(reached, float("inf"))

    @property
    def drift(self) -> float:
        """How far the middle layer's means move a step on average, in deviations."""
        return float(np.mean(self.moves[1:])) if len(self.moves) > 1 else 0.0


class BatchnormRace(Measurements):
    accuracy_plain: float = measurement(
        Text("test accuracy at the end, plain", "最终测试准确率，无 BN"), grade=Grade.STATISTICAL
    )
    accuracy_normalised: float = measurement(
        Text("test accuracy at the end, BN", "最终测试准确率，BN"), grade=Grade.STATISTICAL
    )
    accuracy_shifted: float = measurement(
        Text("test accuracy at the end, BN, moved on purpose", "最终测试准确率，BN＋故意漂移"), grade=Grade.STATISTICAL
    )
    steps_to_95_plain: float = measurement(
        Text("steps to 95 % test accuracy (inf: never), plain", "测试准确率到 95% 的步数（inf：未达到），无 BN"),
        grade=Grade.STATISTICAL,
    )
    steps_to_95_normalised: float = measurement(
        Text("steps to 95 % test accuracy (inf: never), BN", "测试准确率到 95% 的步数（inf：未达到），BN"),
        grade=Grade.STATISTICAL,
    )
    steps_to_95_shifted: float = measurement(
        Text(
            "steps to 95 % test accuracy (inf: never), BN, moved on purpose",
            "测试准确率到 95% 的步数（inf：未达到），BN＋故意漂移",
        ),
        grade=Grade.STATISTICAL,
    )
    drift_plain: float = measurement(
        Text(
            "move per step of a middle layer's batch means, in deviations, plain",
            "中间层批均值每步的移动（以标准差计），无 BN",
        ),
        grade=Grade.STATISTICAL,
    )
    drift_normalised: float = measurement(
        Text(
            "move per step of a middle layer's batch means, in deviations, BN",
            "中间层批均值每步的移动（以标准差计），BN",
        ),
        grade=Grade.STATISTICAL,
    )
    drift_shifted: float = measurement(
        Text(
            "move per step of a middle layer's batch means, in deviations, BN, moved on purpose",
            "中间层批均值每步的移动（以标准差计），BN＋故意漂移",
        ),
        grade=Grade.STATISTICAL,
    )
    drift_ratio: float = measurement(
        Text("drift moved on purpose over plain", "故意漂移与无 BN 的漂移之比"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D11",
    name="batchnorm_race",
    topic="batchnorm",
    title=Text("Digits with and without BatchNorm", "手写数字：有无批归一化的对比"),
    summary=Text(
        "Three nets on the same digits: plain, with BatchNorm, and with BatchNorm whose output is moved on purpose.",
        "同一批数字上的三个网络：无 BN、有 BN、有 BN 但故意让其输出漂移。",
    ),
    look_for=Text(
        "The third net's distributions move more from step to step than the plain one's, and with ReLU it still "
        "trains: a steady distribution cannot be the whole reason. Try sigmoid, other learning rates and initial "
        "scales: BatchNorm widens the range that works.",
        "第三个网络的分布每步移动得比无 BN 的更多，用 ReLU 却照样能训练：分布稳定不会是全部原因。"
        "换成 sigmoid、别的学习率与初始尺度试试：BN 扩大了可用的范围。",
    ),
    predict=Text(
        "The outputs of BatchNorm are shifted and rescaled at random every step. Will the net still learn?",
        "BatchNorm 的输出每一步都被随机平移、缩放，网络还学得会吗？",
    ),
    limits=Text(
        "One small data set and one seed; the gain depends on the learning rate, so compare each net at its best one.",
        "只是一个小数据集与一个种子；收益取决于学习率，应在各自最佳的学习率下比较。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "relu", tuple(ACTIVATIONS)),
        Integer("depth", Text("hidden layers", "隐层数"), 8, 1, 12),
        Integer("width", Text("units a layer", "每层单元数"), 64, 4, 128),
        Integer("batch", Text("batch size", "批大小"), 64, 2, 256),
        Integer("steps", Text("training steps", "训练步数"), 300, 10, 2000),
        Float("rate_plain", Text("learning rate of the plain net", "无 BN 网络的学习率"), 0.1, 1e-3, 30.0, log=True),
        Float("rate_normalised", Text("learning rate with BatchNorm", "有 BN 时的学习率"), 1.0, 1e-3, 30.0, log=True),
        Float("scale", Text("scale of the initial weights", "初始权重的倍数"), 1.0, 0.01, 10.0, log=True),
        Float("move", Text("strength of the deliberate shift", "故意漂移的强度"), 1.0, 0.0, 3.0),
    ),
    measurements=BatchnormRace,
    kernels=(initialise, loss_and_gradients, train),
)
def batchnorm_race(
    rng: np.random.Generator,
    *,
    activation: str,
    depth: int,
    width: int,
    batch: int,
    steps: int,
    rate_plain: float,
    rate_normalised: float,
    scale: float,
    move: float,
) -> Iterator[Partial]:
    """Train the three nets side by side from the same weights on the same mini-batches."""
    x, labels, _, _ = digits_split()
    start, order = (int(seed) for seed in rng.integers(2**31, size=2))
    widths, gain = (64, *[width] * depth, 10), 2.0 if activation == "relu" else 1.0
    racers = []
    for rate, batchnorm, shift in (
        (rate_plain, False, 0.0),
        (rate_normalised, True, 0.0),
        (rate_normalised, True, move),
    ):
        first = np.random.Generator(np.random.PCG64(start))
        network = initialise(
            widths, ACTIVATIONS[activation], first, batchnorm=batchnorm, scale=scale, gain=gain, shift=shift
        )
        stream = np.random.Generator(np.random.PCG64(order))
        racers.append(_Racer(network, train(network, x, labels, stream, learning_rate=rate, batch=batch, steps=steps)))
    rounds = -(-steps // EVERY)
    for done in range(1, rounds + 1):
        for racer in racers:
            racer.advance()
        yield Partial(done / rounds, _result(racers))


def _result(racers: list[_Racer]) -> Result:
    plain, normalised, shifted = racers
    measured = BatchnormRace(
        accuracy_plain=plain.accuracies[-1],
        accuracy_normalised=normalised.accuracies[-1],
        accuracy_shifted=shifted.accuracies[-1],
        steps_to_95_plain=plain.steps_to_95,
        steps_to_95_normalised=normalised.steps_to_95,
        steps_to_95_shifted=shifted.steps_to_95,
        drift_plain=plain.drift,
        drift_normalised=normalised.drift,
        drift_shifted=shifted.drift,
        drift_ratio=shifted.drift / max(plain.drift, 1e-12),
    )
    curves = tuple(
        Series(label, np.array(racer.steps), np.array(racer.accuracies))
        for racer, label in zip(racers, LABELS, strict=True)
    )
    view = Lines(
        Text("test accuracy", "测试准确率"),
        Axis(Text("steps", "步数")),
        Axis(Text("accuracy", "准确率")),
        curves,
        (Mark(same("95 %"), 0.95),),
    )
    return Result(measured, (view,))
