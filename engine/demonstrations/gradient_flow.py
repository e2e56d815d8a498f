"""D05 to D07: what happens to a gradient on its way through many layers."""

from __future__ import annotations

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.demonstrations.activations import LABELS, NAMES
from engine.kernels import gradient_flow as kernel
from engine.kernels.activations import ACTIVATIONS, relu
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar, Value
from engine.result import Axis, Lines, Mark, Matrix, Result, Series, Table
from engine.text import NOTHING, Text, same

YES_NO: dict[Scalar, Text] = {True: Text("yes", "是"), False: Text("no", "否")}


@demonstration(
    number="D05",
    name="gradient_depth",
    topic="gradient_flow",
    title=Text("Gradient through depth", "穿过深度的梯度"),
    summary=Text(
        "Gradient norms layer by layer in a random network, with the mean-field prediction.",
        "随机网络中逐层的梯度范数，并与平均场预测对照。",
    ),
    look_for=Text(
        "On a logarithmic axis the norm is nearly a straight line: its slope is the factor a layer, weights times slope "
        "of the activation. Change the weight scale and the same activation goes from vanishing to exploding. BatchNorm "
        "without a skip connection explodes whatever the weights; a residual path without normalisation does too; both "
        "together stay tame.",
        "在对数轴上，范数几乎是一条直线：斜率就是每层因子，即权重乘以激活函数的斜率。只改权重尺度，同一激活函数就会从消失变为爆炸。"
        "有 BatchNorm 而无残差，无论权重如何都会爆炸；有残差而无归一化也会；两者并用则平稳。",
    ),
    predict=Text(
        "ReLU with weights of variance 1/n: after 50 layers, is the gradient gone, unchanged or huge?",
        "ReLU，权重方差 1/n：50 层之后，梯度是没了、没变，还是巨大？",
    ),
    limits=Text(
        "Networks at initialisation with Gaussian weights; the prediction is for infinite width and scatters near "
        "unstable points (He with GELU or Mish).",
        "仅为初始化时的高斯权重网络；预测针对无穷宽，在不稳定点附近（He＋GELU 或 Mish）会有散布。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "relu", NAMES, LABELS),
        Float("scale", Text("weight variance times width", "权重方差 × 宽度"), 1.0, 0.0001, 100.0, log=True),
        Integer("depth", Text("depth", "深度"), 50, 1, 100, Text("layers", "层")),
        Integer("width", Text("width", "宽度"), 64, 4, 512, Text("units", "个单元")),
        Integer("batch", Text("samples", "样本数"), 32, 2, 256),
        Choice("batchnorm", same("BatchNorm"), False, (False, True), YES_NO),
        Choice("residual", Text("residual path", "残差通路"), False, (False, True), YES_NO),
    ),
    measurements=(
        Measurement(
            "norms",
            Text("gradient norm at the input of every layer, then at the output", "每层输入处的梯度范数，最后为输出处"),
        ),
        Measurement(
            "ratio",
            Text("norm at the first layer over norm at the output", "首层与输出处梯度范数之比"),
            grade=Grade.STATISTICAL,
        ),
        Measurement("factor", Text("geometric mean factor a layer", "每层因子（几何平均）"), grade=Grade.STATISTICAL),
        Measurement("predicted_factor", Text("the same by mean field", "平均场预测的每层因子")),
        Measurement(
            "prediction_gap", Text("|measured over predicted factor - 1|", "|实测/预测 − 1|"), grade=Grade.STATISTICAL
        ),
        Measurement(
            "straightness", Text("R squared of log norm against layer", "对数范数对层数的 R²"), grade=Grade.STATISTICAL
        ),
        Measurement("critical_scale", Text("weight scale that keeps gradients", "保持梯度的权重尺度")),
        Measurement("mean_square_slope", Text("E f'(Z)^2", "E f'(Z)²")),
        Measurement(
            "clipped_norm",
            Text("first-layer norm after clipping to 1", "裁剪到 1 后的首层范数"),
            grade=Grade.STATISTICAL,
        ),
    ),
    kernels=(kernel.forward, kernel.backward, kernel.mean_field_factors),
)
def gradient_depth(
    rng: np.random.Generator,
    *,
    activation: str,
    scale: float,
    depth: int,
    width: int,
    batch: int,
    batchnorm: bool,
    residual: bool,
) -> Result:
    """Send a random gradient back through a random network."""
    f = ACTIVATIONS[activation]
    weights = kernel.random_weights(rng, depth, width, scale)
    output, tape = kernel.forward(rng.standard_normal((batch, width)), weights, f, batchnorm, residual)
    with np.errstate(over="ignore"):
        grads = kernel.backward(rng.standard_normal(output.shape), tape, f, residual)
    norms = np.array([float(np.linalg.norm(grad)) for grad in grads])
    ratio = float(norms[0] / norms[-1])
    factor = float(ratio ** (1 / depth))
    predicted = _predicted(activation, scale, depth, batchnorm, residual)
    measured: dict[str, Value] = {
        "norms": norms,
        "ratio": ratio,
        "factor": factor,
        "predicted_factor": predicted,
        "prediction_gap": abs(factor / predicted - 1) if np.isfinite(predicted) else 0.0,
        "straightness": _straightness(norms),
        "critical_scale": kernel.critical_scale(f),
        "mean_square_slope": 1 / kernel.critical_scale(f),
        "clipped_norm": min(1.0, float(norms[0])),
    }
    layer = np.arange(depth + 1, dtype=float)
    series = [Series(Text("measured", "实测"), layer, np.maximum(norms, 1e-300))]
    if np.isfinite(predicted):
        line = norms[-1] * predicted ** (depth - layer)
        series.append(Series(Text("mean field", "平均场"), layer, np.maximum(line, 1e-300)))
    return Result(
        measured,
        (
            Lines(
                Text("gradient norm at each layer's input", "每层输入处的梯度范数"),
                Axis(Text("layer", "层")),
                Axis(Text("norm", "范数"), NOTHING, log=True),
                tuple(series),
            ),
            Table(
                Text("factor a layer", "每层因子"),
                (Text("measured", "实测"), Text("predicted", "预测"), Text("first / last", "首层/输出")),
                ((factor, predicted, ratio),),
            ),
        ),
    )


