"""D122: mutual information beside correlation, on a table of counts."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import mutual_information
from engine.measurements import Array2D, Measurements, measurement
from engine.parameters import Array, FloatArray, ParameterError
from engine.result import Matrix, Result, Table
from engine.text import Text


class InformationScores(Measurements):
    counts: Array2D = measurement(
        Text("counts: a row a value of x, a column a value of y", "频数：每行一个 x 值，每列一个 y 值")
    )
    information: float = measurement(Text("mutual information, bits", "互信息（比特）"))
    nats: float = measurement(Text("the same in nats", "互信息（奈特）"))
    entropy_x: float = measurement(Text("entropy of x, bits", "x 的熵（比特）"))
    entropy_y: float = measurement(Text("entropy of y, bits", "y 的熵（比特）"))
    joint_entropy: float = measurement(Text("entropy of the pair, bits", "联合熵（比特）"))
    correlation: float = measurement(Text("correlation of the row and column numbers", "行号与列号的相关系数"))


@demonstration(
    number="D122",
    name="information_scores",
    topic="selection_reduction",
    title=Text("Mutual information and correlation", "互信息与相关系数"),
    summary=Text(
        "How much knowing x tells about y, in bits, and what the correlation sees of it.",
        "知道 x 后对 y 了解多少（比特），而相关系数能看到其中多少。",
    ),
    look_for=Text(
        "Mutual information is 0 only for independent columns. Correlation may be 0 although y is a function of x, as in "
        "a parabola. Both look at one column at a time and miss what only a pair can tell.",
        "互信息只在独立时为 0。即使 y 是 x 的函数（如抛物线），相关系数也可能为 0。两者都逐列打分，看不到成对才有的信息。",
    ),
    predict=Text(
        "y = x^2 for x = -1, 0, 1. Is the mutual information 0 as well?", "x＝−1、0、1，y＝x²。互信息也为 0 吗？"
    ),
    limits=Text(
        "Counts are taken for probabilities; estimated from few samples, mutual information is too high.",
        "这里把频率当概率；样本少时，互信息的估计偏高。",
    ),
    parameters=(Array("table", Text("counts, empty for a parabola", "频数表（留空为抛物线）"), (), 2, 0.0, 1e6, 8),),
    measurements=InformationScores,
    kernels=(mutual_information,),
)
def information_scores(rng: np.random.Generator, *, table: FloatArray) -> Result:
    """Score the table."""
    counts = table if table.size else np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    if counts.sum() <= 0:
        raise ParameterError("The table holds no counts.", "频数表全为 0。")
    p = counts / counts.sum()
    measured = InformationScores(
        counts=counts,
        information=mutual_information(counts),
        nats=mutual_information(counts) * float(np.log(2)),
        entropy_x=_entropy(p.sum(axis=1)),
        entropy_y=_entropy(p.sum(axis=0)),
        joint_entropy=_entropy(p.ravel()),
        correlation=_correlation(p),
    )
    rows = (
        (Text("mutual information, bits", "互信息（比特）"), measured.information),
        (Text("entropy of x", "x 的熵"), measured.entropy_x),
        (Text("entropy of y", "y 的熵"), measured.entropy_y),
        (Text("correlation", "相关系数"), measured.correlation),
    )
    scores = Table(Text("scores", "得分"), (Text("score", "得分"), Text("value", "值")), rows)
    return Result(measured, (scores, Matrix(Text("counts", "频数"), counts)))


def _entropy(p: FloatArray) -> float:
    seen = p[p > 0]
    return max(0.0, float(-np.sum(seen * np.log2(seen))))


def _correlation(p: FloatArray) -> float:
    """Correlation of the row number and the column number; 0 where one of them does not vary."""
    x = np.arange(p.shape[0]) - np.arange(p.shape[0]) @ p.sum(axis=1)
    y = np.arange(p.shape[1]) - np.arange(p.shape[1]) @ p.sum(axis=0)
    spread = float(np.sqrt((x**2 @ p.sum(axis=1)) * (y**2 @ p.sum(axis=0))))
    return float(x @ p @ y / spread) if spread > 1e-12 else 0.0
