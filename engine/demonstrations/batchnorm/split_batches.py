"""D74: one batch split over devices, or over the steps of gradient accumulation."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import batchnorm_forward, layernorm_forward
from engine.kernels.normalization import pooled_moments
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray, Integer
from engine.result import Matrix, Result, Table
from engine.text import Text, same

FEATURES = 6


class SplitBatches(Measurements):
    parts: Array2D = measurement(Text("the values, one row a part", "各值，每行为一份"), grade=Grade.EXACT)
    part_means: Array1D = measurement(Text("mean of each part", "各份的均值"))
    part_variances: Array1D = measurement(Text("biased variance of each part", "各份的有偏方差"))
    whole_mean: float = measurement(Text("mean of the whole batch", "整批的均值"))
    whole_variance: float = measurement(Text("biased variance of the whole batch", "整批的有偏方差"))
    mean_of_variances: float = measurement(Text("average of the variances (a mistake)", "误把方差直接平均"))
    variance_of_means: float = measurement(Text("variance of the means", "各份均值的方差"))
    alone: Array2D = measurement(Text("normalised, each part by itself", "各份单独归一化"))
    together: Array2D = measurement(Text("normalised by the whole batch", "按整批归一化"))
    batchnorm_gap: float = measurement(
        Text("largest gap of BatchNorm's outputs, parts against the whole", "BatchNorm 分份与整批输出的最大差")
    )
    layernorm_gap: float = measurement(Text("the same for LayerNorm", "LayerNorm 的同一差值"), grade=Grade.EXACT)
    exchanged: int = measurement(
        Text(
            "numbers that each part sends forward: mean and variance a channel, and its count",
            "前向时每份要发送的数：每通道的均值与方差，加样本数",
        ),
        grade=Grade.CONVENTION,
    )


@demonstration(
    number="D74",
    name="split_batches",
    topic="batchnorm",
    title=Text("One batch in parts: several GPUs, or accumulation", "一个批分成几份：多卡或梯度累积"),
    summary=Text(
        "The statistics of each part and of the whole batch; what SyncBatchNorm exchanges; BatchNorm and LayerNorm compared.",
        "各份与整批的统计量，SyncBatchNorm 交换什么，以及 BatchNorm 与 LayerNorm 的对比。",
    ),
    look_for=Text(
        "The variance of the whole is the average of the variances plus the variance of the means; averaging alone misses "
        "the second. Without synchronisation each part is normalised by its own numbers, and gradient accumulation does "
        "the same: it does not give BatchNorm a larger batch. LayerNorm does not notice the split.",
        "整批方差等于各份方差的平均加上各份均值的方差；只做平均会漏掉后者。不同步时每份用自己的统计量归一化；梯度累积也是如此，并不能给 BatchNorm 更大的批。LayerNorm 则不受分份影响。",
    ),
    predict=Text(
        "Every part has been normalised by its own mean. What is the mean of each part then, and what of the differences "
        "between the parts?",
        "每份都按自己的均值归一化之后，各份的均值是多少？各份之间的差异还在吗？",
    ),
    limits=Text(
        "Parts of equal size, forward pass only; SyncBatchNorm exchanges two more sums a channel on the way back.",
        "各份大小相同，只看前向；反向时 SyncBatchNorm 每通道还要交换两个和。",
    ),
    parameters=(
        Array(
            "values", Text("values, one row a part (empty: drawn)", "各值，每行一份（空则随机）"), (), 2, -1e4, 1e4, 16
        ),
        Integer("count", Text("parts drawn", "随机份数"), 4, 2, 16),
        Integer("size", Text("samples in each", "每份样本数"), 4, 2, 16),
        Integer("channels", Text("channels of the layer", "该层通道数"), 64, 1, 4096),
    ),
    measurements=SplitBatches,
    kernels=(pooled_moments, batchnorm_forward),
)
def split_batches(rng: np.random.Generator, *, values: FloatArray, count: int, size: int, channels: int) -> Result:
    """Normalise the parts alone and together."""
    drawn = rng.integers(-9, 10, (count, size)) + rng.integers(-9, 10, (count, 1))
    parts = values if values.size else drawn.astype(np.float64)
    means, variances = parts.mean(axis=1), parts.var(axis=1)
    mean, variance = pooled_moments(np.full(len(parts), float(parts.shape[1])), means, variances)
    alone = np.stack([_batchnorm(part[:, None])[:, 0] for part in parts])
    together = _batchnorm(parts.reshape(-1, 1)).reshape(parts.shape)
    measured = SplitBatches(
        parts=parts,
        part_means=means,
        part_variances=variances,
        whole_mean=mean,
        whole_variance=variance,
        mean_of_variances=float(variances.mean()),
        variance_of_means=float(means.var()),
        alone=alone,
        together=together,
        batchnorm_gap=float(np.abs(alone - together).max()),
        layernorm_gap=_layernorm_gap(rng, len(parts), parts.shape[1]),
        exchanged=2 * channels + 1,
    )
    return Result(measured, _views(measured))


def _batchnorm(x: FloatArray) -> FloatArray:
    return batchnorm_forward(x, np.ones(1), np.zeros(1), 1e-12).output


def _layernorm_gap(rng: np.random.Generator, parts: int, size: int) -> float:
    x, ones, zeros = rng.standard_normal((parts, size, FEATURES)), np.ones(FEATURES), np.zeros(FEATURES)
    split = np.concatenate([layernorm_forward(part, ones, zeros) for part in x])
    return float(np.abs(split - layernorm_forward(x.reshape(-1, FEATURES), ones, zeros)).max())


def _views(measured: SplitBatches) -> tuple[Matrix | Table, ...]:
    statistics = zip(measured.part_means, measured.part_variances, strict=True)
    rows = tuple((f"{i + 1}", float(m), float(v)) for i, (m, v) in enumerate(statistics))
    return (
        Table(
            Text("statistics", "统计量"),
            (Text("part", "份"), Text("mean", "均值"), Text("variance", "方差")),
            (*rows, (Text("whole batch", "整批"), measured.whole_mean, measured.whole_variance)),
        ),
        Matrix(Text("normalised alone, one row a part", "各份单独归一化"), measured.alone),
        Matrix(Text("normalised together", "按整批归一化"), measured.together),
        Table(
            Text("largest change by the split", "分份造成的最大变化"),
            (Text("normalisation", "归一化"), Text("gap", "差")),
            ((same("BatchNorm"), measured.batchnorm_gap), (same("LayerNorm"), measured.layernorm_gap)),
        ),
    )
