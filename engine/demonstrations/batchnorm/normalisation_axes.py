"""D70: over which axes each normalisation takes its mean."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.normalization import group_norm
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer, ParameterError, demand_shape
from engine.result import Matrix, Result, Table
from engine.text import Text, same


class Counts(Measurements):
    batch_means: int = measurement(Text("means that BatchNorm takes", "BatchNorm 的均值个数"), grade=Grade.EXACT)
    batch_values: int = measurement(Text("values behind each of them", "其每个均值所含的数"), grade=Grade.EXACT)
    layer_means: int = measurement(Text("means that LayerNorm takes", "LayerNorm 的均值个数"), grade=Grade.EXACT)
    layer_values: int = measurement(Text("values behind each of them", "其每个均值所含的数"), grade=Grade.EXACT)
    instance_means: int = measurement(
        Text("means that InstanceNorm takes", "InstanceNorm 的均值个数"), grade=Grade.EXACT
    )
    instance_values: int = measurement(Text("values behind each of them", "其每个均值所含的数"), grade=Grade.EXACT)
    group_means: int = measurement(Text("means that GroupNorm takes", "GroupNorm 的均值个数"), grade=Grade.EXACT)
    group_values: int = measurement(Text("values behind each of them", "其每个均值所含的数"), grade=Grade.EXACT)


class NormalisationAxes(Measurements):
    maps: Array2D = measurement(
        Text("the tensor, one row a channel of a sample", "张量，每行为一个样本的一个通道"), grade=Grade.EXACT
    )
    counts: Counts
    batch_mean: Array1D = measurement(Text("BatchNorm's means", "BatchNorm 的均值"))
    layer_mean: Array1D = measurement(Text("LayerNorm's means", "LayerNorm 的均值"))
    instance_mean: Array2D = measurement(Text("InstanceNorm's means", "InstanceNorm 的均值"))
    group_mean: Array2D = measurement(Text("GroupNorm's means", "GroupNorm 的均值"))
    group_gap: float = measurement(
        Text("largest |mean| of a group after GroupNorm", "GroupNorm 之后各组均值的最大绝对值")
    )


@demonstration(
    number="D70",
    name="normalisation_axes",
    topic="batchnorm",
    title=Text("BatchNorm, LayerNorm, InstanceNorm, GroupNorm: the axes", "BN、LN、IN、GN：在哪些轴上取均值"),
    summary=Text(
        "An NCHW tensor and the means that each of the four normalisations takes of it.",
        "一个 NCHW 张量，以及四种归一化各自取的均值。",
    ),
    look_for=Text(
        "BatchNorm has one mean a channel, over N, H, W. The others never mix samples: LayerNorm has one mean a sample, "
        "InstanceNorm one for each channel of each sample, GroupNorm lies between them: one group gives LayerNorm, as "
        "many groups as channels give InstanceNorm.",
        "BatchNorm 每个通道一个均值，在 N、H、W 上取。另外三种不混合样本：LayerNorm 每个样本一个，InstanceNorm 每个样本每个通道一个，"
        "GroupNorm 介于两者之间：1 组就是 LayerNorm，组数等于通道数就是 InstanceNorm。",
    ),
    predict=Text(
        "{{samples}} images with {{channels}} channels of {{height}} by {{width}}: how many values stand behind one mean of "
        "BatchNorm, and how many behind one of GroupNorm with {{groups}} groups?",
        "{{samples}} 张图、{{channels}} 个通道、每个 {{height}} 乘 {{width}}：BatchNorm 的一个均值由多少个数得到？{{groups}} 组的 GroupNorm 呢？",
    ),
    limits=Text(
        "LayerNorm is taken over (C, H, W) here, as GroupNorm with one group; in Transformers it runs over the features of "
        "one token only.",
        "这里 LayerNorm 在 (C, H, W) 上统计，等于 1 组的 GroupNorm；Transformer 中它只在单个 token 的特征上统计。",
    ),
    parameters=(
        Integer("samples", Text("samples N", "样本数 N"), 2, 1, 64),
        Integer("channels", Text("channels C", "通道数 C"), 4, 1, 64),
        Integer("height", Text("height H", "高 H"), 2, 1, 32),
        Integer("width", Text("width W", "宽 W"), 2, 1, 32),
        Integer("groups", Text("groups of GroupNorm", "GroupNorm 的组数"), 2, 1, 64),
        Array(
            "input",
            Text("tensor, one row a channel of a sample", "张量，每行为一个样本的一个通道"),
            (),
            2,
            -1e4,
            1e4,
            64,
        ),
    ),
    measurements=NormalisationAxes,
    kernels=(group_norm,),
)
def normalisation_axes(
    rng: np.random.Generator, *, samples: int, channels: int, height: int, width: int, groups: int, input: FloatArray
) -> Result:
    """Take every mean of a tensor given as rows (samples * channels, positions)."""
    if channels % groups:
        raise ParameterError(
            f"parameter 'groups' is {groups}, which does not divide the {channels} channels",
            f"参数“groups”为 {groups}，不能整除通道数 {channels}",
        )
    positions = height * width
    if input.size:
        demand_shape("input", input, (samples * channels, positions))
    maps = input if input.size else rng.integers(-9, 10, (samples * channels, positions)).astype(float)
    x = maps.reshape(samples, channels, positions)
    y = group_norm(x, groups, np.ones(channels), np.zeros(channels), 1e-12)
    values = channels // groups * positions
    measured = NormalisationAxes(
        maps=maps,
        counts=Counts(
            batch_means=channels,
            batch_values=samples * positions,
            layer_means=samples,
            layer_values=channels * positions,
            instance_means=samples * channels,
            instance_values=positions,
            group_means=samples * groups,
            group_values=values,
        ),
        batch_mean=x.mean(axis=(0, 2)),
        layer_mean=x.mean(axis=(1, 2)),
        instance_mean=x.mean(axis=2),
        group_mean=x.reshape(samples, groups, -1).mean(axis=2),
        group_gap=float(np.abs(y.reshape(samples, groups, -1).mean(axis=2)).max()),
    )
    return Result(measured, _views(measured))


def _views(measured: NormalisationAxes) -> tuple[Table | Matrix, ...]:
    counts = measured.counts
    rows = (
        (same("BatchNorm"), same("N, H, W"), counts.batch_means, counts.batch_values),
        (same("LayerNorm"), same("C, H, W"), counts.layer_means, counts.layer_values),
        (same("InstanceNorm"), same("H, W"), counts.instance_means, counts.instance_values),
        (same("GroupNorm"), same("C/G, H, W"), counts.group_means, counts.group_values),
    )
    heads = (
        Text("normalisation", "归一化"),
        Text("mean over", "取均值的轴"),
        Text("means", "均值个数"),
        Text("values each", "每个含数"),
    )
    return (
        Table(Text("what each mean is taken over", "各均值在哪些轴上取"), heads, rows),
        Matrix(Text("BatchNorm: one mean a channel", "BatchNorm：每个通道一个均值"), measured.batch_mean[None, :]),
        Matrix(Text("LayerNorm: one mean a sample", "LayerNorm：每个样本一个均值"), measured.layer_mean[:, None]),
        Matrix(Text("InstanceNorm: samples by channels", "InstanceNorm：样本 × 通道"), measured.instance_mean),
        Matrix(Text("GroupNorm: samples by groups", "GroupNorm：样本 × 组"), measured.group_mean),
        Matrix(Text("the tensor, one row a channel of a sample", "张量，每行为一个样本的一个通道"), measured.maps),
    )
