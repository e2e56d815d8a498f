"""D33: which models care about the scale of their features."""

from __future__ import annotations

import numpy as np

from engine.datasets import wine
from engine.demonstration import demonstration
from engine.kernels import scaling as kernel
from engine.kernels import scaling_models as models
from engine.kernels.selection_reduction import nearest_neighbours
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Result, Table
from engine.text import Text

TRAINING = 120
"""How many of the 178 wines train a model in each split."""
MODELS: dict[str, Text] = {
    "neighbours": Text("5 nearest neighbours", "五近邻"),
    "tree": Text("decision tree", "决策树"),
    "least_squares": Text("least squares, solved exactly", "最小二乘（精确解）"),
    "ridge": Text("ridge", "岭回归"),
    "logistic": Text("logistic, 100 steps of descent", "逻辑回归（100 步下降）"),
}
WAYS: dict[Scalar, Text] = {
    "min_max": Text("min-max", "最小—最大"),
    "z_score": Text("z-score", "z-score"),
    "robust": Text("robust", "稳健"),
}


class WhoCares(Measurements):
    neighbours_raw: float = measurement(
        Text("accuracy raw, 5 nearest neighbours", "原始准确率，五近邻"), grade=Grade.STATISTICAL
    )
    tree_raw: float = measurement(Text("accuracy raw, decision tree", "原始准确率，决策树"), grade=Grade.STATISTICAL)
    least_squares_raw: float = measurement(
        Text("accuracy raw, least squares, solved exactly", "原始准确率，最小二乘（精确解）"), grade=Grade.STATISTICAL
    )
    ridge_raw: float = measurement(Text("accuracy raw, ridge", "原始准确率，岭回归"), grade=Grade.STATISTICAL)
    logistic_raw: float = measurement(
        Text("accuracy raw, logistic, 100 steps of descent", "原始准确率，逻辑回归（100 步下降）"),
        grade=Grade.STATISTICAL,
    )
    neighbours_scaled: float = measurement(
        Text("accuracy scaled, 5 nearest neighbours", "缩放后准确率，五近邻"), grade=Grade.STATISTICAL
    )
    tree_scaled: float = measurement(
        Text("accuracy scaled, decision tree", "缩放后准确率，决策树"), grade=Grade.STATISTICAL
    )
    least_squares_scaled: float = measurement(
        Text("accuracy scaled, least squares, solved exactly", "缩放后准确率，最小二乘（精确解）"),
        grade=Grade.STATISTICAL,
    )
    ridge_scaled: float = measurement(Text("accuracy scaled, ridge", "缩放后准确率，岭回归"), grade=Grade.STATISTICAL)
    logistic_scaled: float = measurement(
        Text("accuracy scaled, logistic, 100 steps of descent", "缩放后准确率，逻辑回归（100 步下降）"),
        grade=Grade.STATISTICAL,
    )
    tree_changes: float = measurement(
        Text("share of tree labels that change", "树的标签改变的比例"), grade=Grade.STATISTICAL
    )
    least_squares_change: float = measurement(Text("largest change of a least-squares score", "最小二乘得分的最大变化"))
    ridge_change: float = measurement(
        Text("largest change of a ridge score", "岭回归得分的最大变化"), grade=Grade.STATISTICAL
    )
    largest_share: float = measurement(
        Text("share of raw squared distances due to one column", "原始平方距离中单列所占比例")
    )
    saturated_raw: float = measurement(
        Text("share of flat tanh units, raw inputs", "原始输入下 tanh 饱和单元占比"), grade=Grade.STATISTICAL
    )
    saturated_scaled: float = measurement(
        Text("the same, scaled inputs", "缩放后 tanh 饱和单元占比"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D33",
    name="who_cares",
    topic="scaling",
    title=Text("Who cares about scaling?", "谁在乎缩放？"),
    summary=Text(
        "Five models on wine, raw and scaled; scalers are fitted on the training rows of each split.",
        "五种模型在葡萄酒数据上，原始与缩放对比；缩放器只在每次划分的训练行上拟合。",
    ),
    look_for=Text(
        "What measures distances, penalises weights or descends by gradients gains; what asks for thresholds column by "
        "column (a tree) or is solved exactly without a penalty (least squares) stays as it was. In raw units one column, "
        "proline, makes up nearly all of every distance.",
        "靠距离、惩罚权重或梯度下降的模型会受益；逐列取阈值的树、无惩罚精确求解的最小二乘则不变。原始单位下，脯氨酸一列几乎就是全部距离。",
    ),
    predict=Text(
        "Nearest neighbours, a tree and exact least squares: which predictions change when columns are rescaled?",
        "近邻、树、精确最小二乘：各列缩放后，哪些预测会变？",
    ),
    limits=Text(
        "One data set with one dominating column; a mild difference of scales matters less.",
        "数据集里恰有一列压倒其余；尺度相差不大时影响较小。",
    ),
    parameters=(
        Choice("scaler", Text("scaler", "缩放方法"), "z_score", tuple(WAYS), WAYS),
        Integer("splits", Text("random splits", "随机划分次数"), 10, 1, 40),
        Float("penalty", Text("ridge penalty", "岭惩罚"), 1000.0, 0.0, 100000.0),
        Integer("units", Text("tanh units in a first layer", "首层 tanh 单元数"), 64, 1, 256),
    ),
    measurements=WhoCares,
    kernels=(nearest_neighbours, models.grow_tree, models.least_squares_scores, models.logistic_scores),
)
def who_cares(rng: np.random.Generator, *, scaler: str, splits: int, penalty: float, units: int) -> Result:
    """Train every model raw and scaled on the same splits."""
    x, y = wine().features, wine().labels
    right_raw: dict[str, list[float]] = {name: [] for name in MODELS}
    right_scaled: dict[str, list[float]] = {name: [] for name in MODELS}
    tree_changes, exact_change, ridge_change = [], 0.0, 0.0
    for _ in range(splits):
        order = rng.permutation(len(x))
        train, test = order[:TRAINING], order[TRAINING:]
        fitted = kernel.SCALERS[scaler](x[train])
        raw = _labels(x[train], y[train], x[test], penalty)
        scaled = _labels(fitted(x[train]), y[train], fitted(x[test]), penalty)
        for name in MODELS:
            right_raw[name].append(float(np.mean(raw[name][0] == y[test])))
            right_scaled[name].append(float(np.mean(scaled[name][0] == y[test])))
        tree_changes.append(float(np.mean(raw["tree"][0] != scaled["tree"][0])))
        exact_change = max(exact_change, _moved(raw["least_squares"], scaled["least_squares"]))
        ridge_change = max(ridge_change, _moved(raw["ridge"], scaled["ridge"]))
    weights = rng.standard_normal((x.shape[1], units)) / np.sqrt(x.shape[1])
    variances = x.var(axis=0)
    before = {name: float(np.mean(found)) for name, found in right_raw.items()}
    after = {name: float(np.mean(found)) for name, found in right_scaled.items()}
    measured = WhoCares(
        neighbours_raw=before["neighbours"],
        tree_raw=before["tree"],
        least_squares_raw=before["least_squares"],
        ridge_raw=before["ridge"],
        logistic_raw=before["logistic"],
        neighbours_scaled=after["neighbours"],
        tree_scaled=after["tree"],
        least_squares_scaled=after["least_squares"],
        ridge_scaled=after["ridge"],
        logistic_scaled=after["logistic"],
        tree_changes=float(np.mean(tree_changes)),
        least_squares_change=exact_change,
        ridge_change=ridge_change,
        # The sum of squared differences over all pairs is 2 n^2 times the variance, column by column.
        largest_share=float(variances.max() / variances.sum()),
        saturated_raw=models.saturated_share(x, weights),
        saturated_scaled=models.saturated_share(kernel.SCALERS[scaler](x)(x), weights),
    )
    return Result(measured, _views(before, after))


def _labels(
    train: FloatArray, y: models.IntArray, asked: FloatArray, penalty: float
) -> dict[str, tuple[models.IntArray, FloatArray]]:
    """Labels of every model, and its scores where it has any."""
    none = np.zeros(0)
    least = models.least_squares_scores(train, y, asked)
    ridge = models.ridge_scores(train, y, asked, penalty)
    logistic = models.logistic_scores(train, y, asked)
    return {
        "neighbours": (nearest_neighbours(train, y, asked), none),
        "tree": (models.tree_labels(models.grow_tree(train, y), asked), none),
        "least_squares": (np.argmax(least, axis=1), least),
        "ridge": (np.argmax(ridge, axis=1), ridge),
        "logistic": (np.argmax(logistic, axis=1), logistic),
    }


def _moved(a: tuple[models.IntArray, FloatArray], b: tuple[models.IntArray, FloatArray]) -> float:
    return float(np.max(np.abs(a[1] - b[1])))


def _views(before: dict[str, float], after: dict[str, float]) -> tuple[Bars | Table, ...]:
    return (
        Bars(
            Text("accuracy gained by scaling", "缩放带来的准确率提升"),
            Axis(Text("accuracy", "准确率")),
            tuple(MODELS.values()),
            np.array([after[name] - before[name] for name in MODELS]),
        ),
        Table(
            Text("accuracy on unseen wines", "未见样本上的准确率"),
            (Text("model", "模型"), Text("raw", "原始"), Text("scaled", "缩放后")),
            tuple((label, before[name], after[name]) for name, label in MODELS.items()),
        ),
    )
