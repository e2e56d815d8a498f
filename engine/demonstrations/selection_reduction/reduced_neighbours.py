"""D26K: a neighbour classifier on principal components and on discriminants."""

from __future__ import annotations

import numpy as np

from engine.datasets import wine
from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Lines, Mark, Result, Series
from engine.text import Text

TRAINING = 120
"""How many of the 178 wines train the neighbours in each split."""


WAYS: dict[Scalar, Text] = {
    "all": Text("all 13 columns", "全部 13 列"),
    "anova": Text("columns of largest F", "F 最大的列"),
    "pca": Text("principal components", "主成分"),
    "lda": Text("discriminants", "判别方向"),
    "pca_raw": Text("principal components of raw units", "原始单位的主成分"),
}


class ReducedNeighbours(Measurements):
    all_accuracy: float = measurement(
        Text("mean accuracy, all 13 columns", "平均准确率，全部 13 列"), grade=Grade.STATISTICAL
    )
    anova_accuracy: float = measurement(
        Text("mean accuracy, columns of largest F", "平均准确率，F 最大的列"), grade=Grade.STATISTICAL
    )
    pca_accuracy: float = measurement(
        Text("mean accuracy, principal components", "平均准确率，主成分"), grade=Grade.STATISTICAL
    )
    lda_accuracy: float = measurement(
        Text("mean accuracy, discriminants", "平均准确率，判别方向"), grade=Grade.STATISTICAL
    )
    pca_raw_accuracy: float = measurement(
        Text("mean accuracy, principal components of raw units", "平均准确率，原始单位的主成分"),
        grade=Grade.STATISTICAL,
    )


@demonstration(
    number="D26K",
    name="reduced_neighbours",
    topic="selection_reduction",
    title=Text("Neighbours on few features", "少量特征上的近邻"),
    summary=Text(
        "Five nearest neighbours on wine, after each way of getting down to two features; fitted on training rows only.",
        "在葡萄酒数据上，各种方法降到两维后做五近邻；只在训练行上拟合。",
    ),
    look_for=Text(
        "Two discriminants beat two components, which beat two selected columns; components of raw units are far "
        "behind, because they are proline and little else. What is best for rebuilding need not be best for classes.",
        "两个判别方向胜过两个主成分，后者又胜过选出的两列；原始单位的主成分落后很多，因为它几乎只是脯氨酸。利于还原的未必利于分类。",
    ),
    predict=Text(
        "Two features for three cultivars: which way keeps most of the accuracy?",
        "三个葡萄品种、两个特征：哪种方法保住的准确率最高？",
    ),
    limits=Text(
        "One small data set, random splits; other data can order the ways differently.",
        "只有一个小数据集、随机划分；换数据次序可能不同。",
    ),
    parameters=(
        Integer("kept", Text("features kept", "保留特征数"), 2, 1, 13),
        Integer("splits", Text("random splits", "随机划分次数"), 20, 1, 40),
        Integer("neighbours", Text("neighbours", "近邻数"), 5, 1, 25),
    ),
    measurements=ReducedNeighbours,
    kernels=(kernel.nearest_neighbours, kernel.discriminants, kernel.anova_f),
)
def reduced_neighbours(rng: np.random.Generator, *, kept: int, splits: int, neighbours: int) -> Result:
    """Average the accuracy of every way over random splits."""
    scores: dict[str, list[float]] = {str(way): [] for way in WAYS}
    x, y = wine().features, wine().labels
    for _ in range(splits):
        order = rng.permutation(len(x))
        train, test = order[:TRAINING], order[TRAINING:]
        for way, (fitted, asked) in _reduced(x[train], y[train], x[test], kept).items():
            guessed = kernel.nearest_neighbours(fitted, y[train], asked, neighbours)
            scores[way].append(float(np.mean(guessed == y[test])))
    means = {way: float(np.mean(found)) for way, found in scores.items()}
    return Result(
        ReducedNeighbours(
            all_accuracy=means["all"],
            anova_accuracy=means["anova"],
            pca_accuracy=means["pca"],
            lda_accuracy=means["lda"],
            pca_raw_accuracy=means["pca_raw"],
        ),
        (
            Bars(
                Text("accuracy on unseen wines", "未见样本上的准确率"),
                Axis(Text("accuracy", "准确率")),
                tuple(WAYS.values()),
                np.array(list(means.values())),
            ),
            Lines(
                Text("accuracy split by split", "逐次划分的准确率"),
                Axis(Text("split", "划分")),
                Axis(Text("accuracy", "准确率")),
                tuple(
                    Series(WAYS[way], np.arange(1.0, splits + 1), np.array(scores[way])) for way in ("lda", "pca_raw")
                ),
                (Mark(Text("chance", "瞎猜"), 1 / 3),),
            ),
        ),
    )


def _reduced(
    train: FloatArray, labels: kernel.IntArray, test: FloatArray, kept: int
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Every way's features of both parts; means, spreads and directions come from the training rows alone."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    a, b = (train - mean) / spread, (test - mean) / spread
    columns = np.argsort(-kernel.anova_f(a, labels), kind="stable")[:kept]
    components = kernel.principal_components(a)[1][:kept]
    fisher = kernel.discriminants(a, labels)[1][: min(kept, len(np.unique(labels)) - 1)]
    raw = kernel.principal_components(train)[1][:kept]
    return {
        "all": (a, b),
        "anova": (a[:, columns], b[:, columns]),
        "pca": (a @ components.T, b @ components.T),
        "lda": (a @ fisher.T, b @ fisher.T),
        "pca_raw": (train @ raw.T, test @ raw.T),
    }
