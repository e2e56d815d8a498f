"""D103: bias and variance of ridge, computed."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, demand_shape
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text, same

PENALTIES = np.geomspace(1e-3, 1e3, 121)


def squared_bias(singular: FloatArray, truth: FloatArray, penalty: float) -> FloatArray:
    """Squared bias of ridge's predictions along each singular direction: (penalty / (s^2 + penalty))^2 (s truth)^2.

    Shapes (r,) -> (r,); 0 where s is 0. Source: Hastie, Tibshirani & Friedman (2009), section 7.3.

    >>> squared_bias(np.array([1.0, 2.0]), np.array([2.0, 1.0]), penalty=1.0)
    array([1.  , 0.16])
    """
    left = np.divide(penalty, singular**2 + penalty, out=np.zeros_like(singular), where=singular > 0)
    return np.asarray((left * singular * truth) ** 2)


def prediction_variance(singular: FloatArray, noise: float, penalty: float) -> FloatArray:
    """Variance of ridge's predictions along each singular direction: noise^2 (s^2 / (s^2 + penalty))^2.

    >>> prediction_variance(np.array([1.0, 2.0]), noise=1.0, penalty=1.0)
    array([0.25, 0.64])
    """
    square = singular**2
    kept = np.divide(square, square + penalty, out=np.zeros_like(singular), where=singular > 0)
    return np.asarray((noise * kept) ** 2)


class BiasVariance(Measurements):
    s: Array1D = measurement(Text("singular values", "奇异值"), grade=Grade.EXACT)
    beta: Array1D = measurement(Text("true coefficients", "真实系数"), grade=Grade.EXACT)
    bias_squared: float = measurement(Text("squared bias, summed", "偏差平方之和"), grade=Grade.EXACT)
    variance: float = measurement(Text("variance, summed", "方差之和"), grade=Grade.EXACT)
    error: float = measurement(Text("expected squared error, summed", "期望平方误差之和"), grade=Grade.EXACT)
    plain_variance: float = measurement(Text("variance of least squares", "最小二乘的方差"), grade=Grade.EXACT)
    null_bias: float = measurement(Text("squared bias of predicting 0", "恒预测 0 的偏差平方"), grade=Grade.EXACT)
    single_power_bias: float = measurement(
        Text("bias not squared (a mistake)", "收缩比例未平方的偏差（误）"), grade=Grade.EXACT
    )
    single_power_variance: float = measurement(
        Text("variance with the factor not squared (a mistake)", "收缩因子未平方的方差（误）"), grade=Grade.EXACT
    )
    direction_best: Array1D = measurement(
        Text("best penalty of each direction alone", "各方向单独的最优惩罚"), grade=Grade.EXACT
    )
    best_penalty: float = measurement(Text("penalty of least error on a grid", "网格上误差最小的惩罚"))
    best_error: float = measurement(Text("its error", "对应的误差"))
    simulated_bias: float = measurement(Text("squared bias in a simulation", "模拟的偏差平方"), grade=Grade.STATISTICAL)
    simulated_variance: float = measurement(Text("variance in a simulation", "模拟的方差"), grade=Grade.STATISTICAL)


@demonstration(
    number="D103",
    name="bias_variance",
    topic="regularization",
    title=Text("Bias and variance of ridge", "岭回归的偏差与方差"),
    summary=Text(
        "The expected error of ridge's predictions, taken apart into squared bias and variance, for every penalty.",
        "把岭回归预测的期望误差分解为偏差平方与方差，并随惩罚变化。",
    ),
    look_for=Text(
        "Variance falls and squared bias rises with λ; their sum is lowest in between. Near λ = 0 the variance falls at "
        "once while the bias starts with slope 0: a little ridge always helps on average. Along a single direction the "
        "best λ is σ²/β².",
        "λ 增大时方差下降、偏差平方上升，两者之和在中间最小。λ 从 0 起步时方差立即下降，而偏差平方的斜率为 0：一点点岭惩罚"
        "平均而言总有好处。就单个方向而言，最优 λ 为 σ²/β²。",
    ),
    predict=Text(
        "Noise {{noise}}. From λ = 0 on, which moves first: squared bias or variance?",
        "噪声 {{noise}}。λ 从 0 开始增大，先变化的是偏差平方还是方差？",
    ),
    limits=Text(
        "Error of the predictions at the training inputs, fixed design, without the noise of new targets.",
        "考察训练输入处预测的误差，设计固定，不含新目标自身的噪声。",
    ),
    parameters=(
        Array("singular", Text("singular values", "奇异值"), (3.0, 1.0, 0.3), 1, 0.0, 100.0, longest=12),
        Array("truth", Text("true coefficients", "真实系数"), (1.0, 1.0, 1.0), 1, -100.0, 100.0, longest=12),
        Float("noise", Text("standard deviation of the noise, sigma", "噪声标准差 σ"), 1.0, 0.01, 50.0),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 1.0, 0.0, 1e3),
    ),
    measurements=BiasVariance,
    kernels=(squared_bias, prediction_variance),
)
def bias_variance(
    rng: np.random.Generator, *, singular: FloatArray, truth: FloatArray, noise: float, penalty: float
) -> Result:
    """Closed forms in the singular directions, beside ridge fits of two thousand noisy targets."""
    demand_shape("truth", truth, singular.shape)
    bias, variance = squared_bias(singular, truth, penalty), prediction_variance(singular, noise, penalty)
    lost, kept = np.sqrt(squared_bias(singular, np.ones_like(truth), penalty)), np.sqrt(variance)
    biases = np.array([squared_bias(singular, truth, float(p)).sum() for p in PENALTIES])
    variances = np.array([prediction_variance(singular, noise, float(p)).sum() for p in PENALTIES])
    simulated = _simulate(rng, singular, truth, noise, penalty)
    used = singular > 0
    best = np.full(truth.shape, np.inf)
    np.divide(noise**2, truth**2, out=best, where=np.abs(truth) > 1e-100)
    measured = BiasVariance(
        s=singular,
        beta=truth,
        bias_squared=float(bias.sum()),
        variance=float(variance.sum()),
        error=float(bias.sum() + variance.sum()),
        plain_variance=float(noise**2 * used.sum()),
        null_bias=float(np.sum((singular * truth) ** 2)),
        single_power_bias=float(np.sum(lost * singular * truth**2)),
        single_power_variance=float(noise * kept.sum()),
        direction_best=best,
        best_penalty=float(PENALTIES[np.argmin(biases + variances)]),
        best_error=float((biases + variances).min()),
        simulated_bias=simulated[0],
        simulated_variance=simulated[1],
    )
    return Result(measured, _views(measured, biases, variances, penalty))


def _simulate(
    rng: np.random.Generator, singular: FloatArray, truth: FloatArray, noise: float, penalty: float
) -> tuple[float, float]:
    """Squared bias and variance of fits to 2000 noisy targets in random directions."""
    left = np.linalg.qr(rng.standard_normal((len(singular) + 2, len(singular))))[0]
    right = np.linalg.qr(rng.standard_normal((len(singular), len(singular))))[0]
    x = left * singular @ right.T
    signal = x @ (right @ truth)
    targets = signal + noise * rng.standard_normal((2000, len(x)))
    weights = targets @ x @ np.linalg.pinv(x.T @ x + penalty * np.eye(x.shape[1]))
    fits = weights @ x.T
    mean = fits.mean(axis=0)
    return float(np.sum((mean - signal) ** 2)), float(np.sum((fits - mean) ** 2) / len(fits))


def _views(m: BiasVariance, biases: FloatArray, variances: FloatArray, penalty: float) -> tuple[Lines, Table]:
    return (
        Lines(
            Text("error against penalty", "误差随惩罚的变化"),
            Axis(same("λ"), log=True),
            Axis(Text("summed over the samples", "对样本求和")),
            (
                Series(Text("squared bias", "偏差平方"), PENALTIES, biases),
                Series(Text("variance", "方差"), PENALTIES, variances),
                Series(Text("sum", "合计"), PENALTIES, biases + variances),
            ),
            (Mark(same("λ"), max(penalty, float(PENALTIES[0])), "x"),),
        ),
        Table(
            Text("at this penalty", "当前惩罚下"),
            (Text("squared bias", "偏差平方"), Text("variance", "方差"), Text("sum", "合计")),
            ((m.bias_squared, m.variance, m.error),),
        ),
    )
