"""D26: principal components against Fisher's discriminants."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text, same


class PcaLda(Measurements):
    pca_direction: Array1D = measurement(Text("first principal direction", "第一主方向"), grade=Grade.STATISTICAL)
    lda_direction: Array1D = measurement(Text("first discriminant direction", "第一判别方向"), grade=Grade.STATISTICAL)
    pca_accuracy: float = measurement(
        Text("nearest-mean accuracy on one principal component", "一个主成分上的最近均值准确率"),
        grade=Grade.STATISTICAL,
    )
    lda_accuracy: float = measurement(
        Text("the same on one discriminant", "一个判别方向上的准确率"), grade=Grade.STATISTICAL
    )
    class_angle: float = measurement(
        Text("angle between the first component and the class axis, degrees", "第一主方向与类别轴的夹角（度）"),
        grade=Grade.STATISTICAL,
    )
    fisher_ratios: Array1D = measurement(
        Text("all Fisher ratios, largest first", "全部 Fisher 比，从大到小"), grade=Grade.STATISTICAL
    )
    fisher_ratio: float = measurement(Text("largest Fisher ratio", "最大的 Fisher 比"), grade=Grade.STATISTICAL)
    between_rank: int = measurement(Text("rank of the scatter between classes", "类间散布矩阵的秩"))
    most_discriminants: int = measurement(Text("min(C - 1, p)", "min(C−1，p)"), grade=Grade.EXACT)
    ratios_beyond: float = measurement(
        Text("Fisher ratios beyond C - 1, relative to the first", "第 C−1 个之后的 Fisher 比（相对首个）")
    )
    closed_form_gap: float = measurement(
        Text("two classes: 1 - |cos| with S_W^-1 (m_0 - m_1); else 0", "两类时与闭式方向之差 1−|cos|；否则 0")
    )
    lda_rescaled_gap: float = measurement(
        Text(
            "1 - |correlation| of discriminant scores before and after the factor",
            "乘以系数前后判别得分的 1−|相关|",
        )
    )
    pca_rescaled_gap: float = measurement(Text("the same for the first component's scores", "主成分得分的 1−|相关|"))


@demonstration(
    number="D26",
    name="pca_lda",
    topic="selection_reduction",
    title=Text("PCA against LDA", "PCA 与 LDA"),
    summary=Text(
        "A cloud whose classes differ along one axis and which is wide along another.",
        "类别沿一条轴区分，而点云沿另一条轴最宽。",
    ),
    look_for=Text(
        "The first principal direction follows the spread and does not ask for labels: when the classes differ across "
        "it, one component tells nothing. Fisher's direction follows the means, weighed by the spread inside classes. "
        "With C classes there are at most C - 1 of them, and none at all when the means coincide.",
        "第一主方向只看散布、不看标签：若类别差异与它垂直，一个主成分什么也说明不了。Fisher 方向看类均值，并用类内散布加权。"
        "C 个类至多有 C−1 个判别方向；均值重合时一个也没有。",
    ),
    predict=Text(
        "The cloud is ten times wider across the class axis. How accurate is one principal component?",
        "点云在与类别轴垂直的方向上宽十倍。只用一个主成分，准确率多少？",
    ),
    limits=Text(
        "Gaussian classes with equal spread suit LDA best; a curved border or equal means need something else.",
        "等散布的高斯类最适合 LDA；弯曲边界或均值相同则需别的方法。",
    ),
    parameters=(
        Integer("classes", Text("classes", "类别数"), 2, 2, 6),
        Integer("columns", Text("columns", "列数"), 2, 2, 10),
        Integer("samples", Text("samples in each class", "每类样本数"), 200, 20, 500),
        Float("distance", Text("distance between neighbouring class means", "相邻类均值的距离"), 2.0, 0.0, 20.0),
        Float("spread", Text("spread across the class axis", "垂直于类别轴的散布"), 10.0, 0.1, 30.0),
        Float("inner", Text("spread along the class axis", "沿类别轴的散布"), 0.3, 0.05, 5.0),
        Float("angle", Text("angle of the class axis", "类别轴的角度"), 90.0, 0.0, 180.0, same("°")),
        Float(
            "factor",
            Text("factor on the second column, for comparison", "对比：第二列乘以"),
            100.0,
            0.01,
            1000.0,
            log=True,
        ),
    ),
    measurements=PcaLda,
    kernels=(kernel.scatter, kernel.discriminants, kernel.two_class_direction, kernel.principal_components),
)
def pca_lda(
    rng: np.random.Generator,
    *,
    classes: int,
    columns: int,
    samples: int,
    distance: float,
    spread: float,
    inner: float,
    angle: float,
    factor: float,
) -> Result:
    """Draw the cloud, find both first directions and what each keeps of the classes."""
    x, y, axis = _cloud(rng, classes, columns, samples, distance, spread, inner, angle)
    first = kernel.principal_components(x)[1][0]
    ratios, directions = kernel.discriminants(x, y)
    best = directions[0]
    rescaled = x * np.where(np.arange(columns) == 1, factor, 1.0)
    lda_after = rescaled @ kernel.discriminants(rescaled, y)[1][0]
    pca_after = rescaled @ kernel.principal_components(rescaled)[1][0]
    between = kernel.scatter(x, y)[1]
    limit = min(classes - 1, columns)
    beyond = ratios[limit:]
    measured = PcaLda(
        pca_direction=first,
        lda_direction=best,
        pca_accuracy=kernel.nearest_mean_accuracy((x @ first)[:, None], y),
        lda_accuracy=kernel.nearest_mean_accuracy((x @ best)[:, None], y),
        class_angle=float(np.degrees(np.arccos(min(1.0, abs(float(first @ axis)))))),
        fisher_ratios=ratios,
        fisher_ratio=float(ratios[0]),
        between_rank=int(np.linalg.matrix_rank(between, tol=1e-9 * np.linalg.norm(between))),
        most_discriminants=limit,
        ratios_beyond=float(np.max(np.abs(beyond), initial=0.0) / ratios[0]),
        closed_form_gap=_unlike(best, kernel.two_class_direction(x, y)) if classes == 2 else 0.0,
        lda_rescaled_gap=_unrelated(x @ best, lda_after),
        pca_rescaled_gap=_unrelated(x @ first, pca_after),
    )
    return Result(measured, (_cloud_view(x, y, first, best), _scores(measured)))


def _cloud(
    rng: np.random.Generator,
    classes: int,
    columns: int,
    samples: int,
    distance: float,
    spread: float,
    inner: float,
    angle: float,
) -> tuple[FloatArray, kernel.IntArray, FloatArray]:
    """Classes at the corners of a circle's arc around the class axis, so that C means span C - 1 directions."""
    y = np.repeat(np.arange(classes), samples)
    axis, across = np.zeros(columns), np.zeros(columns)
    axis[:2] = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    across[:2] = -axis[1], axis[0]
    x = rng.standard_normal((len(y), columns)) * inner
    x += np.outer(rng.standard_normal(len(y)) * spread, across)
    x += np.outer((y - (classes - 1) / 2) * distance, axis)
    for c in range(2, min(classes, columns)):
        x[y == c, c] += distance
    return x, y, axis


