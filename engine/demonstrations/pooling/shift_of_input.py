"""D92: what pooling does to a shifted input."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer, ParameterError
from engine.result import Axis, Lines, Matrix, Result, Series
from engine.text import Text


def ring_windows(signal: FloatArray, kernel: int, stride: int) -> FloatArray:
    """Every window of a signal that goes round in a ring: shape (n / stride, kernel), window i begins at i stride.

    >>> ring_windows(np.array([1.0, 2.0, 3.0, 4.0]), kernel=3, stride=2)
    array([[1., 2., 3.],
           [3., 4., 1.]])
    """
    starts = np.arange(0, len(signal), stride)
    return np.asarray(signal[(starts[:, None] + np.arange(kernel)) % len(signal)])


class ShiftOfInput(Measurements):
    x: Array1D = measurement(Text("the signal", "信号"), grade=Grade.EXACT)
    moved: Array1D = measurement(Text("the signal shifted to the right", "右移后的信号"), grade=Grade.EXACT)
    pooled: Array1D = measurement(Text("max pooling", "最大池化"), grade=Grade.EXACT)
    moved_pooled: Array1D = measurement(Text("max pooling after the shift", "平移后的最大池化"), grade=Grade.EXACT)
    averaged: Array1D = measurement(Text("mean pooling", "平均池化"), grade=Grade.EXACT)
    moved_averaged: Array1D = measurement(Text("mean pooling after the shift", "平移后的平均池化"), grade=Grade.EXACT)
    sampled: Array1D = measurement(Text("every stride-th value", "按步幅取样"), grade=Grade.EXACT)
    moved_sampled: Array1D = measurement(Text("the same after the shift", "平移后按步幅取样"), grade=Grade.EXACT)
    rolled: Array1D = measurement(
        Text("the pooled signal shifted instead (a mistake)", "误把池化结果平移"), grade=Grade.EXACT
    )
    kept: int = measurement(Text("outputs of max pooling that stay", "最大池化中不变的输出数"), grade=Grade.EXACT)
    averaged_kept: int = measurement(
        Text("outputs of mean pooling that stay", "平均池化中不变的输出数"), grade=Grade.EXACT
    )
    sampled_kept: int = measurement(Text("samples that stay", "取样中不变的个数"), grade=Grade.EXACT)
    change: float = measurement(Text("mean |change| of max pooling", "最大池化的平均变化量"))
    averaged_change: float = measurement(Text("mean |change| of mean pooling", "平均池化的平均变化量"))
    sampled_change: float = measurement(Text("mean |change| of the samples", "取样的平均变化量"))
    moves_along: bool = measurement(
        Text("whether the pooled signal is the old one, shifted", "池化结果是否只是原结果的平移"), grade=Grade.EXACT
    )


@demonstration(
    number="D92",
    name="shift_of_input",
    topic="pooling",
    title=Text("Pooling and a shifted input", "池化与平移"),
    summary=Text(
        "A signal on a ring is shifted by a few cells: how much do max pooling, mean pooling and plain sampling change?",
        "环形信号平移几格：最大池化、平均池化与直接取样各变化多少？",
    ),
    look_for=Text(
        "A shift by a multiple of the stride moves the pooled signal along: equivariance. A smaller shift leaves an "
        "output as it is only while the winner stays in its window. Pooling makes the layer less sensitive to shifts, "
        "not invariant.",
        "平移量是步幅的整数倍时，池化结果随之平移，这是等变性。更小的平移，只有当最大值仍留在窗口内时输出才不变。"
        "池化降低对平移的敏感度，而不是完全不变。",
    ),
    predict=Text(
        "Shift the signal by {{shift}} with stride {{stride}}. Which outputs of max pooling stay?",
        "信号平移 {{shift}} 格，步幅 {{stride}}。最大池化的哪些输出不变？",
    ),
    limits=Text(
        "One axis on a ring, so that nothing is lost at the border; images lose and gain cells there.",
        "一维环形信号，边界处没有损失；真实图像在边界处会丢失或新增内容。",
    ),
    parameters=(
        Array("signal", Text("signal", "信号"), (0.0, 1.0, 7.0, 2.0, 0.0, 5.0, 4.0, 1.0), 1, -1e3, 1e3, 24),
        Integer("kernel", Text("kernel", "核"), 2, 1, 6, Text("cells", "格")),
        Integer("stride", Text("stride", "步幅"), 2, 1, 6, Text("cells", "格")),
        Integer("shift", Text("shift to the right", "右移"), 1, 0, 12, Text("cells", "格")),
    ),
    measurements=ShiftOfInput,
    kernels=(ring_windows,),
)
def shift_of_input(rng: np.random.Generator, *, signal: FloatArray, kernel: int, stride: int, shift: int) -> Result:
    """Pool the signal and its shifted copy in three ways."""
    if len(signal) % stride or kernel > len(signal):
        raise ParameterError(
            f"the stride {stride} has to divide the {len(signal)} cells of the signal, and the kernel must fit on it",
            f"步幅 {stride} 须整除信号的 {len(signal)} 格，且核不能比信号长",
        )
    moved = np.roll(signal, shift)
    before, after = ring_windows(signal, kernel, stride), ring_windows(moved, kernel, stride)
    pooled, moved_pooled = before.max(axis=1), after.max(axis=1)
    averaged, moved_averaged = before.mean(axis=1), after.mean(axis=1)
    measured = ShiftOfInput(
        x=signal,
        moved=moved,
        pooled=pooled,
        moved_pooled=moved_pooled,
        averaged=averaged,
        moved_averaged=moved_averaged,
        sampled=before[:, 0],
        moved_sampled=after[:, 0],
        rolled=np.roll(pooled, shift),
        kept=int(np.sum(pooled == moved_pooled)),
        averaged_kept=int(np.sum(np.isclose(averaged, moved_averaged))),
        sampled_kept=int(np.sum(before[:, 0] == after[:, 0])),
        change=float(np.mean(np.abs(moved_pooled - pooled))),
        averaged_change=float(np.mean(np.abs(moved_averaged - averaged))),
        sampled_change=float(np.mean(np.abs(after[:, 0] - before[:, 0]))),
        moves_along=any(np.array_equal(moved_pooled, np.roll(pooled, places)) for places in range(len(pooled))),
    )
    return Result(measured, _views(measured))


def _views(m: ShiftOfInput) -> tuple[Matrix, Lines]:
    rows = np.stack([m.pooled, m.moved_pooled, m.averaged, m.moved_averaged])
    places = np.arange(len(m.x), dtype=np.float64)
    return (
        Matrix(
            Text("outputs before and after the shift", "平移前后的输出"),
            rows,
            np.repeat(np.stack([m.pooled == m.moved_pooled, np.isclose(m.averaged, m.moved_averaged)]), 2, axis=0),
            (
                Text("max", "最大"),
                Text("max, shifted", "最大，平移后"),
                Text("mean", "平均"),
                Text("mean, shifted", "平均，平移后"),
            ),
        ),
        Lines(
            Text("the signal", "信号"),
            Axis(Text("cell", "格")),
            Axis(Text("value", "值")),
            (
                Series(Text("before", "平移前"), places, m.x, "stairs"),
                Series(Text("after", "平移后"), places, m.moved, "stairs"),
            ),
        ),
    )
