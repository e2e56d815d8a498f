"""D27S: ridge along singular directions."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, demand_shape
from engine.result import Axis, Bars, Matrix, Result
from engine.text import Text, same


def _design(rng: np.random.Generator, design: FloatArray, singular: FloatArray) -> FloatArray:
    if singular.size:
        return np.diag(singular)
    return design if design.size else rng.integers(-3, 4, (5, 3)).astype(float)


class RidgeShrinkage(Measurements):
    x: Array2D = measurement(Text("the design", "设计矩阵"), grade=Grade.EXACT)
    y: Array1D = measurement(Text("the targets", "目标值"), grade=Grade.EXACT)
    weights: Array1D = measurement(Text("ridge coefficients", "岭回归系数"))
    plain_weights: Array1D = measurement(Text("least-squares coefficients", "最小二乘系数"))
    s: Array1D = measurement(Text("singular values, largest first", "奇异值（从大到小）"))
    factors: Array1D = measurement(Text("s²/(s² + lambda)", "s²/(s²＋λ)"))
    root_factors: Array1D = measurement(Text("s/(s + lambda): forgets the squares", "s/(s＋λ)：忘了平方"))
    rest_factors: Array1D = measurement(Text("lambda/(s² + lambda): what is lost", "λ/(s²＋λ)：损失的部分"))
    degrees_of_freedom: float = measurement(Text("sum of the factors", "因子之和（有效自由度）"))
    norm: float = measurement(Text("norm with the penalty", "有惩罚的范数"))
    plain_norm: float = measurement(Text("norm without", "无惩罚的范数"))
    one_factor_weights: Array1D = measurement(
        Text("least squares over 1 + lambda: wrong in general", "最小二乘除以 1＋λ")
    )
    mean_loss_weights: Array1D = measurement(
        Text("with the penalty n lambda: of the mean loss", "惩罚 nλ（损失取均值）的解")
    )
    undamped_weights: Array1D = measurement(Text("with the sign of the penalty turned", "惩罚符号弄反的解"))
    normal_gap: float = measurement(Text("residual of the normal equations, relative", "正规方程的相对残差"))
    direction_gap: float = measurement(Text("factors against the solved coefficients", "因子与实际求解之差"))


@demonstration(
    number="D27S",
    name="ridge_shrinkage",
    topic="regularization",
    title=Text("Ridge along singular directions", "岭回归与奇异方向"),
    summary=Text(
        "A small least-squares problem solved with and without a penalty, and looked at in its singular directions.",
        "一个小的最小二乘问题，有无惩罚各解一次，并在奇异方向上对比。",
    ),
    look_for=Text(
        "Each singular direction keeps the share s²/(s² + λ) of its least-squares value: strong directions hardly "
        "move, weak ones, where noise is amplified most, are almost wiped out. No factor is ever 0.",
        "每个奇异方向保留最小二乘值的 s²/(s²＋λ)：强方向几乎不动，弱方向（噪声放大最厉害的方向）几乎被抹平；但没有哪个因子恰为 0。",
    ),
    predict=Text(
        "λ = {{penalty}}. Which singular direction loses most, and how much?",
        "λ＝{{penalty}}。哪个奇异方向损失最大，损失多少？",
    ),
    limits=Text(
        "Least squares only; for other losses the curvature takes the place of s².",
        "只对最小二乘成立；其他损失里由曲率代替 s²。",
    ),
    parameters=(
        Array(
            "singular", Text("singular values of a diagonal design", "对角设计的奇异值"), (), 1, 0.0, 1e4, longest=12
        ),
        Array("design", Text("design, one row a sample", "设计矩阵，每行一个样本"), (), 2, -1e4, 1e4, longest=12),
        Array("target", Text("targets", "目标值"), (), 1, -1e4, 1e4, longest=12),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 1.0, 0.0, 1e4, log=False),
    ),
    measurements=RidgeShrinkage,
    kernels=(kernel.ridge, kernel.shrink_factors),
)
def ridge_shrinkage(
    rng: np.random.Generator, *, singular: FloatArray, design: FloatArray, target: FloatArray, penalty: float
) -> Result:
    """Solve one ridge problem by singular values and check it in the normal equations."""
    x = _design(rng, design, singular)
    y = target if target.size else rng.integers(-5, 6, len(x)).astype(float)
    demand_shape("target", y, (len(x),))
    _, s, v = np.linalg.svd(x, full_matrices=False)
    w, plain = kernel.ridge(x, y, penalty), kernel.ridge(x, y, 0.0)
    factors = kernel.shrink_factors(s, penalty)
    scale = max(1.0, float(np.abs(x.T @ y).max()))
    normal = x.T @ x @ w + penalty * w - x.T @ y
    measured = RidgeShrinkage(
        x=x,
        y=y,
        weights=w,
        plain_weights=plain,
        s=s,
        factors=factors,
        root_factors=s / (s + penalty) if penalty > 0 else np.ones_like(s),
        rest_factors=1 - factors,
        degrees_of_freedom=float(factors.sum()),
        norm=float(np.linalg.norm(w)),
        plain_norm=float(np.linalg.norm(plain)),
        one_factor_weights=plain / (1 + penalty),
        mean_loss_weights=kernel.ridge(x, y, penalty * len(x)),
        undamped_weights=np.linalg.pinv(x.T @ x - penalty * np.eye(x.shape[1])) @ x.T @ y,
        normal_gap=float(np.abs(normal).max() / scale),
        direction_gap=float(np.abs(v @ w - factors * (v @ plain)).max() / max(1.0, float(np.abs(plain).max()))),
    )
    labels = tuple(same(f"s = {each:.3g}") for each in s)
    columns = tuple(Text(f"weight {j + 1}", f"系数 {j + 1}") for j in range(len(w)))
    return Result(
        measured,
        (
            Bars(Text("share kept", "保留的比例"), Axis(Text("factor", "因子")), labels, factors),
            Matrix(
                Text("coefficients", "系数"),
                np.stack([plain, w]),
                row_labels=(Text("no penalty", "无惩罚"), Text("ridge", "岭回归")),
                column_labels=columns,
            ),
        ),
    )