def _unlike(a: FloatArray, b: FloatArray) -> float:
    return float(1 - abs(a @ b) / (np.linalg.norm(a) * np.linalg.norm(b)))


def _unrelated(a: FloatArray, b: FloatArray) -> float:
    return float(1 - abs(np.corrcoef(a, b)[0, 1]))


def _cloud_view(x: FloatArray, y: kernel.IntArray, first: FloatArray, best: FloatArray) -> Lines:
    reach = float(np.max(np.abs(x[:, :2]))) * np.array([-1.0, 1.0])
    series = [
        Series(Text(f"class {c + 1}", f"第 {c + 1} 类"), x[y == c][:80, 0], x[y == c][:80, 1], "points")
        for c in np.unique(y)
    ]
    for label, direction in ((same("PCA"), first), (same("LDA"), best)):
        plane = direction[:2] / max(float(np.linalg.norm(direction[:2])), 1e-12)
        series.append(Series(label, reach * plane[0], reach * plane[1]))
    return Lines(
        Text("the first two columns and both directions", "前两列与两个方向"),
        Axis(Text("column 1", "第 1 列")),
        Axis(Text("column 2", "第 2 列")),
        tuple(series),
    )


def _scores(measured: PcaLda) -> Table:
    return Table(
        Text("one feature is kept", "只保留一个特征"),
        (Text("method", "方法"), Text("accuracy", "准确率"), Text("changed by rescaling", "缩放后改变")),
        (
            (same("PCA"), measured.pca_accuracy, measured.pca_rescaled_gap),
            (same("LDA"), measured.lda_accuracy, measured.lda_rescaled_gap),
        ),
    )
