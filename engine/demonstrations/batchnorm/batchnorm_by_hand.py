"""D08: batch normalisation by hand."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.batchnorm._units import SAMPLES
from engine.kernels.batchnorm import (
    Forward,
    batchnorm_backward,
    batchnorm_backward_graph,
    batchnorm_forward,
    layernorm_forward,
)
from engine.kernels.moments import deviation
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer, ParameterError, demand_shape
from engine.result import Matrix, Result, Step, Steps, Table, View
from engine.text import Text, same


class BatchnormForwardPass(Measurements):
    mean: Array1D = measurement(Text("batch mean per feature", "各特征的批均值"))
    variance: Array1D = measurement(Text("biased batch variance per feature", "各特征的有偏批方差"))
    variance_unbiased: Array1D = measurement(Text("unbiased batch variance per feature", "各特征的无偏批方差"))
    deviation: Array1D = measurement(Text("sqrt(variance + eps)", "√(方差＋ε)"))
    x_hat: Array2D = measurement(Text("normalised batch", "归一化后的小批"))
    x_hat_unbiased: Array2D = measurement(
        Text("normalised by the unbiased variance (a mistake)", "误用无偏方差归一化的结果")
    )
    x_hat_mean: Array1D = measurement(Text("mean of each normalised feature", "归一化后各特征的均值"))
    x_hat_variance: Array1D = measurement(Text("variance of each normalised feature", "归一化后各特征的方差"))
    y: Array2D = measurement(Text("output", "输出"))
    y_swapped: Array2D = measurement(Text("output with gamma and beta swapped (a mistake)", "误把 γ 与 β 对调的输出"))


class BatchnormBackwardPass(Measurements):
    grad_beta: Array1D = measurement(Text("gradient of beta", "β 的梯度"))
    grad_gamma: Array1D = measurement(Text("gradient of gamma", "γ 的梯度"))
    grad_gamma_raw: Array1D = measurement(Text("sum of grad times x, not x_hat (a mistake)", "误用 x 而非 x̂ 的结果"))
    grad_x: Array2D = measurement(Text("gradient of the input", "输入的梯度"))
    grad_x_constant: Array2D = measurement(
        Text("same with mean and variance held constant (a mistake)", "误把均值与方差当常数")
    )
    grad_x_no_x_hat: Array2D = measurement(Text("same without the x_hat term (a mistake)", "漏掉 x̂ 项"))
    grad_x_no_mean: Array2D = measurement(Text("same without the mean term (a mistake)", "漏掉均值项"))
    constant_error: float = measurement(Text("relative error when both are held constant", "把两者当常数的相对误差"))
    no_x_hat_error: float = measurement(Text("relative error without the x_hat term", "漏掉 x̂ 项的相对误差"))
    grad_x_sum: float = measurement(Text("largest |sum of grad_x| over the features", "各特征 |Σ∂x| 的最大值"))
    grad_x_along_x_hat: float = measurement(Text("sum of grad_x x_hat, first feature", "第一特征的 Σ∂x·x̂"))
    along_x_hat_theory: float = measurement(
        Text("grad_gamma gamma / deviation times eps / (variance + eps)", "∂γ·γ/√(方差＋ε)·ε/(方差＋ε)")
    )
    graph_gap: float = measurement(Text("nine-node graph against the formula", "九节点计算图与公式之差"))


class BatchnormInvariances(Measurements):
    bias_gap: float = measurement(
        Text("change of the output when a bias is added before", "归一化前加偏置时输出的变化")
    )
    identity_gap: float = measurement(
        Text("|y - x| with gamma = deviation, beta = mean", "取 γ=√(σ²+ε)、β=μ 时的 |y−x|")
    )


class BatchnormByHand(Measurements):
    x: Array2D = measurement(Text("the batch", "小批输入"), grade=Grade.EXACT)
    grad_y: Array2D = measurement(Text("gradient of the output", "输出的梯度"), grade=Grade.EXACT)
    scale: Array1D = measurement(Text("gamma in use", "所用 γ"), grade=Grade.EXACT)
    shift: Array1D = measurement(Text("beta in use", "所用 β"), grade=Grade.EXACT)
    forward_pass: BatchnormForwardPass
    backward_pass: BatchnormBackwardPass
    invariances: BatchnormInvariances
    trainable: int = measurement(Text("trainable numbers (gamma, beta)", "可训练参数个数（γ、β）"), grade=Grade.EXACT)
    buffers: int = measurement(
        Text("running statistics kept in PyTorch, with the counter", "PyTorch 保存的统计量个数（含计数器）"),
        grade=Grade.CONVENTION,
    )
    layer_mean: Array1D = measurement(
        Text("mean over the features that LayerNorm would take", "LayerNorm 所用的逐样本均值")
    )
    layer_y: Array2D = measurement(Text("output of LayerNorm with gamma 1, beta 0", "LayerNorm（γ=1、β=0）的输出"))


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
    measurements=BatchnormByHand,
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
    if eps == 0 and np.any(deviation(x) == 0):
        raise ParameterError(
            "parameter 'eps' cannot be 0 when a feature is constant over the batch; take 1e-5",
            "当某个特征在批内恒定时，参数“eps”不能为 0；请取 1e-5",
        )
    grad_y = _fitting("grad_output", grad_output, x.shape, _first_sample(x.shape))
    scale = _fitting("gamma", gamma, x.shape[1:], np.ones(x.shape[1]))
    shift = _fitting("beta", beta, x.shape[1:], np.zeros(x.shape[1]))
    forward = batchnorm_forward(x, scale, shift, eps)
    measured = BatchnormByHand(
        x=x,
        grad_y=grad_y,
        scale=scale,
        shift=shift,
        forward_pass=_forward_values(x, scale, shift, forward, eps),
        backward_pass=_backward_values(x, grad_y, scale, forward, eps),
        invariances=_invariances(x, scale, shift, forward, eps, bias),
        trainable=2 * x.shape[1],
        buffers=2 * x.shape[1] + 1,
        layer_mean=x.mean(axis=1),
        layer_y=layernorm_forward(x, np.ones(x.shape[1]), np.zeros(x.shape[1]), max(eps, 1e-12)),
    )
    return Result(measured, _by_hand_views(x, grad_y, scale, eps, measured))


def _first_sample(shape: tuple[int, ...]) -> FloatArray:
    grad = np.zeros(shape)
    grad[0] = 1.0
    return grad


def _fitting(name: str, given: FloatArray, shape: tuple[int, ...], otherwise: FloatArray) -> FloatArray:
    if not given.size:
        return otherwise
    demand_shape(name, given, shape)
    return given


def _forward_values(
    x: FloatArray, scale: FloatArray, shift: FloatArray, f: Forward, eps: float
) -> BatchnormForwardPass:
    unbiased = x.var(axis=0, ddof=1) if len(x) > 1 else np.full(x.shape[1], np.inf)
    return BatchnormForwardPass(
        mean=f.mean,
        variance=f.variance,
        variance_unbiased=unbiased,
        deviation=f.deviation,
        x_hat=f.normalised,
        x_hat_unbiased=(x - f.mean) / np.sqrt(unbiased + eps),
        x_hat_mean=f.normalised.mean(axis=0),
        x_hat_variance=f.normalised.var(axis=0),
        y=f.output,
        y_swapped=shift * f.normalised + scale,
    )


def _backward_values(
    x: FloatArray, grad_y: FloatArray, scale: FloatArray, f: Forward, eps: float
) -> BatchnormBackwardPass:
    grad_x, grad_gamma, grad_beta = batchnorm_backward(grad_y, f, scale)
    m, factor = len(x), scale / f.deviation
    constant = factor * grad_y
    no_x_hat = factor * (grad_y - grad_beta / m)
    no_mean = factor * (grad_y - f.normalised * grad_gamma / m)
    size = float(np.abs(grad_x).max()) or 1.0
    graph = batchnorm_backward_graph(grad_y, x, scale, eps)[-1][1]
    return BatchnormBackwardPass(
        grad_beta=grad_beta,
        grad_gamma=grad_gamma,
        grad_gamma_raw=(grad_y * x).sum(axis=0),
        grad_x=grad_x,
        grad_x_constant=constant,
        grad_x_no_x_hat=no_x_hat,
        grad_x_no_mean=no_mean,
        constant_error=_relative(constant, grad_x),
        no_x_hat_error=_relative(no_x_hat, grad_x),
        grad_x_sum=float(np.abs(grad_x.sum(axis=0)).max()),
        grad_x_along_x_hat=float((grad_x * f.normalised).sum(axis=0)[0]),
        along_x_hat_theory=float((grad_gamma * scale / f.deviation * eps / (f.variance + eps))[0]),
        graph_gap=float(np.abs(graph - grad_x).max() / size),
    )


def _relative(wrong: FloatArray, right: FloatArray) -> float:
    """max |wrong - right| / max |wrong|: 0 for equal, finite even where the right one vanishes."""
    return float(np.abs(wrong - right).max() / max(float(np.abs(wrong).max()), 1e-300))


def _invariances(
    x: FloatArray, scale: FloatArray, shift: FloatArray, f: Forward, eps: float, bias: float
) -> BatchnormInvariances:
    biased = batchnorm_forward(x + bias, scale, shift, eps)
    identity = batchnorm_forward(x, f.deviation, f.mean, eps)
    return BatchnormInvariances(
        bias_gap=float(np.abs(biased.output - f.output).max()), identity_gap=float(np.abs(identity.output - x).max())
    )


def _by_hand_views(
    x: FloatArray, grad_y: FloatArray, scale: FloatArray, eps: float, measured: BatchnormByHand
) -> tuple[View, ...]:
    there, back = measured.forward_pass, measured.backward_pass
    forward = np.stack([values[:, 0] for values in (x, there.x_hat, there.y)], axis=1)
    shown = (grad_y, back.grad_x, back.grad_x_constant, back.grad_x_no_x_hat, back.grad_x_no_mean)
    heads = ("∂y", "∂x", "∂x: μ,σ² fixed", "∂x: no x̂", "∂x: no mean")
    heads_zh = ("∂y", "∂x", "∂x：μ、σ² 当常数", "∂x：漏 x̂ 项", "∂x：漏均值项")
    table = np.stack([values[:, 0] for values in shown], axis=1)
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
            Text("forward: first feature, a row a sample", "前向：第一特征，每行一个样本"),
            forward,
            column_labels=(same("x"), same("x̂"), same("y")),
        ),
        Table(
            Text("moments", "统计量"),
            (Text("mean", "均值"), Text("variance 1/m", "方差 1/m"), Text("variance 1/(m-1)", "方差 1/(m−1)")),
            tuple(
                (float(a), float(b), float(c))
                for a, b, c in zip(there.mean, there.variance, there.variance_unbiased, strict=True)
            ),
        ),
        Matrix(
            Text("backward: first feature, a row a sample", "反向：第一特征，每行一个样本"),
            table,
            column_labels=tuple(Text(en, zh) for en, zh in zip(heads, heads_zh, strict=True)),
        ),
        Steps(Text("backward through the nine nodes", "沿九个节点反向"), steps),
    )
