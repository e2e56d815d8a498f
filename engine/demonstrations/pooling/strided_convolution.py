"""D94: pooling against a strided convolution, in parameters, multiplications and memory."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.pooling import mean_pool_forward, output_length
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import FloatArray, Integer, ParameterError
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


def convolve(x: FloatArray, weights: FloatArray, stride: int) -> FloatArray:
    """One channel through one kernel, no padding: y[i, j] = sum of weights times the window at (i stride, j stride).

    `x` (height, width), `weights` (kernel, kernel).

    >>> convolve(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.ones((2, 2)), stride=1)
    array([[12., 16.]])
    """
    kernel = len(weights)
    views = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel))[::stride, ::stride]
    return np.asarray(np.einsum("ijkl,kl->ij", views, weights))


class StridedConvolution(Measurements):
    rows: int = measurement(Text("output rows", "输出行数"), grade=Grade.EXACT)
    columns: int = measurement(Text("output columns", "输出列数"), grade=Grade.EXACT)
    pool_parameters: int = measurement(Text("parameters of pooling", "池化的参数量"), grade=Grade.EXACT)
    parameters: int = measurement(Text("parameters of the convolution", "卷积的参数量"), grade=Grade.EXACT)
    depthwise_parameters: int = measurement(
        Text("parameters of a depthwise convolution", "逐通道卷积的参数量"), grade=Grade.EXACT
    )
    without_bias: int = measurement(
        Text("the convolution's without biases (a mistake)", "漏算偏置的结果"), grade=Grade.EXACT
    )
    without_inputs: int = measurement(
        Text("the same with the input channels forgotten (a mistake)", "漏乘输入通道数的结果"), grade=Grade.EXACT
    )
    multiplications: int = measurement(
        Text("multiplications of the convolution, one sample", "单个样本的卷积乘法次数"), grade=Grade.EXACT
    )
    input_bytes: int = measurement(
        Text("input of a batch in float32", "一批输入（float32）所占字节"), grade=Grade.EXACT
    )
    output_bytes: int = measurement(
        Text("output of pooling in float32", "池化输出（float32）所占字节"), grade=Grade.EXACT
    )
    winner_bytes: int = measurement(
        Text("places of the maxima as 64-bit integers", "最大值位置（64 位整数）所占字节"), grade=Grade.EXACT
    )
    mean_gap: float = measurement(
        Text("mean pooling against a convolution with fixed weights", "平均池化与固定权重卷积之差")
    )


@demonstration(
    number="D94",
    name="strided_convolution",
    topic="pooling",
    title=Text("Pooling against a strided convolution", "池化与带步幅的卷积"),
    summary=Text(
        "Two ways to halve a feature map: what each learns, multiplies and keeps for the backward pass.",
        "缩小特征图的两种办法：各要学多少参数、做多少乘法、为反向保存多少内容。",
    ),
    look_for=Text(
        "Pooling learns nothing and treats each channel alone. A strided convolution learns its down-sampling and mixes "
        "channels; both give the same output size. Mean pooling is the depthwise convolution with all weights 1/k².",
        "池化没有可学习的参数，各通道互不相干；带步幅的卷积把下采样学出来，还混合通道，两者输出尺寸相同。"
        "平均池化就是所有权重为 1/k² 的逐通道卷积。",
    ),
    predict=Text(
        "{{channels}} channels in, {{filters}} out, kernel {{kernel}}: how many parameters does the convolution have?",
        "输入 {{channels}} 个通道、输出 {{filters}} 个通道、核 {{kernel}}：卷积有多少参数？",
    ),
    limits=Text(
        "Counts only; which one trains better depends on the network and the data.",
        "只做计数；哪种训练效果更好取决于网络与数据。",
    ),
    parameters=(
        Integer("batch", Text("samples in a batch", "一批的样本数"), 32, 1, 512),
        Integer("channels", Text("input channels", "输入通道数"), 64, 1, 2048),
        Integer("filters", Text("output channels", "输出通道数"), 64, 1, 2048),
        Integer("side", Text("side of the input", "输入边长"), 56, 2, 224, Text("cells", "格")),
        Integer("kernel", Text("kernel", "核"), 2, 1, 7, Text("cells", "格")),
        Integer("stride", Text("stride", "步幅"), 2, 1, 4, Text("cells", "格")),
        Integer("padding", Text("padding", "填充"), 0, 0, 3, Text("cells", "格")),
    ),
    measurements=StridedConvolution,
    kernels=(output_length, mean_pool_forward, convolve),
)
def strided_convolution(
    rng: np.random.Generator,
    *,
    batch: int,
    channels: int,
    filters: int,
    side: int,
    kernel: int,
    stride: int,
    padding: int,
) -> Result:
    """Count both layers on a square input, and compare mean pooling with a fixed kernel on a small plane."""
    length = output_length(side, kernel, stride, padding, False)
    if length < 1 or 2 * padding > kernel:
        raise ParameterError(
            f"a kernel of {kernel} with padding {padding} leaves no window on a side of {side}; padding is at most half "
            "the kernel",
            f"核为 {kernel}、填充为 {padding} 时，边长 {side} 上放不下任何窗口；填充至多为核的一半",
        )
    area, places = kernel * kernel, length * length
    plane = rng.standard_normal((kernel + 2 * stride, kernel + 2 * stride))
    fixed = convolve(plane, np.full((kernel, kernel), 1 / area), stride)
    measured = StridedConvolution(
        rows=length,
        columns=length,
        pool_parameters=0,
        parameters=(area * channels + 1) * filters,
        depthwise_parameters=(area + 1) * channels,
        without_bias=area * channels * filters,
        without_inputs=(area + 1) * filters,
        multiplications=places * filters * channels * area,
        input_bytes=4 * batch * channels * side * side,
        output_bytes=4 * batch * channels * places,
        winner_bytes=8 * batch * channels * places,
        mean_gap=float(np.abs(fixed - mean_pool_forward(plane, kernel, stride)).max()),
    )
    return Result(measured, _views(measured))


def _views(m: StridedConvolution) -> tuple[Bars, Table]:
    names = Text("convolution", "卷积"), Text("depthwise", "逐通道卷积")
    return (
        Bars(
            Text("parameters (logarithmic; pooling has none)", "参数量（对数轴；池化没有参数）"),
            Axis(Text("parameters", "参数量"), log=True),
            names,
            np.array([m.parameters, m.depthwise_parameters], dtype=np.float64),
        ),
        Table(
            Text("kept for the backward pass", "为反向保存的内容"),
            (Text("what", "内容"), Text("bytes", "字节")),
            (
                (Text("input, for a convolution", "输入（卷积需要）"), m.input_bytes),
                (Text("places of the maxima", "最大值的位置"), m.winner_bytes),
            ),
        ),
    )
