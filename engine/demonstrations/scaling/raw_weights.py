"""D82: a linear model on standardised features, written in raw units."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.scaling import Scaler
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, demand_shape
from engine.result import Matrix, Result, Table, View
from engine.text import Text


class RawWeights(Measurements):
    scaled_weights: Array1D = measurement(
        Text("weights of the standardised features", "标准化特征的权重"), grade=Grade.EXACT
    )
    feature_means: Array1D = measurement(Text("means of the raw features", "原始特征的均值"), grade=Grade.EXACT)
    feature_spreads: Array1D = measurement(Text("their standard deviations", "其标准差"), grade=Grade.EXACT)
    raw_weight: Array1D = measurement(Text("weights of the raw features", "原始特征的权重"))
    raw_intercept: float = measurement(Text("intercept in raw units", "原始单位下的截距"))
    raw_model: Array1D = measurement(Text("weights and intercept in raw units", "原始单位下的权重与截距"))
    multiplied: Array1D = measurement(Text("multiplied instead of divided (a mistake)", "误乘以标准差"))
    same_intercept: Array1D = measurement(Text("intercept left as it was (a mistake)", "截距误不变"))
    unscaled_mean: Array1D = measurement(Text("mean not divided by the deviation (a mistake)", "均值误未除以标准差"))
    prediction_gap: float = measurement(Text("largest gap of the predictions", "预测的最大差"))


@demonstration(
    number="D82",
    name="raw_weights",
    topic="scaling",
    title=Text("Back to raw units", "换算回原始单位"),
    summary=Text(
        "Weights that were learned on z-scores, turned into weights of the raw features: the predictions agree.",
        "把在 z-score 上学到的权重换算成原始特征的权重：预测完全一致。",
    ),
    look_for=Text(
        "Each weight is divided by its feature's standard deviation, and the intercept takes up the means. The largest "
        "weight in raw units may belong to another feature than the largest standardised one: raw sizes depend on units.",
        "每个权重除以该特征的标准差，均值并入截距。原始单位下最大的权重未必对应标准化后最大的那个特征：原始权重的大小取决于单位。",
    ),
    predict=Text(
        "A feature's standard deviation is 100. Is its raw weight larger or smaller than the standardised one?",
        "某特征的标准差为 100。它的原始权重比标准化权重大还是小？",
    ),
    limits=Text(
        "A linear model without a penalty; with one, the two fits themselves differ.",
        "无惩罚的线性模型；带惩罚时，两种拟合本身就不同。",
    ),
    parameters=(
        Array("weights", Text("standardised weights", "标准化特征的权重"), (6.0, -2.0), 1, -1e4, 1e4, 8),
        Float("intercept", Text("intercept", "截距"), 10.0, -1e4, 1e4),
        Array("means", Text("means", "均值"), (50.0, 3.0), 1, -1e5, 1e5, 8),
        Array("spreads", Text("standard deviations", "标准差"), (20.0, 0.5), 1, 1e-3, 1e5, 8),
    ),
    measurements=RawWeights,
    kernels=(Scaler,),
)
def raw_weights(
    rng: np.random.Generator, *, weights: FloatArray, intercept: float, means: FloatArray, spreads: FloatArray
) -> Result:
    """Turn the model round, and compare predictions on random rows."""
    for name, given in (("means", means), ("spreads", spreads)):
        demand_shape(name, given, weights.shape)
    raw = weights / spreads
    moved = float(intercept - raw @ means)
    x = means + spreads * rng.standard_normal((64, len(weights)))
    gap = np.abs(Scaler(means, spreads)(x) @ weights + intercept - (x @ raw + moved)).max()
    measured = RawWeights(
        scaled_weights=weights,
        feature_means=means,
        feature_spreads=spreads,
        raw_weight=raw,
        raw_intercept=moved,
        raw_model=np.append(raw, moved),
        multiplied=np.append(weights * spreads, intercept - (weights * spreads) @ means),
        same_intercept=np.append(raw, intercept),
        unscaled_mean=np.append(raw, intercept - weights @ means),
        prediction_gap=float(gap),
    )
    return Result(measured, _views(measured, intercept))


def _views(measured: RawWeights, intercept: float) -> tuple[View, ...]:
    names = tuple(Text(f"weight {i + 1}", f"权重 {i + 1}") for i in range(len(measured.raw_weight)))
    return (
        Matrix(
            Text("the same model in both coordinates", "同一模型在两种坐标下"),
            np.stack([np.append(measured.scaled_weights, intercept), measured.raw_model]),
            row_labels=(Text("standardised", "标准化"), Text("raw", "原始")),
            column_labels=(*names, Text("intercept", "截距")),
        ),
        Table(
            Text("predictions", "预测"),
            (Text("largest gap", "最大差"),),
            ((measured.prediction_gap,),),
        ),
    )
