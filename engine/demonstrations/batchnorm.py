"""D08 and D09: batch normalisation by hand, and in its two modes; D10 to D14 stand in files beside this one."""

from __future__ import annotations

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.kernels.batchnorm import (
    Forward,
    Running,
    batchnorm_backward,
    batchnorm_backward_graph,
    batchnorm_eval,
    batchnorm_forward,
    layernorm_forward,
)
from engine.parameters import Array, Float, FloatArray, Integer, ParameterError, Value
from engine.result import Axis, Lines, Mark, Matrix, Result, Series, Step, Steps, Table, View
from engine.text import NOTHING, Text, same

SAMPLES = Text("samples", "个样本")


@demonstration(
    number="D08",
    name="batchnorm_by_hand",
    topic="batchnorm",
    title=Text("BatchNorm forward and backward by hand", "手算批归一化的前向与反向"),
    summary=Text(
        "Every intermediate of BatchNorm on a few samples, and what the gradient loses when a term is forgotten.",
        "在几个样本上算出 BatchNorm 的每个中间量，并看漏掉一项时梯度错多少。",
    ),
    look_for=Text(
        "Follow one column. The normalised values have mean 0 and variance just under 1; the input's gradient sums to "
        "0 over the batch, because adding a constant to all samples changes nothing. The three wrong formulas each "
        "drop a path by which a sample moves the mean or the variance: compare their columns with the right one.",
        "盯住一列看。归一化后的均值为 0，方差略小于 1；输入的梯度在批内求和为 0，因为给所有样本加同一个常数不改变输出。"
        "三个错误公式各漏掉了样本影响均值或方差的一条路径，把它们与正确的一列对照。",
    ),
    predict=Text(
        "Only sample 1 gets a gradient from above. Will the other samples get one from BatchNorm?",
        "只有第 1 个样本从上层收到梯度，其余样本会从 BatchNorm 得到梯度吗？",
    ),
    limits=Text(
        "Training mode on one batch; says nothing about whether BatchNorm helps training.",
        "只是训练模式下的一个小批；不说明 BatchNorm 是否有助于训练。",
    ),
    parameters=(
        Integer("samples", Text("samples in the batch", "小批样本数"), 4, 1, 16, SAMPLES),
        Integer("features", Text("features", "特征数"), 1, 1, 6),
        Float("eps", Text("eps", "ε"), 1e-5, 0.0, 1.0),
        Array("input", Text("input", "输入"), (), 2, -1e4, 1e4, 16),
        Array("grad_output", Text("gradient of the output", "输出的梯度"), (), 2, -1e4, 1e4, 16),
        Array("gamma", Text("gamma", "γ"), (), 1, -100, 100, 6),
        Array("beta", Text("beta", "β"), (), 1, -100, 100, 6),
        Float("bias", Text("bias added before", "归一化前加的偏置"), 3.0, -100, 100),
    ),
    measurements=(
        Measurement("x", Text("the batch", "小批输入"), grade=Grade.EXACT),
        Measurement("grad_y", Text("gradient of the output", "输出的梯度"), grade=Grade.EXACT),
        Measurement("scale", Text("gamma in use", "所用 γ"), grade=Grade.EXACT),
        Measurement("shift", Text("beta in use", "所用 β"), grade=Grade.EXACT),
        Measurement("mean", Text("batch mean per feature", "各特征的批均值")),
        Measurement("variance", Text("biased batch variance per feature", "各特征的有偏批方差")),
        Measurement("variance_unbiased", Text("unbiased batch variance per feature", "各特征的无偏批方差")),
        Measurement("deviation", Text("sqrt(variance + eps)", "√(σ²+ε)")),
        Measurement("x_hat", Text("normalised batch", "归一化后的小批")),
        Measurement(
            "x_hat_unbiased", Text("normalised by the unbiased variance (a mistake)", "误用无偏方差归一化的结果")
        ),
        Measurement("x_hat_mean", Text("mean of each normalised feature", "归一化后各特征的均值")),
        Measurement("x_hat_variance", Text("variance of each normalised feature", "归一化后各特征的方差")),
        Measurement("y", Text("output", "输出")),
        Measurement("y_swapped", Text("output with gamma and beta swapped (a mistake)", "误把 γ 与 β 对调的输出")),
        Measurement("grad_beta", Text("gradient of beta", "β 的梯度")),
        Measurement("grad_gamma", Text("gradient of gamma", "γ 的梯度")),
        Measurement("grad_gamma_raw", Text("sum of grad times x, not x_hat (a mistake)", "误用 x 而非 x̂ 的结果")),
        Measurement("grad_x", Text("gradient of the input", "输入的梯度")),
        Measurement(
            "grad_x_constant", Text("same with mean and variance held constant (a mistake)", "误把均值与方差当常数")
        ),
        Measurement("grad_x_no_x_hat", Text("same without the x_hat term (a mistake)", "漏掉 x̂ 项")),
        Measurement("grad_x_no_mean", Text("same without the mean term (a mistake)", "漏掉均值项")),
        Measurement("constant_error", Text("relative error when both are held constant", "把两者当常数的相对误差")),
        Measurement("no_x_hat_error", Text("relative error without the x_hat term", "漏掉 x̂ 项的相对误差")),
        Measurement("grad_x_sum", Text("largest |sum of grad_x| over the features", "各特征 |Σ∂x| 的最大值")),
        Measurement("grad_x_along_x_hat", Text("sum of grad_x x_hat, first feature", "第一特征的 Σ∂x·x̂")),
        Measurement(
            "along_x_hat_theory",
            Text("grad_gamma gamma / deviation times eps / (variance + eps)", "∂γ·γ/√(σ²+ε)·ε/(σ²+ε)"),
        ),
        Measurement("graph_gap", Text("nine-node graph against the formula", "九节点计算图与公式之差")),
        Measurement("bias_gap", Text("change of the output when a bias is added before", "归一化前加偏置时输出的变化")),
        Measurement(
            "identity_gap", Text("|y - x| with gamma = deviation, beta = mean", "取 γ=√(σ²+ε)、β=μ 时的 |y−x|")
        ),
        Measurement("trainable", Text("trainable numbers (gamma, beta)", "可训练参数个数（γ、β）"), grade=Grade.EXACT),
        Measurement(
            "buffers",
            Text("running statistics kept in PyTorch, with the counter", "PyTorch 保存的统计量个数（含计数器）"),
            grade=Grade.CONVENTION,
        ),
        Measurement(
            "layer_mean", Text("mean over the features that LayerNorm would take", "LayerNorm 所用的逐样本均值")
        ),
        Measurement("layer_y", Text("output of LayerNorm with gamma 1, beta 0", "LayerNorm（γ=1、β=0）的输出")),
    ),
    kernels=(batchnorm_forward, batchnorm_backward, batchnorm_backward_graph),
)
def batchnorm_by_hand(
    rng: np.random.Generator,
    *,
    samples: int,
    features: int,
    eps: float,
    input: FloatArray,
    grad_output: FloatArray,
    gamma: FloatArray,
    beta: FloatArray,
    bias: float,
) -> Result:
    """Normalise `input` (samples, features) and send `grad_output` of the same shape back."""
    x = input if input.size else rng.integers(-5, 10, (samples, features)).astype(float)
    if eps == 0 and np.any(x.var(axis=0) == 0):
        raise ParameterError("parameter 'eps' cannot be 0 when a feature is constant over the batch; take 1e-5")
    grad_y = _fitting("grad_output", grad_output, x.shape, _first_sample(x.shape))
    scale = _fitting("gamma", gamma, x.shape[1:], np.ones(x.shape[1]))
    shift = _fitting("beta", beta, x.shape[1:], np.zeros(x.shape[1]))
    forward = batchnorm_forward(x, scale, shift, eps)
    measured = {
        "x": x,
        "grad_y": grad_y,
        "scale": scale,
        "shift": shift,
        **_forward_values(x, scale, shift, forward, eps),
        **_backward_values(x, grad_y, scale, forward, eps),
        **_invariances(x, scale, shift, forward, eps, bias),
        "trainable": 2 * x.shape[1],
        "buffers": 2 * x.shape[1] + 1,
        "layer_mean": x.mean(axis=1),
        "layer_y": layernorm_forward(x, np.ones(x.shape[1]), np.zeros(x.shape[1]), max(eps, 1e-12)),
    }
    return Result(measured, _by_hand_views(x, grad_y, scale, eps, measured))


