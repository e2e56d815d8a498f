"""D90: the receptive field of a stack of convolutions and poolings."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.pooling import output_length
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer, ParameterError, demand_shape
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text


def receptive_fields(kernels: FloatArray, strides: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Receptive field r and jump j after each layer: r <- r + (kernel - 1) j, then j <- j stride, from r = j = 1.

    Shapes (layers,) -> two of (layers,). The jump is how many input cells lie between neighbouring outputs.
    Source: Dumoulin & Visin (2016); Araujo, Norris & Sim (2019), equation 2.

    >>> receptive_fields(np.array([3.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0]))
    (array([3., 4., 8.]), array([1., 2., 2.]))
    """
    jumps = np.asarray(np.cumprod(strides), dtype=np.float64)
    return 1 + np.cumsum((kernels - 1) * jumps / strides), jumps


def cells_behind(kernels: FloatArray, strides: FloatArray) -> int:
    """From the first to the last input cell that one output of the stack depends on, gaps included.

    Follows every connection backward: output i of a layer reads the cells i stride ... i stride + kernel - 1.

    >>> cells_behind(np.array([3.0, 2.0]), np.array([1.0, 2.0]))
    4
    """
    reached = {0}
    for kernel, stride in zip(kernels[::-1], strides[::-1], strict=True):
        reached = {i * int(stride) + step for i in reached for step in range(int(kernel))}
    return max(reached) + 1


class ReceptiveField(Measurements):
    each_kernel: Array1D = measurement(Text("kernels as used", "实际使用的核"), grade=Grade.EXACT)
    each_stride: Array1D = measurement(Text("strides as used", "实际使用的步幅"), grade=Grade.EXACT)
    sizes: Array1D = measurement(Text("side after each layer", "各层之后的边长"), grade=Grade.EXACT)
    fields: Array1D = measurement(Text("receptive field after each layer", "各层之后的感受野"), grade=Grade.EXACT)
    jumps: Array1D = measurement(Text("jump after each layer", "各层之后的累计步幅"), grade=Grade.EXACT)
    field: int = measurement(Text("receptive field of the stack", "整个网络的感受野"), grade=Grade.EXACT)
    jump: int = measurement(Text("jump of the stack", "整个网络的累计步幅"), grade=Grade.EXACT)
    last_size: int = measurement(Text("side of the last feature map", "最后特征图的边长"), grade=Grade.EXACT)
    traced_field: int = measurement(
        Text("extent found by following connections back", "沿连接回溯得到的范围"), grade=Grade.EXACT
    )
    strideless_field: int = measurement(
        Text("receptive field if all strides were 1 (a mistake)", "误把所有步幅当作 1 的感受野"), grade=Grade.EXACT
    )
    kernel_sum: int = measurement(Text("sum of the kernels (a mistake)", "各核之和（误）"), grade=Grade.EXACT)
    late_field: int = measurement(
        Text("receptive field with the stride applied a layer early (a mistake)", "误把本层步幅提前计入的感受野"),
        grade=Grade.EXACT,
    )


