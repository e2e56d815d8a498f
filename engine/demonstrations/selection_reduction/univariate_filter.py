"""D25F: what a filter that looks at one column at a time misses."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import selection_reduction as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, Integer, Value
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


class UnivariateFilter(Measurements):
    f_values: Array1D = measurement(
        Text("F of every column: the pair, the proxy, noise", "各列 F 值：两列、代理、噪声"), grade=Grade.STATISTICAL
    )
    pair_f: float = measurement(
        Text("the larger F of the two true columns", "两真列中较大的 F"), grade=Grade.STATISTICAL
    )
    proxy_f: float = measurement(Text("F of the proxy", "代理列的 F"), grade=Grade.STATISTICAL)
    chosen: int = measurement(Text("column of largest F, from 1", "F 最大的列（从 1 起）"), grade=Grade.STATISTICAL)
    pair_accuracy: float = measurement(
        Text("accuracy of the pair used jointly", "两列联合使用的准确率"), grade=Grade.STATISTICAL
    )
    single_accuracy: float = measurement(
        Text("best accuracy of one true column alone", "单独一列的最好准确率"), grade=Grade.STATISTICAL
    )
    proxy_accuracy: float = measurement(
        Text("accuracy of the proxy alone", "代理列单独的准确率"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D25F",
    name="univariate_filter",
    topic="selection_reduction",
    title=Text("Filters and interactions", "过滤法与交互"),
    summary=Text(
        "Labels are the exclusive or of two columns; a third column merely agrees with them a little too often.",
        "标签是两列的异或；第三列只是与标签略微相符。",
    ),
    look_for=Text(
        "The two columns that decide the label have an F near 1, as noise would; the weak proxy stands out. Together "
        "the two predict almost everything: a filter that looks at columns one by one throws the wrong ones away.",
        "决定标签的两列 F 值接近 1，与噪声无异；弱代理列反而突出。合起来看，那两列几乎能预测一切：逐列打分的过滤法恰恰会丢掉它们。",
    ),
    predict=Text(
        "Two columns determine the label by XOR, a third agrees with it in 60 % of cases. Which has the largest F?",
        "两列以异或决定标签，第三列有 60% 与标签相同。哪一列的 F 最大？",
    ),
    limits=Text(
        "XOR is the extreme case; wrappers, trees and pairwise tests find such pairs, at a price.",
        "异或是极端情形；包裹法、树模型、成对检验能找到这种组合，但代价更高。",
    ),
    parameters=(
        Integer("samples", Text("samples", "样本数"), 2000, 200, 10000),
        Float("noise", Text("share of flipped labels", "标签翻转比例"), 0.05, 0.0, 0.4),
        Float("agreement", Text("how often the proxy agrees", "代理列与标签相同的比例"), 0.6, 0.5, 1.0),
        Integer("others", Text("columns of pure noise", "纯噪声列数"), 3, 0, 20),
    ),
    measurements=UnivariateFilter,
    kernels=(kernel.anova_f,),
)
def univariate_filter(rng: np.random.Generator, *, samples: int, noise: float, agreement: float, others: int) -> Result:
    """Score each column alone, then the true pair together."""
    bits = rng.integers(0, 2, (samples, 3 + others))
    clean = bits[:, 0] ^ bits[:, 1]
    labels = np.where(rng.random(samples) < noise, 1 - clean, clean)
    bits[:, 2] = np.where(rng.random(samples) < agreement, labels, 1 - labels)
    f = kernel.anova_f(bits.astype(np.float64), labels)
    alone = [float(np.mean(bits[:, i] == labels)) for i in range(3)]
    measured = UnivariateFilter(
        f_values=f,
        pair_f=float(f[:2].max()),
        proxy_f=float(f[2]),
        chosen=int(np.argmax(f)) + 1,
        pair_accuracy=float(np.mean(clean == labels)),
        single_accuracy=max(max(a, 1 - a) for a in alone[:2]),
        proxy_accuracy=max(alone[2], 1 - alone[2]),
    )
    names = (Text("true 1", "真 1"), Text("true 2", "真 2"), Text("proxy", "代理"))
    noise_names = tuple(Text(f"noise {i + 1}", f"噪声 {i + 1}") for i in range(others))
    return Result(
        measured,
        (
            Bars(Text("F of each column alone", "各列单独的 F"), Axis(Text("F", "F 值")), (*names, *noise_names), f),
            Table(
                Text("accuracy", "准确率"),
                (Text("columns", "列"), Text("accuracy", "准确率")),
                (
                    (Text("true pair together", "两真列联合"), measured_float(measured.pair_accuracy)),
                    (Text("one of the pair alone", "其中一列单独"), measured_float(measured.single_accuracy)),
                    (Text("proxy alone", "代理列单独"), measured_float(measured.proxy_accuracy)),
                ),
            ),
        ),
    )


def measured_float(value: Value) -> float:
    """A measurement as a number for a table."""
    return float(np.asarray(value))