def _first_sample(shape: tuple[int, ...]) -> FloatArray:
    grad = np.zeros(shape)
    grad[0] = 1.0
    return grad


def _fitting(name: str, given: FloatArray, shape: tuple[int, ...], otherwise: FloatArray) -> FloatArray:
    if not given.size:
        return otherwise
    if given.shape != shape:
        raise ParameterError(f"parameter '{name}' has the shape {given.shape}; this batch needs {shape}")
    return given


def _forward_values(x: FloatArray, scale: FloatArray, shift: FloatArray, f: Forward, eps: float) -> dict[str, Value]:
    unbiased = x.var(axis=0, ddof=1) if len(x) > 1 else np.full(x.shape[1], np.inf)
    return {
        "mean": f.mean,
        "variance": f.variance,
        "variance_unbiased": unbiased,
        "deviation": f.deviation,
        "x_hat": f.normalised,
        "x_hat_unbiased": (x - f.mean) / np.sqrt(unbiased + eps),
        "x_hat_mean": f.normalised.mean(axis=0),
        "x_hat_variance": f.normalised.var(axis=0),
        "y": f.output,
        "y_swapped": shift * f.normalised + scale,
    }


def _backward_values(x: FloatArray, grad_y: FloatArray, scale: FloatArray, f: Forward, eps: float) -> dict[str, Value]:
    grad_x, grad_gamma, grad_beta = batchnorm_backward(grad_y, f, scale)
    m, factor = len(x), scale / f.deviation
    constant = factor * grad_y
    no_x_hat = factor * (grad_y - grad_beta / m)
    no_mean = factor * (grad_y - f.normalised * grad_gamma / m)
    size = float(np.abs(grad_x).max()) or 1.0
    graph = batchnorm_backward_graph(grad_y, x, scale, eps)[-1][1]
    return {
        "grad_beta": grad_beta,
        "grad_gamma": grad_gamma,
        "grad_gamma_raw": (grad_y * x).sum(axis=0),
        "grad_x": grad_x,
        "grad_x_constant": constant,
        "grad_x_no_x_hat": no_x_hat,
        "grad_x_no_mean": no_mean,
        "constant_error": _relative(constant, grad_x),
        "no_x_hat_error": _relative(no_x_hat, grad_x),
        "grad_x_sum": float(np.abs(grad_x.sum(axis=0)).max()),
        "grad_x_along_x_hat": float((grad_x * f.normalised).sum(axis=0)[0]),
        "along_x_hat_theory": float((grad_gamma * scale / f.deviation * eps / (f.variance + eps))[0]),
        "graph_gap": float(np.abs(graph - grad_x).max() / size),
    }