def _predicted(activation: str, scale: float, depth: int, batchnorm: bool, residual: bool) -> float:
    """The mean-field factor, or not a number where no simple formula holds."""
    if residual:
        return float("nan")
    if batchnorm:
        # Centring and scaling make ReLU layers grow gradients by this, whatever the weights (Yang et al., 2019).
        return float(np.sqrt(np.pi / (np.pi - 1))) if activation == "relu" else float("nan")
    factors = kernel.mean_field_factors(ACTIVATIONS[activation], scale, depth)
    return float(np.exp(np.mean(np.log(factors))))


def _straightness(norms: FloatArray) -> float:
    if len(norms) < 3 or not np.all(norms > 0):
        return 1.0
    logs, layer = np.log(norms), np.arange(len(norms))
    residual = logs - np.polyval(np.polyfit(layer, logs, 1), layer)
    return float(1 - residual.var() / max(float(logs.var()), 1e-300))


@demonstration(
    number="D06",
    name="scalar_chain",
    topic="gradient_flow",
    title=Text("Scalar counter-examples", "标量反例"),
    summary=Text(
        "A chain of one-unit layers: the gradient is weight times slope, to the power of the depth.",
        "每层一个单元的链：梯度是（权重×斜率）的深度次方。",
    ),
    look_for=Text(
        "A sigmoid's slope never exceeds a quarter, yet with weight 8 the gradient doubles at every layer; a function "
        "that slopes 2 everywhere vanishes under weight 1/4. Neither the slope nor the weight decides alone.",
        "sigmoid 的斜率从不超过四分之一，但权重取 8 时梯度每层翻倍；处处斜率为 2 的函数，权重取 1/4 时梯度消失。单看斜率或单看权重都不行。",
    ),
    predict=Text(
        "Every slope is a quarter and every weight 8. Does the gradient vanish?",
        "每层斜率都是四分之一，权重都是 8。梯度会消失吗？",
    ),
    limits=Text(
        "One unit a layer, held at a fixed point; see D05 for wide layers.", "每层一个单元并停在不动点；宽层见 D05。"
    ),
    parameters=(
        Choice(
            "kind",
            Text("function", "函数"),
            "sigmoid",
            ("sigmoid", "linear"),
            {
                "sigmoid": Text("sigmoid at its middle", "sigmoid（中点处）"),
                "linear": Text("f(z) = slope z", "f(z)＝斜率·z"),
            },
        ),
        Float("slope", Text("slope of the linear function", "线性函数的斜率"), 2.0, 0.01, 8.0),
        Float("weight", Text("weight", "权重"), 8.0, -20.0, 20.0),
        Integer("depth", Text("depth", "深度"), 30, 1, 100, Text("layers", "层")),
    ),
    measurements=(
        Measurement("layer_slope", Text("slope of the function at every layer", "每层处函数的斜率"), grade=Grade.EXACT),
        Measurement("factor", Text("factor a layer: weight times slope", "每层因子：权重×斜率"), grade=Grade.EXACT),
        Measurement("gradient", Text("d a_L / d a_0", "da_L/da_0"), grade=Grade.EXACT),
        Measurement("closed_form", Text("(weight times slope)^depth", "（权重×斜率）^深度"), grade=Grade.EXACT),
        Measurement("slope_only", Text("slope^depth (a mistake)", "误取 斜率^深度"), grade=Grade.EXACT),
        Measurement(
            "sum_instead", Text("depth times weight times slope (a mistake)", "误取 深度×权重×斜率"), grade=Grade.EXACT
        ),
    ),
    kernels=(kernel.scalar_chain,),
)
def scalar_chain(rng: np.random.Generator, *, kind: str, slope: float, weight: float, depth: int) -> Result:
    """Multiply along the chain."""
    # The bias -weight/2 holds the sigmoid at a = 1/2, where its slope is exactly 1/4.
    at = (
        float(ACTIVATIONS["sigmoid"].derivative(np.array([weight * 0.5 - weight / 2]))[0])
        if kind == "sigmoid"
        else slope
    )
    gradient = kernel.scalar_chain(at, weight, depth)
    measured: dict[str, Value] = {
        "layer_slope": at,
        "factor": weight * at,
        "gradient": gradient,
        "closed_form": float((weight * at) ** depth),
        "slope_only": float(at**depth),
        "sum_instead": depth * weight * at,
    }
    layer = np.arange(depth + 1, dtype=float)
    growth = np.abs(weight * at) ** layer
    return Result(
        measured,
        (
            Lines(
                Text("|gradient| after so many layers", "经过若干层后的 |梯度|"),
                Axis(Text("layers", "层数")),
                Axis(Text("|gradient|", "|梯度|"), NOTHING, log=True),
                (
                    Series(Text("weight times slope", "权重×斜率"), layer, np.maximum(growth, 1e-300)),
                    Series(Text("slope alone", "只看斜率"), layer, np.maximum(np.abs(at) ** layer, 1e-300)),
                ),
                (Mark(same("1"), 1.0),),
            ),
        ),
    )


