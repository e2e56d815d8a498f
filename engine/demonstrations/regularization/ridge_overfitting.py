"""D27: a polynomial that over-fits, and what ridge does to it."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Bars, Lines, Mark, Result, Series
from engine.text import Text, same

PENALTIES = np.array([1e-10, 1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1e4])
ASKED = np.linspace(-0.95, 0.95, 400)


def powers(x: FloatArray, degree: int) -> FloatArray:
    """The columns x, x^2 ... x^degree, shape (n, degree)."""
    return np.asarray(x[:, None] ** np.arange(1, degree + 1), dtype=np.float64)


def largest_slope(weights: FloatArray) -> float:
    """The largest |derivative| of sum_k weights_k x^k over the asked points."""
    order = np.arange(1, len(weights) + 1)
    return float(np.abs(ASKED[:, None] ** (order - 1) @ (order * weights)).max())


class Fit:
    """A centred ridge fit of a polynomial, and its errors against the noise-free sine."""

    def __init__(self, x: FloatArray, y: FloatArray, degree: int, penalty: float) -> None:
        self.weights, self.intercept = kernel.centred_ridge(powers(x, degree), y, penalty)
        self.curve = powers(ASKED, degree) @ self.weights + self.intercept
        self.norm = float(np.linalg.norm(self.weights))
        self.train = float(np.mean((powers(x, degree) @ self.weights + self.intercept - y) ** 2))
        self.test = float(np.mean((self.curve - np.sin(np.pi * ASKED)) ** 2))
        self.largest = float(np.abs(self.weights).max())


class RidgeOverfitting(Measurements):
    norm: float = measurement(Text("norm of the coefficients", "系数的范数"))
    largest_coefficient: float = measurement(Text("largest |coefficient|", "最大的 |系数|"))
    train_error: float = measurement(Text("mean squared training error", "训练均方误差"))
    test_error: float = measurement(Text("mean squared error against the sine", "相对正弦的均方误差"))
    slope: float = measurement(Text("largest |slope|", "最大 |斜率|"))
    intercept: float = measurement(Text("the intercept, not penalised", "截距（不惩罚）"))
    plain_norm: float = measurement(Text("norm without a penalty", "无惩罚时的范数"))
    plain_largest: float = measurement(Text("largest |coefficient| without a penalty", "无惩罚时最大的 |系数|"))
    plain_train_error: float = measurement(Text("training error without a penalty", "无惩罚时的训练误差"))
    plain_test_error: float = measurement(Text("test error without a penalty", "无惩罚时的测试误差"))
    plain_slope: float = measurement(Text("largest |slope| without a penalty", "无惩罚时最大 |斜率|"))
    singular_values: Array1D = measurement(Text("singular values of the centred powers", "中心化幂矩阵的奇异值"))
    factors: Array1D = measurement(Text("shrink factor of each singular direction", "各奇异方向的收缩因子"))
    degrees_of_freedom: float = measurement(Text("sum of the shrink factors", "收缩因子之和（有效自由度）"))
    penalties: Array1D = measurement(Text("penalties of the path", "路径上的惩罚系数"), grade=Grade.EXACT)
    path_norms: Array1D = measurement(Text("norms along the path", "路径上的范数"))
    path_train_errors: Array1D = measurement(Text("training errors along the path", "路径上的训练误差"))
    path_test_errors: Array1D = measurement(Text("test errors along the path", "路径上的测试误差"))
    norm_falls: bool = measurement(Text("whether the norm falls at every step", "范数是否步步下降"))
    train_error_rises: bool = measurement(Text("whether the training error never falls", "训练误差是否不降"))
    best_penalty: float = measurement(
        Text("penalty of least test error", "测试误差最小的惩罚"), grade=Grade.STATISTICAL
    )
    best_test_error: float = measurement(Text("least test error of the path", "路径上最小测试误差"))
    heavy_test_error: float = measurement(Text("test error at the penalty 1e4", "惩罚 1e4 时的测试误差"))
    heavy_norm: float = measurement(Text("norm at the penalty 1e4", "惩罚 1e4 时的范数"))
    silent_error: float = measurement(Text("test error of predicting the mean target", "只预测均值的测试误差"))


@demonstration(
    number="D27",
    name="ridge_overfitting",
    topic="regularization",
    title=Text("Over-fitting and ridge", "过拟合与岭回归"),
    summary=Text(
        "A polynomial through a few noisy points of a sine; the penalty on its coefficients turns from nothing to much.",
        "用多项式拟合正弦曲线上的少量带噪点；对系数的惩罚由零逐渐加大。",
    ),
    look_for=Text(
        "Without a penalty the curve meets every point, with coefficients in the thousands or millions, and swings "
        "between them. As the penalty grows the norm falls, the training error rises, and the test error first falls, "
        "then rises again: it helps only when tuned.",
        "不加惩罚时曲线穿过每个点，系数成千上万甚至上百万，点与点之间剧烈摆动。惩罚加大，范数下降、训练误差上升，"
        "测试误差先降后升：要调好才有用。",
    ),
    predict=Text(
        "Degree {{degree}}, {{points}} points. As the penalty rises from nothing to very much, how do training and test error move?",
        "{{points}} 个点、{{degree}} 次多项式。惩罚从几乎没有升到很大，训练误差和测试误差各怎样变化？",
    ),
    limits=Text(
        "Raw powers on [-1, 1]: another basis has other coefficients for the same curves. Large coefficients are a "
        "symptom here, not a definition of over-fitting.",
        "这是 [-1, 1] 上的原始幂基：换一组基，同样的曲线系数就不同。大系数在此只是症状，不是过拟合的定义。",
    ),
    parameters=(
        Integer("points", Text("training points", "训练点数"), 15, 3, 60),
        Integer("degree", Text("degree", "多项式次数"), 14, 1, 20),
        Float("noise", Text("standard deviation of the noise", "噪声标准差"), 0.2, 0.0, 2.0),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 0.01, 1e-10, 1e4, log=True),
    ),
    measurements=RidgeOverfitting,
    kernels=(kernel.ridge, kernel.centred_ridge, kernel.shrink_factors),
)
def ridge_overfitting(rng: np.random.Generator, *, points: int, degree: int, noise: float, penalty: float) -> Result:
    """Fit sin(pi x) + noise by powers of x with an unpenalised intercept, over a path of penalties."""
    x = np.sort(rng.uniform(-1, 1, points))
    y = np.sin(np.pi * x) + noise * rng.standard_normal(points)
    now, plain = Fit(x, y, degree, penalty), Fit(x, y, degree, 0.0)
    path = [Fit(x, y, degree, float(each)) for each in PENALTIES]
    norms, train, test = (np.array([getattr(f, what) for f in path]) for what in ("norm", "train", "test"))
    centred = powers(x, degree) - powers(x, degree).mean(axis=0)
    singular = np.linalg.svd(centred, compute_uv=False)
    factors = kernel.shrink_factors(singular, penalty)
    measured = RidgeOverfitting(
        norm=now.norm,
        largest_coefficient=now.largest,
        train_error=now.train,
        test_error=now.test,
        slope=largest_slope(now.weights),
        intercept=now.intercept,
        plain_norm=plain.norm,
        plain_largest=plain.largest,
        plain_train_error=plain.train,
        plain_test_error=plain.test,
        plain_slope=largest_slope(plain.weights),
        singular_values=singular,
        factors=factors,
        degrees_of_freedom=float(factors.sum()),
        penalties=PENALTIES,
        path_norms=norms,
        path_train_errors=train,
        path_test_errors=test,
        norm_falls=bool(np.all(np.diff(norms) < 0)),
        train_error_rises=bool(np.all(np.diff(train) >= -1e-12)),
        best_penalty=float(PENALTIES[np.argmin(test)]),
        best_test_error=float(test.min()),
        heavy_test_error=float(test[-1]),
        heavy_norm=float(norms[-1]),
        silent_error=float(np.mean((y.mean() - np.sin(np.pi * ASKED)) ** 2)),
    )
    return Result(measured, (_curves(x, y, now, plain), _errors(train, test, penalty), _factors(factors)))


def _curves(x: FloatArray, y: FloatArray, now: Fit, plain: Fit) -> Lines:
    return Lines(
        Text("the fits", "拟合曲线"),
        Axis(same("x")),
        Axis(same("y")),
        (
            Series(Text("training points", "训练点"), x, y, "points"),
            Series(Text("sine", "正弦"), ASKED, np.sin(np.pi * ASKED)),
            Series(Text("with the penalty", "有惩罚"), ASKED, now.curve),
            Series(Text("without, cut at 3", "无惩罚（截到 ±3）"), ASKED, np.clip(plain.curve, -3, 3)),
        ),
    )


def _errors(train: FloatArray, test: FloatArray, penalty: float) -> Lines:
    return Lines(
        Text("error against penalty", "误差随惩罚的变化"),
        Axis(same("λ"), log=True),
        Axis(Text("mean squared error", "均方误差"), log=True),
        (
            Series(Text("training", "训练"), PENALTIES, np.maximum(train, 1e-6)),
            Series(Text("test", "测试"), PENALTIES, test),
        ),
        (Mark(same("λ"), penalty, "x"),),
    )


def _factors(factors: FloatArray) -> Bars:
    labels = tuple(Text(f"direction {i + 1}", f"方向 {i + 1}") for i in range(len(factors)))
    return Bars(Text("what ridge leaves", "岭回归保留的比例"), Axis(Text("factor", "因子")), labels, factors)
