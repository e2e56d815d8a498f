"""D91: global average pooling in front of the classifier."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import FloatArray, Integer
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


def global_average(features: FloatArray) -> FloatArray:
    """Global average pooling: the mean of each channel over all positions, (channels, height, width) -> (channels,).

    Source: Lin, Chen & Yan (2014), section 3.2.

    >>> global_average(np.array([[[1.0, 3.0], [5.0, 7.0]]]))
    array([4.])
    """
    return np.asarray(features.mean(axis=(1, 2)), dtype=np.float64)


class PoolingHead(Measurements):
    flat_features: int = measurement(Text("features after flattening", "展平后的特征数"), grade=Grade.EXACT)
    dense_parameters: int = measurement(
        Text("parameters of flatten and a dense layer", "展平后接全连接层的参数量"), grade=Grade.EXACT
    )
    gap_parameters: int = measurement(
        Text("parameters of global average pooling and a dense layer", "全局平均池化后接全连接层的参数量"),
        grade=Grade.EXACT,
    )
    saved_parameters: int = measurement(Text("parameters saved", "节省的参数量"), grade=Grade.EXACT)
    weights_only: int = measurement(
        Text("the same without the biases (a mistake)", "漏算偏置的结果"), grade=Grade.EXACT
    )
    one_channel: int = measurement(
        Text("parameters if the channels were forgotten (a mistake)", "漏乘通道数的结果"), grade=Grade.EXACT
    )
    cell_gradient: float = measurement(
        Text("gradient of a channel's mean with respect to one cell", "通道均值对单个格的梯度"), grade=Grade.EXACT
    )
    shared_gap: float = measurement(
        Text("pooled head against the flat one with its weights repeated", "池化头与重复权重的展平头之差")
    )
    moved_change: float = measurement(
        Text("change of the pooled head when the map is shifted around", "特征图循环平移后池化头输出的变化")
    )
    moved_flat_change: float = measurement(
        Text("change of a flat head with free weights", "权重自由的展平头输出的变化"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D91",
    name="pooling_head",
    topic="pooling",
    title=Text("Global average pooling against a dense head", "全局平均池化与全连接头"),
    summary=Text(
        "The same feature map classified after flattening, and after averaging each channel: what has to be learned.",
        "同一张特征图，展平后分类，或先对每个通道取平均再分类：各需学习多少参数。",
    ),
    look_for=Text(
        "Flattening gives every position its own weight for every class. Averaging shares one weight for each channel "
        "and class over all positions: height times width fewer weights, any input size, no memory of where a feature "
        "was.",
        "展平使每个位置对每个类别都有自己的权重；取平均则让同一通道、同一类别在所有位置共享一个权重：权重只需 1/(高×宽)，"
        "输入尺寸可变，但不再记得特征出现在哪里。",
    ),
    predict=Text(
        "{{channels}} channels of {{height}} by {{width}}, {{classes}} classes. How many times fewer weights?",
        "{{channels}} 个 {{height}}×{{width}} 的通道，{{classes}} 个类别。权重减少到几分之一？",
    ),
    limits=Text(
        "Counts parameters and shows what is shared; which head classifies better depends on the task.",
        "只比较参数量与权重共享；哪种头分类更好取决于任务。",
    ),
    parameters=(
        Integer("channels", Text("channels", "通道数"), 64, 1, 2048),
        Integer("height", Text("height of the feature map", "特征图高"), 7, 1, 16, Text("cells", "格")),
        Integer("width", Text("width of the feature map", "特征图宽"), 7, 1, 16, Text("cells", "格")),
        Integer("classes", Text("classes", "类别数"), 10, 1, 1000),
    ),
    measurements=PoolingHead,
    kernels=(global_average,),
)
def pooling_head(rng: np.random.Generator, *, channels: int, height: int, width: int, classes: int) -> Result:
    """Count both heads, and run one class of each on a random feature map."""
    cells = height * width
    features, weights = rng.standard_normal((channels, height, width)), rng.standard_normal(channels)
    free = rng.standard_normal((channels, height, width)) / np.sqrt(cells)
    moved = np.roll(features, 1, axis=(1, 2))
    pooled = float(weights @ global_average(features))
    repeated = np.broadcast_to(weights[:, None, None] / cells, features.shape)
    dense, gap = (channels * cells + 1) * classes, (channels + 1) * classes
    measured = PoolingHead(
        flat_features=channels * cells,
        dense_parameters=dense,
        gap_parameters=gap,
        saved_parameters=dense - gap,
        weights_only=channels * cells * classes,
        one_channel=(cells + 1) * classes,
        cell_gradient=1 / cells,
        shared_gap=abs(pooled - float(np.sum(repeated * features))),
        moved_change=abs(pooled - float(weights @ global_average(moved))),
        moved_flat_change=abs(float(np.sum(free * (features - moved)))),
    )
    return Result(measured, _views(measured))


def _views(m: PoolingHead) -> tuple[Bars, Table]:
    heads = Text("flatten", "展平"), Text("global average", "全局平均")
    return (
        Bars(
            Text("parameters of the head (logarithmic)", "分类头的参数量（对数轴）"),
            Axis(Text("parameters", "参数量"), log=True),
            heads,
            np.array([m.dense_parameters, m.gap_parameters], dtype=np.float64),
        ),
        Table(
            Text("the map shifted by one cell", "特征图平移一格"),
            (Text("head", "分类头"), Text("change of the score", "得分的变化")),
            ((heads[0], m.moved_flat_change), (heads[1], m.moved_change)),
        ),
    )
