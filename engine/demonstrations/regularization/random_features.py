"""D28F: over-fitting without large coefficients, and interpolation that does no harm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization_training as training
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text

SIZES = (0.2, 0.6, 0.9, 1.0, 1.1, 1.5, 3.0, 6.0)
"""Numbers of features of the curve, as multiples of the samples."""


class LeastNormFit(NamedTuple):
    """How large a fit's weights are, and how far it misses."""

    largest_weight: float
    train_error: float
    test_error: float


class Features:
    """A regression of `dims` Gaussian inputs with noisy linear targets, fitted through random ReLU features."""

    def __init__(self, rng: np.random.Generator, samples: int, dims: int, noise: float, asked: int) -> None:
        self.x, self.asked = rng.standard_normal((samples, dims)), rng.standard_normal((asked, dims))
        truth = rng.standard_normal(dims) / np.sqrt(dims)
        self.y, self.truth = self.x @ truth + noise * rng.standard_normal(samples), self.asked @ truth
        self.shuffled = rng.permutation(self.y)

    def fit(self, rng: np.random.Generator, count: int, shuffled: bool = False) -> LeastNormFit:
        """The least-norm fit on `count` random features."""
        directions, offsets = rng.standard_normal((self.x.shape[1], count)), rng.standard_normal(count)
        features = training.relu_features(self.x, directions, offsets)
        targets = self.shuffled if shuffled else self.y
        w = training.least_norm_fit(features, targets)
        predicted = training.relu_features(self.asked, directions, offsets) @ w
        return LeastNormFit(
            float(np.abs(w).max()),
            float(np.mean((features @ w - targets) ** 2)),
            float(np.mean((predicted - self.truth) ** 2)),
        )


