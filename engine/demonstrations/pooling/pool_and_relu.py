"""D96: ReLU before or after pooling."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.pooling import max_pool_forward, mean_pool_forward
from engine.measurements import Array2D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer, ParameterError
from engine.result import Matrix, Result, Table
from engine.text import Text


def relu(x: FloatArray) -> FloatArray:
    """max(x, 0), entry by entry.

    >>> relu(np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    return np.maximum(x, 0.0)


class PoolAndRelu(Measurements):
    x: Array2D = measurement(Text("input", "输入"), grade=Grade.EXACT)
    relu_then_max: Array2D = measurement(Text("ReLU, then max pooling", "先 ReLU 再最大池化"), grade=Grade.EXACT)
    max_then_relu: Array2D = measurement(Text("max pooling, then ReLU", "先最大池化再 ReLU"), grade=Grade.EXACT)
    relu_then_mean: Array2D = measurement(Text("ReLU, then mean pooling", "先 ReLU 再平均池化"), grade=Grade.EXACT)
    mean_then_relu: Array2D = measurement(Text("mean pooling, then ReLU", "先平均池化再 ReLU"), grade=Grade.EXACT)
    max_gap: float = measurement(
        Text("largest difference of the max orders", "最大池化两种顺序的最大差"), grade=Grade.EXACT
    )
    mean_gap: float = measurement(
        Text("largest difference of the mean orders", "平均池化两种顺序的最大差"), grade=Grade.EXACT
    )
    mixed_windows: int = measurement(
        Text("windows with values of both signs", "含正负两种值的窗口数"), grade=Grade.EXACT
    )
    early_calls: int = measurement(
        Text("ReLUs computed when ReLU comes first", "先 ReLU 时计算的次数"), grade=Grade.EXACT
    )
    late_calls: int = measurement(
        Text("ReLUs computed when pooling comes first", "先池化时计算 ReLU 的次数"), grade=Grade.EXACT
    )


@demonstration(
    number="D96",
    name="pool_and_relu",
    topic="pooling",
    title=Text("ReLU before or after pooling", "ReLU 与池化的先后"),
    summary=Text(
        "Both orders on the same input: for max pooling they agree, for mean pooling they do not.",
        "同一输入上比较两种顺序：最大池化时结果相同，平均池化时不同。",
    ),
    look_for=Text(
        "ReLU is monotone, so it commutes with the maximum, and pooling first saves most of its calls. A mean mixes "
        "positive and negative values: ReLU first gives at least as much, more where a window holds both signs.",
        "ReLU 单调，所以与取最大值可交换，先池化能省去大部分 ReLU 计算。平均会混合正负值：先 ReLU 的结果不会更小，窗口里正负都有时更大。",
    ),
    predict=Text(
        "Which windows of the input give another result when ReLU and mean pooling change places?",
        "把 ReLU 与平均池化的顺序交换，哪些窗口的结果会变？",
    ),
    limits=Text(
        "The agreement holds for every monotone activation and max pooling; GELU and SiLU are not monotone.",
        "最大池化与任何单调激活函数都可交换；GELU 与 SiLU 不单调。",
    ),
    parameters=(
        Array("plane", Text("input", "输入"), (), 2, -1e3, 1e3, 12),
        Integer("kernel", Text("kernel and stride", "核与步幅"), 2, 1, 4, Text("cells", "格")),
    ),
    measurements=PoolAndRelu,
    kernels=(relu, max_pool_forward, mean_pool_forward),
)
def pool_and_relu(rng: np.random.Generator, *, plane: FloatArray, kernel: int) -> Result:
    """Run both orders for both poolings; windows do not overlap."""
    x = plane if plane.size else rng.integers(-9, 10, (2 * kernel, 2 * kernel)).astype(float)
    if min(x.shape) < kernel:
        raise ParameterError(
            f"a kernel of {kernel} does not fit on an input of {x.shape[0]}x{x.shape[1]}",
            f"核 {kernel} 放不进 {x.shape[0]}x{x.shape[1]} 的输入",
        )
    smallest, largest = -max_pool_forward(-x, kernel, kernel)[0], max_pool_forward(x, kernel, kernel)[0]
    early_max, late_max = max_pool_forward(relu(x), kernel, kernel)[0], relu(largest)
    early_mean = mean_pool_forward(relu(x), kernel, kernel)
    late_mean = relu(mean_pool_forward(x, kernel, kernel))
    measured = PoolAndRelu(
        x=x,
        relu_then_max=early_max,
        max_then_relu=late_max,
        relu_then_mean=early_mean,
        mean_then_relu=late_mean,
        max_gap=float(np.abs(early_max - late_max).max()),
        mean_gap=float(np.abs(early_mean - late_mean).max()),
        mixed_windows=int(np.sum((smallest < 0) & (largest > 0))),
        early_calls=x.size,
        late_calls=largest.size,
    )
    return Result(
        measured,
        (
            Matrix(Text("input", "输入"), x, x < 0),
            Matrix(Text("ReLU, then mean pooling", "先 ReLU 再平均池化"), early_mean, early_mean != late_mean),
            Matrix(Text("mean pooling, then ReLU", "先平均池化再 ReLU"), late_mean, early_mean != late_mean),
            Table(
                Text("largest difference of the two orders", "两种顺序的最大差"),
                (Text("max pooling", "最大池化"), Text("mean pooling", "平均池化")),
                ((measured.max_gap, measured.mean_gap),),
            ),
        ),
    )
