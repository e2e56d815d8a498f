"""D09: batch normalisation in training and in evaluation."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.batchnorm._units import SAMPLES
from engine.kernels.batchnorm import (
    Running,
    batchnorm_backward,
    batchnorm_eval,
    batchnorm_forward,
)
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table, View
from engine.text import NOTHING, Text, same


class BatchOfOne(Measurements):
    single_output: float = measurement(
        Text("normalised value in a batch of 1", "批大小为 1 时的归一化值"), grade=Grade.EXACT
    )
    single_gradient: float = measurement(
        Text("largest input gradient in a batch of 1", "批大小为 1 时输入梯度的最大值"), grade=Grade.EXACT
    )


class BatchnormModes(Measurements):
    running_mean: float = measurement(Text("running mean after training", "训练后的滑动均值"))
    running_variance: float = measurement(Text("running variance after training", "训练后的滑动方差"))
    running_variance_biased: float = measurement(
        Text("same if the biased variance were kept (a mistake)", "误存有偏方差的结果")
    )
    running_mean_keras: float = measurement(
        Text("running mean if momentum were read Keras' way", "按 Keras 约定理解 momentum 的滑动均值"),
        grade=Grade.CONVENTION,
    )
    first_batch_mean: float = measurement(Text("mean of the first batch", "第一批的均值"))
    first_batch_variance: float = measurement(Text("unbiased variance of the first batch", "第一批的无偏方差"))
    remembered: float = measurement(
        Text("weight of the initial statistics after training", "初始统计量最终所占权重"), grade=Grade.EXACT
    )
    coupling_train: float = measurement(
        Text("how far one output moves when the others change, training", "训练模式下他人改变时输出的移动")
    )
    coupling_eval: float = measurement(Text("the same in evaluation", "推理模式下的同一移动"), grade=Grade.EXACT)
    eval_slope: float = measurement(Text("slope of the evaluation map", "推理映射的斜率"))
    eval_output: float = measurement(Text("evaluation output of the watched sample", "被观察样本的推理输出"))
    biased_share: float = measurement(
        Text("mean of the biased variance over true variance", "有偏方差均值与真方差之比"), grade=Grade.STATISTICAL
    )
    biased_theory: float = measurement(Text("(B - 1) / B", "(B−1)/B"), grade=Grade.EXACT)
    noise: float = measurement(
        Text("standard deviation of the watched sample's normalised value", "被观察样本归一化值的标准差"),
        grade=Grade.STATISTICAL,
    )
    noise_slope: float = measurement(
        Text("slope of log noise against log batch size, 8 to 256", "噪声对批大小（8 至 256）的双对数斜率"),
        grade=Grade.STATISTICAL,
    )
    pair_magnitudes: Array1D = measurement(
        Text("|normalised values| of random pairs (batch of 2)", "批大小为 2 时的 |x̂|")
    )
    single: BatchOfOne
    shifted_mean: float = measurement(
        Text("mean evaluation output on the shifted test data", "偏移测试数据的推理输出均值"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D09",
    name="batchnorm_modes",
    topic="batchnorm",
    title=Text("BatchNorm in training and in evaluation", "训练与推理两种模式下的批归一化"),
    summary=Text(
        "Running statistics, what the other samples of a batch do to one of them, and noise by batch size.",
        "滑动统计量、同批其他样本对某个样本的影响，以及噪声随批大小的变化。",
    ),
    look_for=Text(
        "In training mode the same sample comes out differently when only the others change; in evaluation it does "
        "not. The jitter falls like one over the root of the batch size. With a batch of two every normalised value is "
        "+1 or -1: only which is larger survives. The running variance keeps the unbiased estimate although the "
        "forward pass divides by the biased one.",
        "训练模式下，只换掉同批的其他样本，同一个样本的输出就会变；推理模式下不会。抖动按批大小的平方根倒数下降。"
        "批大小为 2 时归一化值恒为 ±1，只剩谁大谁小。前向用有偏方差，滑动方差存的却是无偏估计。",
    ),
    predict=Text(
        "With a batch of two, how much of the distance between the samples survives normalisation?",
        "批大小为 2 时，两个样本之间的距离在归一化后还剩多少？",
    ),
    limits=Text(
        "Independent Gaussian inputs and PyTorch's conventions; Keras writes momentum the other way round, and some "
        "versions keep another variance. Says nothing about accuracy.",
        "输入为独立高斯，采用 PyTorch 的约定；Keras 的 momentum 写法相反，有些版本保存的方差也不同。不涉及准确率。",
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 8, 1, 256, SAMPLES),
        Float("momentum", Text("momentum (PyTorch's)", "momentum（PyTorch 约定）"), 0.1, 0.01, 1.0),
        Integer("batches", Text("batches seen in training", "训练看到的批数"), 20, 1, 200),
        Float("shift", Text("shift of the test data", "测试数据的偏移"), 0.0, -5, 5),
        Float("value", Text("the sample that is watched", "被观察的样本"), 1.0, -4, 4),
        Integer("redraws", Text("redraws of the other samples", "其他样本的重抽次数"), 400, 50, 4000),
        Float("eps", Text("eps", "ε"), 1e-5, 1e-12, 0.1, log=True),
    ),
    measurements=BatchnormModes,
    kernels=(batchnorm_forward, batchnorm_eval, Running.after),
)
def batchnorm_modes(
    rng: np.random.Generator,
    *,
    batch: int,
    momentum: float,
    batches: int,
    shift: float,
    value: float,
    redraws: int,
    eps: float,
) -> Result:
    """Train one feature's running statistics on N(0, 1), then watch one sample in both modes."""
    one, zero = np.ones(1), np.zeros(1)
    stream = rng.standard_normal((batches, max(batch, 2), 1))
    running = Running(zero, one)
    keras_mean, biased = zero, one
    for x in stream:
        running = running.after(x, momentum)
        keras_mean = momentum * keras_mean + (1 - momentum) * x.mean(axis=0)
        biased = (1 - momentum) * biased + momentum * x.var(axis=0)
    watched = _watched(rng, batch, value, redraws, eps)
    sizes = np.array([2, 4, 8, 16, 32, 64, 128, 256])
    noise = np.array([_watched(rng, int(size), value, 300, eps).std() for size in sizes])
    pair = batchnorm_forward(rng.standard_normal((2, 64)), np.ones(64), np.zeros(64), 0.0).normalised
    outputs = batchnorm_eval(np.array([[value]]), running, one, zero, eps)
    measured = BatchnormModes(
        running_mean=float(running.mean[0]),
        running_variance=float(running.variance[0]),
        running_variance_biased=float(biased[0]),
        running_mean_keras=float(keras_mean[0]),
        first_batch_mean=float(stream[0].mean()),
        first_batch_variance=float(stream[0].var(ddof=1)),
        remembered=float((1 - momentum) ** batches),
        coupling_train=float(np.ptp(watched)),
        coupling_eval=_eval_coupling(rng, batch, value, running, eps),
        eval_slope=float(1 / np.sqrt(running.variance[0] + eps)),
        eval_output=float(outputs[0, 0]),
        biased_share=float(rng.standard_normal((redraws * 5, max(batch, 1))).var(axis=1).mean()),
        biased_theory=(batch - 1) / batch,
        noise=float(watched.std()),
        noise_slope=float(np.polyfit(np.log(sizes[2:]), np.log(noise[2:]), 1)[0]),
        pair_magnitudes=np.abs(pair).ravel(),
        single=_single(value, eps),
        shifted_mean=_shifted(rng, shift, running, eps),
    )
    return Result(measured, _mode_views(stream, momentum, sizes, noise, measured))


