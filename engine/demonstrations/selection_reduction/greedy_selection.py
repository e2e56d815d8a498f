"""D126: forward selection against exhaustive search."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import best_subset, forward_selection, residual_error
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


class GreedySelection(Measurements):
    greedy_fits: int = measurement(Text("fits of forward selection", "前向选择的拟合次数"), grade=Grade.EXACT)
    exhaustive_fits: int = measurement(Text("fits of the exhaustive search", "穷举的拟合次数"), grade=Grade.EXACT)
    greedy_error: float = measurement(Text("error of the greedy columns", "贪心所选列的误差"))
    best_error: float = measurement(Text("error of the best columns", "最优列的误差"))
    first_taken: int = measurement(Text("the column taken first, from 1", "首先选中的列（从 1 数）"))
    found_pair: bool = measurement(Text("whether the greedy columns hold both true ones", "贪心结果是否包含两个真列"))
    blend_alone: float = measurement(Text("error of the blend alone", "仅用混合列的误差"))
    one_alone: float = measurement(Text("error of the better true column alone", "仅用较好真列的误差"))
    pair_error: float = measurement(Text("error of the two true columns", "两个真列的误差"))


@demonstration(
    number="D126",
    name="greedy_selection",
    topic="selection_reduction",
    title=Text("Greedy and exhaustive selection", "贪心与穷举"),
    summary=Text(
        "The target is the sum of two columns; a third column is their sum with noise on it.",
        "目标是两列之和；第三列是两者之和再加噪声。",
    ),
    look_for=Text(
        "The blend is the best single column, so forward selection takes it first and never lets it go. With few columns "
        "allowed it misses the pair that explains everything.",
        "混合列是最好的单列，所以前向选择先选它，且不再放弃。允许的列数很少时，它就错过了能解释一切的那一对。",
    ),
    predict=Text(
        "Two columns may be kept. Does forward selection find the true pair?",
        "只留两列，前向选择能找到真正的那一对吗？",
    ),
    limits=Text(
        "Backward steps or the lasso may mend it; more columns allowed too.",
        "允许后退一步、改用 lasso 或多留几列，都可能避免这一点。",
    ),
    parameters=(
        Integer("columns", Text("columns", "列数"), 6, 3, 14),
        Integer("kept", Text("columns kept", "保留列数"), 2, 1, 5),
        Float("blend_noise", Text("noise of the blend", "混合列的噪声"), 0.5, 0.0, 5.0),
        Integer("samples", Text("rows", "行数"), 200, 50, 1000),
    ),
    measurements=GreedySelection,
    kernels=(forward_selection, best_subset),
)
def greedy_selection(rng: np.random.Generator, *, columns: int, kept: int, blend_noise: float, samples: int) -> Result:
    """Search in both ways: columns 1 and 2 are the true ones, 3 the blend, the others noise."""
    if kept > columns:
        raise ParameterError("More columns are kept than there are.", "保留的列数多于总列数。")
    x = rng.standard_normal((samples, columns))
    x[:, 2] = x[:, 0] + x[:, 1] + blend_noise * x[:, 2]
    y = x[:, 0] + x[:, 1] + 0.05 * rng.standard_normal(samples)
    greedy, greedy_fits = forward_selection(x, y, kept)
    best, exhaustive_fits = best_subset(x, y, kept)
    measured = GreedySelection(
        greedy_fits=greedy_fits,
        exhaustive_fits=exhaustive_fits,
        greedy_error=residual_error(x[:, greedy], y),
        best_error=residual_error(x[:, best], y),
        first_taken=greedy[0] + 1,
        found_pair={0, 1} <= set(greedy),
        blend_alone=residual_error(x[:, [2]], y),
        one_alone=min(residual_error(x[:, [0]], y), residual_error(x[:, [1]], y)),
        pair_error=residual_error(x[:, :2], y),
    )
    return Result(measured, (_errors(measured), _fits(measured, greedy, best)))


def _errors(measured: GreedySelection) -> Bars:
    labels = (
        Text("forward selection", "前向选择"),
        Text("exhaustive", "穷举"),
        Text("blend alone", "仅混合列"),
        Text("a true column alone", "仅一个真列"),
    )
    values: FloatArray = np.array(
        [measured.greedy_error, measured.best_error, measured.blend_alone, measured.one_alone]
    )
    return Bars(Text("squared error that is left", "剩余平方误差"), Axis(Text("error", "误差")), labels, values)


def _fits(measured: GreedySelection, greedy: list[int], best: list[int]) -> Table:
    rows = (
        (Text("forward selection", "前向选择"), ", ".join(str(j + 1) for j in greedy), measured.greedy_fits),
        (Text("exhaustive", "穷举"), ", ".join(str(j + 1) for j in best), measured.exhaustive_fits),
    )
    columns = (Text("search", "搜索"), Text("columns", "列"), Text("fits", "拟合次数"))
    return Table(Text("what each search took", "各搜索的结果"), columns, rows)
