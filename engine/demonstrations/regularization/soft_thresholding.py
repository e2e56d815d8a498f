"""D29T: the soft threshold by hand."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Lines, Result, Series, Step, Steps
from engine.text import Text


class SoftThresholding(Measurements):
    b: Array1D = measurement(Text("least-squares coefficients", "最小二乘系数"), grade=Grade.EXACT)
    soft: Array1D = measurement(Text("with L1: the soft threshold", "L1 的解：软阈值"), grade=Grade.EXACT)
    divided: Array1D = measurement(Text("with L2: b / (1 + lambda)", "L2 的解：b/(1＋λ)"), grade=Grade.EXACT)
    hard: Array1D = measurement(Text("hard threshold: keeps or kills", "硬阈值：留或删"), grade=Grade.EXACT)
    unclipped: Array1D = measurement(
        Text("b - lambda sign(b), not stopped at 0", "b−λ·sign(b)，没有在 0 处截住"), grade=Grade.EXACT
    )
    one_sided: Array1D = measurement(Text("b - lambda, the sign forgotten", "b−λ，忘了符号"), grade=Grade.EXACT)
    elastic: Array1D = measurement(
        Text("with both: soft / (1 + lambda)", "两者都加：软阈值再除以 1＋λ"), grade=Grade.EXACT
    )
    searched: Array1D = measurement(Text("L1 minimiser by search on a grid", "网格搜索得到的 L1 极小点"))
    searched_square: Array1D = measurement(Text("L2 minimiser by search on a grid", "网格搜索得到的 L2 极小点"))
    search_width: float = measurement(Text("spacing of that grid", "网格间距"), grade=Grade.EXACT)
    zeros: int = measurement(Text("exact zeros with L1", "L1 下恰为 0 的个数"), grade=Grade.EXACT)
    square_zeros: int = measurement(Text("exact zeros with L2", "L2 下恰为 0 的个数"), grade=Grade.EXACT)
    absolute_pull: Array1D = measurement(
        Text("|gradient| of lambda |w| at each b", "λ|w| 在各 b 处的梯度大小"), grade=Grade.EXACT
    )
    square_pull: Array1D = measurement(
        Text("|gradient| of lambda w²/2 at each b", "λw²/2 在各 b 处的梯度大小"), grade=Grade.EXACT
    )
    entry_penalties: Array1D = measurement(
        Text("largest lambda of a grid at which each differs from 0", "网格上使各系数不为 0 的最大 λ")
    )
    lost: Array1D = measurement(Text("|b| - |soft|", "|b|−|软阈值|"), grade=Grade.EXACT)


@demonstration(
    number="D29T",
    name="soft_thresholding",
    topic="regularization",
    title=Text("Soft threshold by hand", "手算软阈值"),
    summary=Text(
        "With orthonormal columns each coefficient is on its own: L1 subtracts λ and stops at 0, L2 divides.",
        "各列正交归一时，每个系数各自独立：L1 减去 λ、减到 0 为止；L2 则是除。",
    ),
    look_for=Text(
        "Everything within λ of zero becomes exactly 0, everything else moves by λ, the large ones too: that is the "
        "bias of the lasso. L2 divides all by 1 + λ: proportional, and never 0.",
        "离零不到 λ 的全部恰为 0，其余都移动 λ，大系数也不例外：这就是 lasso 的偏差。L2 把所有系数除以 1＋λ：按比例缩小，永不为 0。",
    ),
    predict=Text(
        "Least squares says {{coefficients}}, and λ = {{penalty}}. What do L1 and L2 make of them?",
        "最小二乘得 {{coefficients}}，λ＝{{penalty}}。L1 与 L2 各得什么？",
    ),
    limits=Text(
        "Orthonormal columns; with correlated ones the coefficients depend on each other.",
        "只对正交归一的列；列相关时系数互相牵连。",
    ),
    parameters=(
        Array(
            "coefficients",
            Text("least-squares coefficients", "最小二乘系数"),
            (3.0, -2.0, 1.0, 0.5, 0.2, -0.1),
            1,
            -1e3,
            1e3,
        ),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 0.3, 0.0, 1e3),
    ),
    measurements=SoftThresholding,
    kernels=(kernel.soft_threshold, kernel.hard_threshold, kernel.lasso_path),
)
def soft_thresholding(rng: np.random.Generator, *, coefficients: FloatArray, penalty: float) -> Result:
    """Minimise (w - b)^2 / 2 plus lambda |w| or lambda w^2 / 2, by formula and by search."""
    b = coefficients
    soft = kernel.soft_threshold(b, penalty)
    reach = max(1.0, float(np.abs(b).max()) * 1.25)
    grid = np.linspace(-reach, reach, 4001)
    fit = 0.5 * (grid - b[:, None]) ** 2
    measured = SoftThresholding(
        b=b,
        soft=soft,
        divided=b / (1 + penalty),
        hard=kernel.hard_threshold(b, penalty),
        unclipped=b - penalty * np.sign(b),
        one_sided=b - penalty,
        elastic=soft / (1 + penalty),
        searched=grid[np.argmin(fit + penalty * np.abs(grid), axis=1)],
        searched_square=grid[np.argmin(fit + 0.5 * penalty * grid**2, axis=1)],
        search_width=float(grid[1] - grid[0]),
        zeros=int(np.sum(soft == 0)),
        square_zeros=int(np.sum(b / (1 + penalty) == 0)),
        absolute_pull=penalty * np.abs(np.sign(b)),
        square_pull=penalty * np.abs(b),
        entry_penalties=_entries(b, reach),
        lost=np.abs(b) - np.abs(soft),
    )
    shown = grid[::40]
    return Result(
        measured,
        (
            Lines(
                Text("what becomes of a coefficient", "一个系数的去向"),
                Axis(Text("least squares b", "最小二乘 b")),
                Axis(Text("after the penalty", "惩罚之后")),
                (
                    Series(Text("L1", "L1"), shown, kernel.soft_threshold(shown, penalty)),
                    Series(Text("L2", "L2"), shown, shown / (1 + penalty)),
                    Series(Text("hard", "硬阈值"), shown, kernel.hard_threshold(shown, penalty), "stairs"),
                ),
            ),
            _by_hand(b, soft, penalty),
        ),
    )


def _entries(b: FloatArray, reach: float) -> FloatArray:
    """Where each coefficient leaves 0 on a lasso path over an orthonormal design, X = sqrt(p) I."""
    penalties = np.linspace(0.0, reach, 1001)
    root = np.sqrt(len(b))
    path = kernel.lasso_path(root * np.eye(len(b)), root * b, penalties)
    return np.asarray(np.max(np.where(path != 0, penalties[:, None], 0.0), axis=0))


def _by_hand(b: FloatArray, soft: FloatArray, penalty: float) -> Steps:
    def caption(each: float, after: float) -> Text:
        if after == 0:
            return Text(
                f"{each:.4g} lies within {penalty:.4g} of zero: it becomes exactly 0.",
                f"{each:.4g} 离零不超过 {penalty:.4g}：恰为 0。",
            )
        return Text(
            f"{each:.4g} moves by {penalty:.4g} towards zero: {after:.4g}.",
            f"{each:.4g} 向零移动 {penalty:.4g}，得 {after:.4g}。",
        )

    steps = tuple(Step(caption(float(x), float(y))) for x, y in zip(b, soft, strict=True))
    return Steps(Text("one by one", "逐个计算"), steps)