def _relative(wrong: FloatArray, right: FloatArray) -> float:
    """max |wrong - right| / max |wrong|: 0 for equal, finite even where the right one vanishes."""
    return float(np.abs(wrong - right).max() / max(float(np.abs(wrong).max()), 1e-300))


def _invariances(
    x: FloatArray, scale: FloatArray, shift: FloatArray, f: Forward, eps: float, bias: float
) -> dict[str, Value]:
    biased = batchnorm_forward(x + bias, scale, shift, eps)
    identity = batchnorm_forward(x, f.deviation, f.mean, eps)
    return {
        "bias_gap": float(np.abs(biased.output - f.output).max()),
        "identity_gap": float(np.abs(identity.output - x).max()),
    }


def _by_hand_views(
    x: FloatArray, grad_y: FloatArray, scale: FloatArray, eps: float, measured: dict[str, Value]
) -> tuple[View, ...]:
    def column(name: str) -> FloatArray:
        value = measured[name]
        assert isinstance(value, np.ndarray)
        return value[:, 0] if value.ndim == 2 else value

    shown = ("x", "x_hat", "y", "grad_y", "grad_x", "grad_x_constant", "grad_x_no_x_hat", "grad_x_no_mean")
    heads = ("x", "x̂", "y", "∂y", "∂x", "∂x: μ,σ² fixed", "∂x: no x̂", "∂x: no mean")
    heads_zh = ("x", "x̂", "y", "∂y", "∂x", "∂x：μ、σ² 当常数", "∂x：漏 x̂ 项", "∂x：漏均值项")
    table = np.stack([column(name) for name in shown], axis=1)
    graph = batchnorm_backward_graph(grad_y, x, scale, eps)
    steps = tuple(
        Step(
            Text(f"Gradient at the node {name}", f"节点 {name} 处的梯度"),
            (Matrix(same(name), np.atleast_2d(value)),),
        )
        for name, value in graph
    )
    return (
        Matrix(
            Text("first feature, a row a sample", "第一特征，每行一个样本"),
            table,
            column_labels=tuple(Text(en, zh) for en, zh in zip(heads, heads_zh, strict=True)),
        ),
        Table(
            Text("moments", "统计量"),
            (Text("mean", "均值"), Text("variance 1/m", "方差 1/m"), Text("variance 1/(m-1)", "方差 1/(m−1)")),
            tuple(
                (float(a), float(b), float(c))
                for a, b, c in zip(column("mean"), column("variance"), column("variance_unbiased"), strict=True)
            ),
        ),
        Steps(Text("backward through the nine nodes", "沿九个节点反向"), steps),
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
    measurements=(
        Measurement("running_mean", Text("running mean after training", "训练后的滑动均值")),
        Measurement("running_variance", Text("running variance after training", "训练后的滑动方差")),
        Measurement(
            "running_variance_biased", Text("same if the biased variance were kept (a mistake)", "误存有偏方差的结果")
        ),
        Measurement(
            "running_mean_keras",
            Text("running mean if momentum were read Keras' way", "按 Keras 约定理解 momentum 的滑动均值"),
            grade=Grade.CONVENTION,
        ),
        Measurement("first_batch_mean", Text("mean of the first batch", "第一批的均值")),
        Measurement("first_batch_variance", Text("unbiased variance of the first batch", "第一批的无偏方差")),
        Measurement(
            "remembered",
            Text("weight of the initial statistics after training", "初始统计量最终所占权重"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "coupling_train",
            Text("how far one output moves when the others change, training", "训练模式下他人改变时输出的移动"),
        ),
        Measurement("coupling_eval", Text("the same in evaluation", "推理模式下的同一移动"), grade=Grade.EXACT),
        Measurement("eval_slope", Text("slope of the evaluation map", "推理映射的斜率")),
        Measurement("eval_output", Text("evaluation output of the watched sample", "被观察样本的推理输出")),
        Measurement(
            "biased_share",
            Text("mean of the biased variance over true variance", "有偏方差均值与真方差之比"),
            grade=Grade.STATISTICAL,
        ),
        Measurement("biased_theory", Text("(B - 1) / B", "(B−1)/B"), grade=Grade.EXACT),
        Measurement(
            "noise",
            Text("standard deviation of the watched sample's normalised value", "被观察样本归一化值的标准差"),
            grade=Grade.STATISTICAL,
        ),
        Measurement(
            "noise_slope",
            Text("slope of log noise against log batch size, 8 to 256", "噪声对批大小（8 至 256）的双对数斜率"),
            grade=Grade.STATISTICAL,
        ),
        Measurement("pair_magnitudes", Text("|normalised values| of random pairs (batch of 2)", "批大小为 2 时的 |x̂|")),
        Measurement(
            "single_output", Text("normalised value in a batch of 1", "批大小为 1 时的归一化值"), grade=Grade.EXACT
        ),
        Measurement(
            "single_gradient",
            Text("largest input gradient in a batch of 1", "批大小为 1 时输入梯度的最大值"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "shifted_mean",
            Text("mean evaluation output on the shifted test data", "偏移测试数据的推理输出均值"),
            grade=Grade.STATISTICAL,
        ),
    ),
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
    measured: dict[str, Value] = {
        "running_mean": float(running.mean[0]),
        "running_variance": float(running.variance[0]),
        "running_variance_biased": float(biased[0]),
        "running_mean_keras": float(keras_mean[0]),
        "first_batch_mean": float(stream[0].mean()),
        "first_batch_variance": float(stream[0].var(ddof=1)),
        "remembered": float((1 - momentum) ** batches),
        "coupling_train": float(np.ptp(watched)),
        "coupling_eval": _eval_coupling(rng, batch, value, running, eps),
        "eval_slope": float(1 / np.sqrt(running.variance[0] + eps)),
        "eval_output": float(outputs[0, 0]),
        "biased_share": float(rng.standard_normal((redraws * 5, max(batch, 1))).var(axis=1).mean()),
        "biased_theory": (batch - 1) / batch,
        "noise": float(watched.std()),
        "noise_slope": float(np.polyfit(np.log(sizes[2:]), np.log(noise[2:]), 1)[0]),
        "pair_magnitudes": np.abs(pair).ravel(),
        **_single(value, eps),
        "shifted_mean": _shifted(rng, shift, running, eps),
    }
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


def _single(value: float, eps: float) -> dict[str, Value]:
    forward = batchnorm_forward(np.array([[value]]), np.ones(1), np.zeros(1), eps)
    grad_x, _, _ = batchnorm_backward(np.ones((1, 1)), forward, np.ones(1))
    return {"single_output": float(forward.normalised[0, 0]), "single_gradient": float(np.abs(grad_x).max())}


def _shifted(rng: np.random.Generator, shift: float, running: Running, eps: float) -> float:
    test = shift + rng.standard_normal((2000, 1))
    return float(batchnorm_eval(test, running, np.ones(1), np.zeros(1), eps).mean())


def _mode_views(
    stream: FloatArray, momentum: float, sizes: FloatArray, noise: FloatArray, measured: dict[str, Value]
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
                (Text("training", "训练"), _number(measured["coupling_train"])),
                (Text("evaluation", "推理"), _number(measured["coupling_eval"])),
            ),
        ),
    )


def _number(value: Value) -> float:
    assert isinstance(value, float)
    return value
