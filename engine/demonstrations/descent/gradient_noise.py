"""D21: how the noise of a mini-batch gradient depends on its size, and on where one stands."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.descent._problem import drawn_problem
from engine.kernels import sgd_theory as kernel
from engine.kernels.descent import Problem, sample_gradients
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import NOTHING, Text

DRAWS: dict[Scalar, Text] = {True: Text("with replacement", "有放回"), False: Text("without replacement", "无放回")}
NEAR = 0.02
"""How far from the optimum 'near' is, relative to the start."""


class GradientNoise(Measurements):
    deviation: float = measurement(
        Text("measured deviation of the mini-batch gradient", "小批梯度的实测标准差"), grade=Grade.STATISTICAL
    )
    deviation_theory: float = measurement(
        Text("sqrt(tr Sigma/B), corrected without replacement", "√(tr Σ/B)，无放回时加修正")
    )
    deviation_replaced: float = measurement(Text("sqrt(tr Sigma/B), uncorrected", "√(tr Σ/B)，不加修正"))
    deviation_linear: float = measurement(Text("if it fell as 1/B (a mistake)", "误以为按 1/B 下降"))
    slope: float = measurement(
        Text("slope of log deviation against log B, with replacement", "有放回时 log 标准差对 log B 的斜率"),
        grade=Grade.STATISTICAL,
    )
    cosine: float = measurement(
        Text("median cosine with the full gradient", "与全梯度夹角余弦的中位数"), grade=Grade.STATISTICAL
    )
    cosine_theory: float = measurement(Text("1/sqrt(1 + noise scale/B)", "1/√(1＋噪声尺度/B)"))
    descent_share: float = measurement(
        Text("share of mini-batches that point downhill", "指向下坡的小批比例"), grade=Grade.STATISTICAL
    )
    mean_gradient: Array1D = measurement(Text("the full gradient", "全梯度"))
    trace: float = measurement(Text("tr Sigma, the summed variance of single gradients", "tr Σ：单样本梯度方差之和"))
    signal: float = measurement(Text("squared norm of the full gradient", "全梯度范数平方"))
    scale: float = measurement(Text("noise scale tr Sigma / |G|^2", "噪声尺度 tr Σ/|G|²"))
    scale_inverted: float = measurement(Text("|G|^2 / tr Sigma (a mistake)", "误取倒数"))
    near_scale: float = measurement(Text("noise scale near the optimum", "最优点附近的噪声尺度"))
    near_cosine: float = measurement(Text("cosine there, by the formula", "该处按公式的余弦"))
    fixed_step_ratio: float = measurement(
        Text(
            "squared distance where it settles at B = 1, over that at this B, same step",
            "步长相同时 B＝1 与该 B 的平台之比",
        )
    )
    scaled_step_ratio: float = measurement(Text("the same with the step scaled with B", "步长随 B 放大时的平台之比"))


@demonstration(
    number="D21",
    name="gradient_noise",
    topic="descent",
    title=Text("Gradient noise against batch size", "梯度噪声与批大小"),
    summary=Text(
        "Mini-batch gradients at one point: deviation, direction, and the batch size at which noise equals signal.",
        "同一点处的小批梯度：标准差、方向，以及噪声与信号相当的批大小。",
    ),
    look_for=Text(
        "The deviation falls like one over the root of B; drawing without replacement it falls to zero at B = n. The "
        "direction is good once B exceeds the noise scale tr Σ/|G|². Near the optimum G shrinks and the noise does not: "
        "a batch that was ample at the start is all noise there.",
        "标准差按 B 的平方根反比下降；无放回抽样到 B＝n 时为零。B 超过噪声尺度 tr Σ/|G|² 后方向就可靠了。接近最优点时 G 变小而噪声不变：开始时绰绰有余的批，到那里全是噪声。",
    ),
    predict=Text(
        "Four times the batch: does the deviation of the gradient halve, or fall to a quarter?",
        "批大小变为四倍，梯度的标准差减半，还是降到四分之一？",
    ),
    limits=Text(
        "One point at a time; along a run the noise scale keeps changing.", "只看一个点；训练过程中噪声尺度一直在变。"
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 64, 1, 2048),
        Integer("samples", Text("samples", "样本数"), 2048, 4, 8192),
        Integer("features", Text("features", "特征数"), 20, 1, 50),
        Float("noise", Text("noise of the targets", "目标噪声"), 1.0, 0.0, 5.0),
        Choice("replace", Text("drawing", "抽样"), False, (True, False), DRAWS),
        Float("distance", Text("distance to the optimum (1: the start)", "到最优点的距离（1 为起点）"), 1.0, 0.0, 1.0),
        Integer("draws", Text("mini-batches drawn", "抽取的小批数"), 300, 20, 3000),
        Array("gradients", Text("own single gradients, a row each", "自定单样本梯度，一行一个"), (), 2, -1e4, 1e4, 12),
    ),
    measurements=GradientNoise,
    kernels=(kernel.noise_scale, kernel.batch_deviation, kernel.drawn_batches),
)
def gradient_noise(
    rng: np.random.Generator,
    *,
    batch: int,
    samples: int,
    features: int,
    noise: float,
    replace: bool,
    distance: float,
    draws: int,
    gradients: FloatArray,
) -> Result:
    """Draw mini-batches of per-sample gradients."""
    problem = drawn_problem(rng, samples, features, 10.0, noise)
    single = gradients if gradients.size else sample_gradients(problem, _at(problem, distance))
    batch = min(batch, len(single))
    near = sample_gradients(problem, _at(problem, NEAR))
    mean = single.mean(axis=0)
    found = kernel.drawn_batches(rng, single, batch, replace, draws)
    lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(mean)
    cosines = found @ mean / np.where(lengths > 0, lengths, 1.0)
    scale, near_scale = kernel.noise_scale(single), kernel.noise_scale(near)
    sizes, deviations = _deviations(rng, single, draws)
    small = 0.01 / features
    measured = GradientNoise(
        deviation=float(np.sqrt(np.mean(np.sum((found - mean) ** 2, axis=1)))),
        deviation_theory=kernel.batch_deviation(single, batch, replace),
        deviation_replaced=kernel.batch_deviation(single, batch, True),
        deviation_linear=kernel.batch_deviation(single, 1, True) / batch,
        slope=float(np.polyfit(np.log(sizes), np.log(np.maximum(deviations, 1e-300)), 1)[0]),
        cosine=float(np.median(cosines)),
        cosine_theory=float(1 / np.sqrt(1 + scale / batch)),
        descent_share=float(np.mean(cosines > 0)),
        mean_gradient=mean,
        trace=float(single.var(axis=0).sum()),
        signal=float(mean @ mean),
        scale=scale,
        scale_inverted=1 / scale if scale > 0 else float("inf"),
        near_scale=near_scale,
        near_cosine=float(1 / np.sqrt(1 + near_scale / batch)),
        fixed_step_ratio=kernel.floor(small, features, 1.0, 1) / kernel.floor(small, features, 1.0, batch),
        scaled_step_ratio=kernel.floor(small, features, 1.0, 1)
        / kernel.floor(min(small * batch, 1.0), features, 1.0, batch),
    )
    return Result(measured, _views(measured, sizes, deviations, single, batch))


def _at(problem: Problem, distance: float) -> FloatArray:
    return np.asarray((1 - distance) * problem.optimum, dtype=np.float64)


def _deviations(rng: np.random.Generator, single: FloatArray, draws: int) -> tuple[FloatArray, FloatArray]:
    sizes = np.array([1, 4, 16, 64, 256])
    mean = single.mean(axis=0)
    found = [kernel.drawn_batches(rng, single, int(size), True, max(60, draws // 4)) for size in sizes]
    return sizes.astype(float), np.array([np.sqrt(np.mean(np.sum((f - mean) ** 2, axis=1))) for f in found])


def _views(
    measured: GradientNoise, sizes: FloatArray, deviations: FloatArray, single: FloatArray, batch: int
) -> tuple[Lines | Table, ...]:
    theory = np.array([kernel.batch_deviation(single, int(size), True) for size in sizes])
    rows = (
        (Text("|G|²", "|G|²"), measured.signal),
        (Text("tr Σ", "tr Σ"), measured.trace),
        (Text("noise scale", "噪声尺度"), measured.scale),
        (Text("cosine", "余弦"), measured.cosine),
        (Text("noise scale near the optimum", "最优点附近的噪声尺度"), measured.near_scale),
        (Text("cosine there", "该处余弦"), measured.near_cosine),
    )
    return (
        Lines(
            Text("deviation of the mini-batch gradient", "小批梯度的标准差"),
            Axis(Text("batch size", "批大小"), NOTHING, log=True),
            Axis(Text("deviation", "标准差"), NOTHING, log=True),
            (
                Series(Text("measured", "实测"), sizes, np.maximum(deviations, 1e-300), "points"),
                Series(Text("sqrt(tr Σ/B)", "√(tr Σ/B)"), sizes, np.maximum(theory, 1e-300)),
            ),
            (Mark(Text("batch size", "批大小"), float(batch), "x"),),
        ),
        Table(
            Text("signal and noise", "信号与噪声"),
            (Text("quantity", "量"), Text("value", "数值")),
            rows,
        ),
    )