@demonstration(
    number="D90",
    name="receptive_field",
    topic="pooling",
    title=Text("Receptive field of a stack", "多层堆叠的感受野"),
    summary=Text(
        "Side of the feature map, receptive field and jump after each convolution or pooling layer.",
        "逐层给出特征图边长、感受野与累计步幅，卷积与池化同样计算。",
    ),
    look_for=Text(
        "A layer adds (kernel - 1) times the jump so far; only then its own stride multiplies the jump. So a stride "
        "early in the network makes every later kernel count for more, which is what pooling is for.",
        "一层使感受野增加“（核−1）×此前的累计步幅”，之后累计步幅才乘以本层步幅。所以靠前的步幅会放大后面每个核的作用，这正是池化的用处。",
    ),
    predict=Text(
        "Kernels {{kernels}}, strides {{strides}}: how many input cells does one output see?",
        "核 {{kernels}}、步幅 {{strides}}：一个输出能看到多少个输入格？",
    ),
    limits=Text(
        "One axis; dilation is left out. Padding changes sizes, not the extent. The effective receptive field, weighted "
        "by gradients, is smaller.",
        "只看一个方向，不含空洞卷积。填充只改变尺寸，不改变范围。按梯度加权的有效感受野要更小。",
    ),
    parameters=(
        Array("kernels", Text("kernel of each layer", "各层的核"), (3.0, 2.0, 3.0, 2.0), 1, 1, 11, longest=8),
        Array("strides", Text("stride of each layer", "各层的步幅"), (1.0, 2.0, 1.0, 2.0), 1, 1, 4, longest=8),
        Array("paddings", Text("padding of each layer", "各层的填充"), (1.0, 0.0, 1.0, 0.0), 1, 0, 5, longest=8),
        Integer("side", Text("side of the input", "输入边长"), 32, 1, 512, Text("cells", "格")),
    ),
    measurements=ReceptiveField,
    kernels=(receptive_fields, cells_behind, output_length),
)
def receptive_field(
    rng: np.random.Generator, *, kernels: FloatArray, strides: FloatArray, paddings: FloatArray, side: int
) -> Result:
    """Go through the layers once; kernels, strides and paddings are rounded to whole numbers."""
    demand_shape("strides", strides, kernels.shape)
    demand_shape("paddings", paddings, kernels.shape)
    kernels, strides, paddings = np.rint(kernels), np.rint(strides), np.rint(paddings)
    sizes = _sizes(side, kernels, strides, paddings)
    fields, jumps = receptive_fields(kernels, strides)
    measured = ReceptiveField(
        each_kernel=kernels,
        each_stride=strides,
        sizes=sizes,
        fields=fields,
        jumps=jumps,
        field=int(fields[-1]),
        jump=int(jumps[-1]),
        last_size=int(sizes[-1]),
        traced_field=cells_behind(kernels, strides),
        strideless_field=int(1 + np.sum(kernels - 1)),
        kernel_sum=int(kernels.sum()),
        late_field=int(1 + np.sum((kernels - 1) * jumps)),
    )
    return Result(measured, (_growth(fields), _layers(kernels, strides, sizes, fields, jumps)))


def _sizes(side: int, kernels: FloatArray, strides: FloatArray, paddings: FloatArray) -> FloatArray:
    sizes: list[float] = []
    now = side
    for kernel, stride, padding in zip(kernels, strides, paddings, strict=True):
        now = output_length(now, int(kernel), int(stride), int(padding), False)
        if now < 1:
            raise ParameterError(
                f"layer {len(sizes) + 1} has no window left: its kernel is larger than the padded feature map",
                f"第 {len(sizes) + 1} 层放不下任何窗口：核大于填充后的特征图",
            )
        sizes.append(float(now))
    return np.array(sizes)


def _growth(fields: FloatArray) -> Lines:
    layers = np.arange(len(fields) + 1, dtype=np.float64)
    grown = np.concatenate([[1.0], fields])
    return Lines(
        Text("receptive field by depth", "感受野随层数的变化"),
        Axis(Text("layers", "层数")),
        Axis(Text("receptive field", "感受野"), Text("cells", "格")),
        (Series(Text("receptive field", "感受野"), layers, grown, "stairs"),),
    )


def _layers(
    kernels: FloatArray, strides: FloatArray, sizes: FloatArray, fields: FloatArray, jumps: FloatArray
) -> Table:
    return Table(
        Text("layer by layer", "逐层"),
        (
            Text("kernel", "核"),
            Text("stride", "步幅"),
            Text("side", "边长"),
            Text("receptive field", "感受野"),
            Text("jump", "累计步幅"),
        ),
        tuple(tuple(float(v) for v in row) for row in zip(kernels, strides, sizes, fields, jumps, strict=True)),
    )
