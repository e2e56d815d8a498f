"""D83: which mean and deviation scale the data that arrive after training."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.scaling import min_max, z_score
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray
from engine.result import Axis, Lines, Mark, Result, Series, Table, View
from engine.text import Text


class ServingStatistics(Measurements):
    training: Array1D = measurement(Text("training values", "训练值"), grade=Grade.EXACT)
    arrived: Array1D = measurement(Text("values that arrive later", "之后到来的值"), grade=Grade.EXACT)
    training_mean: float = measurement(Text("mean of the training values", "训练值的均值"))
    training_spread: float = measurement(Text("their standard deviation", "其标准差"))
    arrived_mean: float = measurement(Text("mean of the later values", "之后值的均值"))
    arrived_spread: float = measurement(Text("their standard deviation", "其标准差"))
    by_training: Array1D = measurement(Text("scaled by the training statistics", "按训练统计量缩放"))
    by_themselves: Array1D = measurement(Text("scaled by their own statistics (a mistake)", "误按自身统计量缩放"))
    by_all: Array1D = measurement(
        Text("scaled by the statistics of both together (a leak)", "误按全部数据的统计量缩放")
    )
    min_max_by_training: Array1D = measurement(Text("min-max with the training range", "按训练范围做最小—最大"))
    drift: float = measurement(Text("shift of the mean, in training deviations", "均值的偏移（以训练标准差计）"))
    drift_left: float = measurement(Text("the same when scaled by themselves", "按自身统计量缩放后的偏移"))
    alone: float = measurement(Text("a single value scaled by itself", "单个值按自身缩放"), grade=Grade.EXACT)


@demonstration(
    number="D83",
    name="serving_statistics",
    topic="scaling",
    title=Text("Statistics for data that arrive later", "之后到来的数据用什么统计量"),
    summary=Text(
        "Values that arrive after training, scaled by the training statistics, by their own, or by both together.",
        "训练之后到来的值，分别按训练统计量、自身统计量、全部数据的统计量缩放。",
    ),
    look_for=Text(
        "Scaled by the training statistics a shift of the data stays visible. Scaled by themselves they always come out "
        "with mean 0, so a drift disappears, and a single request always becomes 0.",
        "按训练统计量缩放，数据的偏移看得见；按自身统计量缩放，均值恒为 0，漂移就被抹掉了，单条请求则恒为 0。",
    ),
    predict=Text(
        "One request arrives and is standardised by its own mean and deviation. What is its z-score?",
        "只来了一条请求，用它自己的均值和标准差做标准化，z-score 是多少？",
    ),
    limits=Text(
        "One feature; in practice watch the drift of each, and refit on purpose, not silently.",
        "单个特征；实际应逐一监控漂移，有意识地重新拟合，而不是悄悄改变。",
    ),
    parameters=(
        Array("train", Text("training values", "训练值"), (1.0, 3.0, 5.0, 7.0), 1, -1e5, 1e5, 16, least=2),
        Array("later", Text("values that arrive later", "之后到来的值"), (6.0, 8.0, 10.0), 1, -1e5, 1e5, 16, least=1),
    ),
    measurements=ServingStatistics,
    kernels=(z_score, min_max),
)
def serving_statistics(rng: np.random.Generator, *, train: FloatArray, later: FloatArray) -> Result:
    """Scale one column in three ways."""
    known, new = train[:, None], later[:, None]
    fitted = z_score(known)
    spread = float(fitted.width[0])
    measured = ServingStatistics(
        training=train,
        arrived=later,
        training_mean=float(train.mean()),
        training_spread=float(train.std()),
        arrived_mean=float(later.mean()),
        arrived_spread=float(later.std()),
        by_training=fitted(new)[:, 0],
        by_themselves=z_score(new)(new)[:, 0],
        by_all=z_score(np.vstack([known, new]))(new)[:, 0],
        min_max_by_training=min_max(known)(new)[:, 0],
        drift=float((later.mean() - train.mean()) / spread),
        drift_left=float(z_score(new)(new).mean()),
        alone=float(z_score(new[:1])(new[:1])[0, 0]),
    )
    return Result(measured, _views(measured))


def _views(measured: ServingStatistics) -> tuple[View, ...]:
    ranks = np.arange(1.0, len(measured.arrived) + 1)
    curves = {
        Text("training statistics", "训练统计量"): measured.by_training,
        Text("own statistics", "自身统计量"): measured.by_themselves,
    }
    return (
        Table(
            Text("mean of the later values, in deviations", "之后值的均值（以标准差计）"),
            (Text("scaled by", "缩放依据"), Text("shift", "偏移")),
            ((Text("training", "训练"), measured.drift), (Text("themselves", "自身"), measured.drift_left)),
        ),
        Lines(
            Text("scaled values", "缩放后的值"),
            Axis(Text("value number", "序号")),
            Axis(Text("z-score", "z-score")),
            tuple(Series(label, ranks, values, "points") for label, values in curves.items()),
            (Mark(Text("training mean", "训练均值"), 0.0),),
        ),
    )