def _watched(rng: np.random.Generator, batch: int, value: float, redraws: int, eps: float) -> FloatArray:
    """The normalised value of one sample, over redraws of the rest of its batch; shape (redraws,)."""
    x = rng.standard_normal((redraws, batch))
    x[:, 0] = value
    normalised: FloatArray = (value - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps)
    return normalised


def _eval_coupling(rng: np.random.Generator, batch: int, value: float, running: Running, eps: float) -> float:
    outputs = []
    for _ in range(8):
        x = rng.standard_normal((batch, 1))
        x[0] = value
        outputs.append(batchnorm_eval(x, running, np.ones(1), np.zeros(1), eps)[0, 0])
    return float(np.ptp(outputs))


def _single(value: float, eps: float) -> BatchOfOne:
    forward = batchnorm_forward(np.array([[value]]), np.ones(1), np.zeros(1), eps)
    grad_x, _, _ = batchnorm_backward(np.ones((1, 1)), forward, np.ones(1))
    return BatchOfOne(single_output=float(forward.normalised[0, 0]), single_gradient=float(np.abs(grad_x).max()))


def _shifted(rng: np.random.Generator, shift: float, running: Running, eps: float) -> float:
    test = shift + rng.standard_normal((2000, 1))
    return float(batchnorm_eval(test, running, np.ones(1), np.zeros(1), eps).mean())


def _mode_views(
    stream: FloatArray, momentum: float, sizes: FloatArray, noise: FloatArray, measured: BatchnormModes
) -> tuple[View, ...]:
    running, means, variances = Running(np.zeros(1), np.ones(1)), [0.0], [1.0]
    for x in stream:
        running = running.after(x, momentum)
        means.append(float(running.mean[0]))
        variances.append(float(running.variance[0]))
    seen = np.arange(len(means), dtype=float)
    return (
        Lines(
            Text("running statistics", "滑动统计量"),
            Axis(Text("batches seen", "已见批数")),
            Axis(Text("value", "数值")),
            (
                Series(Text("running mean", "滑动均值"), seen, np.array(means)),
                Series(Text("running variance", "滑动方差"), seen, np.array(variances)),
            ),
            (Mark(Text("true variance 1", "真方差 1"), 1.0), Mark(Text("true mean 0", "真均值 0"), 0.0)),
        ),
        Lines(
            Text("jitter of one sample in training mode", "训练模式下单个样本的抖动"),
            Axis(Text("batch size", "批大小"), NOTHING, log=True),
            Axis(Text("standard deviation", "标准差"), NOTHING, log=True),
            (
                Series(Text("measured", "实测"), sizes.astype(float), noise, "points"),
                Series(same("1/√B"), sizes.astype(float), noise[2] * np.sqrt(8 / sizes)),
            ),
        ),
        Table(
            Text("one sample, two modes", "同一样本，两种模式"),
            (Text("mode", "模式"), Text("moves by, when the others change", "他人改变时的移动")),
            (
                (Text("training", "训练"), measured.coupling_train),
                (Text("evaluation", "推理"), measured.coupling_eval),
            ),
        ),
    )