def complex_step(x: FloatArray, direction: FloatArray, weights: list[FloatArray], name: str) -> FloatArray:
    """The directional derivative as the imaginary part of f(x + i h v) / h: no differentiation rule at all."""
    h = 1e-30
    z = x + 1j * h * direction
    for w in weights:
        z = z @ w.T
        z = 1 / (1 + np.exp(-z)) if name == "sigmoid" else np.tanh(z)
    return np.asarray(z.imag / h, dtype=np.float64)


@demonstration(
    number="D07",
    name="three_derivatives",
    topic="gradient_flow",
    title=Text("Is back-propagation to blame?", "怪反向传播吗？"),
    summary=Text(
        "The same directional derivative by back-propagation, forward mode and the complex step.",
        "用反向传播、前向模式与复步法求同一个方向导数。",
    ),
    look_for=Text(
        "Three methods that share no rule give one number. When it is tiny, the function is flat in that direction; no "
        "other way of differentiating makes it larger. Two small layers below can be followed by hand.",
        "三种互不相干的方法给出同一个数。它很小，是因为函数在该方向上确实平坦；换求导方法不会让它变大。下面两层小网络可以手算。",
    ),
    predict=Text(
        "Will forward mode find a larger gradient than back-propagation?", "前向模式求得的梯度会比反向传播大吗？"
    ),
    limits=Text(
        "Shows that the derivative is exact, not how to make it larger.", "说明导数是精确的，并不说明怎样让它变大。"
    ),
    parameters=(
        Choice(
            "activation",
            Text("activation", "激活函数"),
            "sigmoid",
            ("sigmoid", "tanh"),
            {"sigmoid": same("sigmoid"), "tanh": same("tanh")},
        ),
        Integer("depth", Text("depth", "深度"), 20, 1, 60, Text("layers", "层")),
        Integer("width", Text("width", "宽度"), 16, 2, 64),
        Float("scale", Text("weight variance times width", "权重方差 × 宽度"), 1.0, 0.01, 30.0, log=True),
        Array("outer_weights", Text("outer weights, 2x2", "外层权重（2×2）"), ((1.0, -2.0), (3.0, 2.0)), 2, -9, 9, 4),
        Array("hidden", Text("pre-activations of the hidden layer", "隐层的激活前值"), (2.0, -1.0), 1, -9, 9, 4),
        Array("delta", Text("error at the output", "输出误差"), (1.0, 2.0), 1, -9, 9, 4),
    ),
    measurements=(
        Measurement("backprop", Text("directional derivative by back-propagation", "反向传播求得的方向导数")),
        Measurement("gradient_norm", Text("norm of the whole gradient", "整个梯度的范数")),
        Measurement("forward_gap", Text("forward mode against it, relative", "前向模式的相对差")),
        Measurement("complex_gap", Text("complex step against it, relative", "复步法的相对差")),
        Measurement("hidden_delta", Text("error of the hidden ReLU layer", "隐层（ReLU）的误差"), grade=Grade.EXACT),
        Measurement("hidden_delta_no_slope", Text("without the slope (a mistake)", "漏乘 f'"), grade=Grade.EXACT),
        Measurement("hidden_delta_no_weight", Text("without the weights (a mistake)", "漏乘权重"), grade=Grade.EXACT),
        Measurement(
            "hidden_delta_untransposed",
            Text("with W instead of its transpose (a mistake)", "误用 W 而非 Wᵀ"),
            grade=Grade.EXACT,
        ),
    ),
    kernels=(kernel.backward, kernel.forward_mode, complex_step),
)
def three_derivatives(
    rng: np.random.Generator,
    *,
    activation: str,
    depth: int,
    width: int,
    scale: float,
    outer_weights: FloatArray,
    hidden: FloatArray,
    delta: FloatArray,
) -> Result:
    """Differentiate v . net(x) along a random direction in three ways, and two layers by hand."""
    f = ACTIVATIONS[activation]
    weights = kernel.random_weights(rng, depth, width, scale)
    x, direction, v = (rng.standard_normal((1, width)) for _ in range(3))
    _, tape = kernel.forward(x, weights, f)
    gradient = kernel.backward(v, tape, f)[0]
    back = float((gradient * direction).sum())
    carried = float((kernel.forward_mode(x, direction, weights, f) * v).sum())
    imaginary = float((complex_step(x, direction, weights, activation) * v).sum())
    size = float(np.linalg.norm(gradient) * np.linalg.norm(direction))
    active = (hidden > 0).astype(float)
    deltas = {
        "hidden_delta": outer_weights.T @ delta * active,
        "hidden_delta_no_slope": outer_weights.T @ delta,
        "hidden_delta_no_weight": delta * active,
        "hidden_delta_untransposed": outer_weights @ delta * active,
    }
    measured: dict[str, Value] = {
        "backprop": back,
        "gradient_norm": float(np.linalg.norm(gradient)),
        "forward_gap": abs(carried - back) / size,
        "complex_gap": abs(imaginary - back) / size,
        **deltas,
    }
    return Result(
        measured,
        (
            Table(
                Text("one derivative, three ways", "一个导数，三种求法"),
                (Text("method", "方法"), Text("value", "数值")),
                (
                    (Text("back-propagation", "反向传播"), back),
                    (Text("forward mode", "前向模式"), carried),
                    (Text("complex step", "复步法"), imaginary),
                ),
            ),
            Matrix(Text("outer weights", "外层权重"), outer_weights),
            Matrix(
                Text("hidden layer: a, W^T delta, delta", "隐层：a、Wᵀδ、δ"),
                np.stack([relu(hidden), outer_weights.T @ delta, deltas["hidden_delta"]]),
                row_labels=(same("a"), same("Wᵀδ"), same("δ")),
            ),
        ),
    )