class RandomFeatures(Measurements):
    largest_weight: float = measurement(Text("largest |weight|", "最大 |权重|"), grade=Grade.STATISTICAL)
    train_error: float = measurement(Text("training error", "训练误差"))
    test_error: float = measurement(Text("test error", "测试误差"), grade=Grade.STATISTICAL)
    shuffled_largest: float = measurement(Text("largest |weight|, labels shuffled", "标签打乱时最大 |权重|"))
    shuffled_train_error: float = measurement(Text("training error, labels shuffled", "标签打乱时的训练误差"))
    shuffled_test_error: float = measurement(Text("test error, labels shuffled", "标签打乱时的测试误差"))
    small_largest: float = measurement(Text("largest |weight| with n/5 features", "n/5 个特征时最大 |权重|"))
    small_train_error: float = measurement(Text("its training error", "其训练误差"))
    small_test_error: float = measurement(Text("its test error", "其测试误差"), grade=Grade.STATISTICAL)
    peak_largest: float = measurement(Text("largest |weight| with n features", "n 个特征时最大 |权重|"))
    peak_train_error: float = measurement(Text("its training error", "其训练误差"))
    peak_test_error: float = measurement(Text("its test error", "其测试误差"), grade=Grade.STATISTICAL)
    neighbour_train_error: float = measurement(Text("training error of 1-nearest-neighbour", "最近邻的训练误差"))
    neighbour_test_error: float = measurement(Text("its test error", "其测试误差"), grade=Grade.STATISTICAL)
    sizes: Array1D = measurement(Text("numbers of features of the curve", "曲线上的特征数"), grade=Grade.EXACT)
    curve_test_errors: Array1D = measurement(Text("test errors along it", "曲线上的测试误差"), grade=Grade.STATISTICAL)
    curve_weights: Array1D = measurement(
        Text("largest |weight| along it", "曲线上的最大 |权重|"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D28F",
    name="random_features",
    topic="regularization",
    title=Text("Random features: interpolation, badly and well", "随机特征：插值有好有坏"),
    summary=Text(
        "The smallest weights that fit the training set, on ever more random ReLU features.",
        "随机 ReLU 特征越来越多，每次取拟合训练集的最小范数解。",
    ),
    look_for=Text(
        "Where features equal samples the weights and the test error peak; far beyond, the training set is still met "
        "exactly, with small weights and a small test error. Shuffled labels are met exactly too: over-fitting in its "
        "purest form, with weights as small as those of a model that does not over-fit.",
        "特征数等于样本数时权重与测试误差都冲到顶峰；远超之后训练集仍被精确拟合，权重却小、测试误差也小。"
        "打乱的标签同样能被精确拟合：这是最纯粹的过拟合，权重却与不过拟合的模型一样小。",
    ),
    predict=Text(
        "{{samples}} samples. Is the test error with {{features}} features higher or lower than with as many features as samples?",
        "{{samples}} 个样本。用 {{features}} 个特征与用同样本数一样多的特征相比，哪个测试误差更大？",
    ),
    limits=Text(
        "Least-norm fits of one family of features; that interpolation may be harmless is shown, not that it always is.",
        "只是一类特征的最小范数解；说明插值可以无害，而不是总无害。",
    ),
    parameters=(
        Integer("samples", Text("training samples", "训练样本数"), 100, 10, 200),
        Integer("features", Text("random features", "随机特征数"), 1000, 5, 10000),
        Integer("dims", Text("input dimensions", "输入维数"), 10, 1, 30),
        Float("noise", Text("noise of the targets", "目标噪声"), 0.5, 0.0, 3.0),
        Integer("asked", Text("test points", "测试点数"), 200, 50, 1000),
        Choice("curve", Text("draw the curve over sizes", "画出随特征数变化的曲线"), True, (True, False)),
    ),
    measurements=RandomFeatures,
    kernels=(training.relu_features, training.least_norm_fit, training.nearest_neighbour),
)
def random_features(
    rng: np.random.Generator, *, samples: int, features: int, dims: int, noise: float, asked: int, curve: bool
) -> Result:
    """Least-norm fits at the asked number of features, at n/5 and at n, of true and shuffled labels."""
    data = Features(rng, samples, dims, noise, asked)
    now, shuffled = data.fit(rng, features), data.fit(rng, features, shuffled=True)
    small, peak = data.fit(rng, max(1, samples // 5)), data.fit(rng, samples)
    own = training.nearest_neighbour(data.x, data.y, data.x)
    other = training.nearest_neighbour(data.x, data.y, data.asked)
    sizes = sorted({max(1, round(ratio * samples)) for ratio in SIZES}) if curve else []
    along = np.array([data.fit(rng, size) for size in sizes]).reshape(-1, 3)
    measured = RandomFeatures(
        largest_weight=now.largest_weight,
        train_error=now.train_error,
        test_error=now.test_error,
        shuffled_largest=shuffled.largest_weight,
        shuffled_train_error=shuffled.train_error,
        shuffled_test_error=shuffled.test_error,
        small_largest=small.largest_weight,
        small_train_error=small.train_error,
        small_test_error=small.test_error,
        peak_largest=peak.largest_weight,
        peak_train_error=peak.train_error,
        peak_test_error=peak.test_error,
        neighbour_train_error=float(np.mean((own - data.y) ** 2)),
        neighbour_test_error=float(np.mean((other - data.truth) ** 2)),
        sizes=np.array(sizes, dtype=np.float64),
        curve_test_errors=along[:, 2],
        curve_weights=along[:, 0],
    )
    return Result(measured, _feature_views(samples, np.array(sizes, dtype=np.float64), along, now))


def _feature_views(samples: int, sizes: FloatArray, along: FloatArray, now: LeastNormFit) -> tuple[Lines | Table, ...]:
    table = Table(
        Text("this fit", "本次拟合"),
        (Text("largest |weight|", "最大 |权重|"), Text("training error", "训练误差"), Text("test error", "测试误差")),
        (now,),
    )
    if not len(sizes):
        return (table,)
    lines = Lines(
        Text("the peak at features = samples", "特征数＝样本数处的尖峰"),
        Axis(Text("features", "特征数"), log=True),
        Axis(Text("value", "数值"), log=True),
        (
            Series(Text("test error", "测试误差"), sizes, along[:, 2]),
            Series(Text("largest |weight|", "最大 |权重|"), sizes, along[:, 0]),
        ),
        (Mark(Text("samples", "样本数"), float(samples), "x"),),
    )
    return (lines, table)
