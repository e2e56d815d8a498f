"""D93: from a pooled map back to the full size."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.pooling import max_pool_backward, max_pool_forward
from engine.measurements import Array2D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer, ParameterError, demand_shape
from engine.result import Matrix, Result
from engine.text import Text


def nearest(values: FloatArray, factor: int) -> FloatArray:
    """Nearest-neighbour upsampling: each value fills its block, (rows, columns) -> (rows factor, columns factor).

    >>> nearest(np.array([[1.0, 2.0]]), factor=2)
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    return np.asarray(np.kron(values, np.ones((factor, factor))))


class Unpooling(Measurements):
    x: Array2D = measurement(Text("the plane that was pooled", "池化前的平面"), grade=Grade.EXACT)
    pooled: Array2D = measurement(Text("its maxima", "各块的最大值"), grade=Grade.EXACT)
    small: Array2D = measurement(Text("the values to be unpooled", "待反池化的值"), grade=Grade.EXACT)
    unpooled: Array2D = measurement(
        Text("max unpooling: to the kept places", "最大反池化：放回记下的位置"), grade=Grade.EXACT
    )
    nearest_filled: Array2D = measurement(
        Text("nearest neighbour: the whole block", "最近邻：填满整块"), grade=Grade.EXACT
    )
    shared: Array2D = measurement(
        Text("shared out equally, as mean pooling goes backward", "平均分配，即平均池化的反向"), grade=Grade.EXACT
    )
    cornered: Array2D = measurement(
        Text("to the first cell of each block: the places forgotten (a mistake)", "忘了位置，放到每块第一格（误）"),
        grade=Grade.EXACT,
    )
    backward: Array2D = measurement(
        Text("max pooling's gradient for the same values", "以这些值为上游梯度的最大池化梯度"), grade=Grade.EXACT
    )
    zeros: int = measurement(Text("zeros after max unpooling", "最大反池化后零的个数"), grade=Grade.EXACT)
    restored_gap: float = measurement(
        Text("largest difference to the plane when its own maxima are unpooled", "反池化自身最大值后与原平面的最大差"),
        grade=Grade.EXACT,
    )
    repooled_gap: float = measurement(
        Text("the unpooled plane pooled again, against the values", "反池化后再池化与原值之差"), grade=Grade.EXACT
    )


@demonstration(
    number="D93",
    name="unpooling",
    topic="pooling",
    title=Text("Unpooling", "反池化"),
    summary=Text(
        "Values of a pooled map are brought back to the full size: by the kept places, by repeating, by sharing out.",
        "把池化后的值放大回原尺寸：按记下的位置、按重复填充、按平均分配。",
    ),
    look_for=Text(
        "Max unpooling puts each value where the maximum was and zeros elsewhere. That is exactly what max pooling does "
        "to a gradient. What was not the maximum is gone: pooling cannot be undone.",
        "最大反池化把每个值放回最大值原来的位置，其余为零，这与最大池化回传梯度完全相同。不是最大值的信息已经丢失：池化不可逆。",
    ),
    predict=Text("How many cells of the unpooled plane are zero?", "反池化后的平面上有多少格为零？"),
    limits=Text(
        "Windows that do not overlap, where kernel and stride are equal; with overlap two values may meet in one cell.",
        "窗口不重叠（核等于步幅）；有重叠时两个值可能落在同一格。",
    ),
    parameters=(
        Array("plane", Text("plane that is pooled", "被池化的平面"), (), 2, -1e3, 1e3, 12),
        Array("values", Text("values to be unpooled", "待反池化的值"), (), 2, -1e3, 1e3, 6),
        Integer("kernel", Text("kernel and stride", "核与步幅"), 2, 2, 4, Text("cells", "格")),
    ),
    measurements=Unpooling,
    kernels=(max_pool_forward, max_pool_backward, nearest),
)
def unpooling(rng: np.random.Generator, *, plane: FloatArray, values: FloatArray, kernel: int) -> Result:
    """Pool the plane, keep the winners' places, and unpool `values` by them."""
    x = plane if plane.size else rng.permutation((2 * kernel) ** 2).reshape(2 * kernel, -1).astype(float)
    if x.shape[0] % kernel or x.shape[1] % kernel:
        raise ParameterError(
            f"the kernel {kernel} has to divide both sides of the plane, {x.shape[0]} and {x.shape[1]}",
            f"核 {kernel} 须整除平面的两个边长 {x.shape[0]} 与 {x.shape[1]}",
        )
    pooled, winners = max_pool_forward(x, kernel, kernel)
    small = values if values.size else pooled
    demand_shape("values", small, pooled.shape)
    shape = x.shape[0], x.shape[1]
    unpooled = np.zeros(shape)
    unpooled.ravel()[winners.ravel()] = small.ravel()
    cornered = np.zeros(shape)
    cornered[::kernel, ::kernel] = small
    own = max_pool_backward(pooled, winners, shape)
    blocks = nearest(small, kernel)
    measured = Unpooling(
        x=x,
        pooled=pooled,
        small=small,
        unpooled=unpooled,
        nearest_filled=blocks,
        shared=blocks / kernel**2,
        cornered=cornered,
        backward=max_pool_backward(small, winners, shape),
        zeros=int(np.sum(unpooled == 0)),
        restored_gap=float(np.abs(own - x).max()),
        repooled_gap=float(np.abs(max_pool_forward(unpooled, kernel, kernel)[0] - small).max()),
    )
    return Result(
        measured,
        (
            Matrix(Text("plane (maxima marked)", "平面（标出最大值）"), x, own == x),
            Matrix(Text("values to be unpooled", "待反池化的值"), small),
            Matrix(Text("max unpooling", "最大反池化"), unpooled, unpooled != 0),
            Matrix(Text("nearest neighbour", "最近邻"), blocks),
        ),
    )
