"""D125: the best of many models, judged on the data that chose it, and on other data."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import expected_best
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


class NestedValidation(Measurements):
    best_expected: float = measurement(
        Text("expected score of the winner on the data that chose it", "胜者在选它的数据上的期望得分")
    )
    best_measured: float = measurement(
        Text("the same over the drawn runs", "多次抽样的同一均值"), grade=Grade.STATISTICAL
    )
    fresh_measured: float = measurement(
        Text("the winner on other data", "胜者在其他数据上的得分"), grade=Grade.STATISTICAL
    )
    optimism: float = measurement(Text("expected score minus the true accuracy", "期望得分减真实准确率"))
    single_error: float = measurement(Text("standard error of one model's score", "单个模型得分的标准误"))
    fits: int = measurement(
        Text("fits of nested cross-validation, with the refits", "嵌套交叉验证的拟合次数（含重拟合）"),
        grade=Grade.EXACT,
    )
    fits_without_refit: int = measurement(
        Text("without the refits on the outer training folds", "不含外层重拟合"), grade=Grade.EXACT
    )
    flat_fits: int = measurement(
        Text("fits of one plain cross-validation", "单层交叉验证的拟合次数"), grade=Grade.EXACT
    )


@demonstration(
    number="D125",
    name="nested_validation",
    topic="selection_reduction",
    title=Text("Why nested cross-validation", "为什么要嵌套交叉验证"),
    summary=Text(
        "Many models that are all equally good are scored on one validation set; the winner looks better than it is.",
        "许多同样好的模型在同一验证集上打分，胜出者看上去比实际更好。",
    ),
    look_for=Text(
        "The winner's score is the largest of many noisy numbers, so it is too high: more so with more models and fewer "
        "samples. On data that had no part in the choice it falls back to what all of them are worth.",
        "胜者的得分是许多含噪数值中的最大值，所以偏高：模型越多、样本越少，偏得越多。换成没参与选择的数据，就回到它们真实的水平。",
    ),
    predict=Text(
        "100 models guess at random on 50 validation samples. What does the best one score?",
        "100 个模型在 50 个验证样本上瞎猜，最好的得多少分？",
    ),
    limits=Text(
        "Independent models; models that agree with each other are fewer in effect.",
        "各模型相互独立；彼此相似的模型，有效个数更少。",
    ),
    parameters=(
        Integer("models", Text("models or settings compared", "比较的模型或设置数"), 100, 1, 1000),
        Integer("samples", Text("validation samples", "验证样本数"), 50, 5, 500),
        Float("accuracy", Text("true accuracy of each", "每个模型的真实准确率"), 0.5, 0.1, 0.95),
        Integer("outer", Text("outer folds", "外层折数"), 5, 2, 20),
        Integer("inner", Text("inner folds", "内层折数"), 5, 2, 20),
        Integer("runs", Text("runs", "运行次数"), 300, 20, 2000),
    ),
    measurements=NestedValidation,
    kernels=(expected_best,),
)
def nested_validation(
    rng: np.random.Generator, *, models: int, samples: int, accuracy: float, outer: int, inner: int, runs: int
) -> Result:
    """Score all models, take the best, and score it again."""
    scores = rng.binomial(samples, accuracy, (runs, models)) / samples
    expected = expected_best(models, samples, accuracy)
    measured = NestedValidation(
        best_expected=expected,
        best_measured=float(scores.max(axis=1).mean()),
        fresh_measured=float(rng.binomial(samples, accuracy, runs).mean() / samples),
        optimism=expected - accuracy,
        single_error=float(np.sqrt(accuracy * (1 - accuracy) / samples)),
        fits=outer * (inner * models + 1),
        fits_without_refit=outer * inner * models,
        flat_fits=inner * models,
    )
    counts = np.unique(np.geomspace(1, max(models, 2), 25).astype(int))
    curve = np.array([expected_best(int(k), samples, accuracy) for k in counts])
    view = Lines(
        Text("score of the best by number of models", "最好得分随模型个数"),
        Axis(Text("models", "模型数"), log=True),
        Axis(Text("accuracy", "准确率")),
        (Series(Text("expected best", "期望最好得分"), counts.astype(float), curve),),
        (Mark(Text("true accuracy", "真实准确率"), accuracy),),
    )
    return Result(measured, (view,))
