"""D27S and D27P: ridge along singular directions, and on a correlated pair."""

from __future__ import annotations

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.kernels import regularization as kernel
from engine.parameters import Array, Float, FloatArray, Integer, Value
from engine.result import Axis, Bars, Lines, Mark, Matrix, Result, Series, Table
from engine.text import Text, same


def _design(rng: np.random.Generator, design: FloatArray, singular: FloatArray) -> FloatArray:
    if singular.size:
        return np.diag(singular)
    return design if design.size else rng.integers(-3, 4, (5, 3)).astype(float)


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
        "Singular values 4, 2 and 0.5, λ = 1. Which direction loses most, and how much?",
        "奇异值为 4、2、0.5，λ＝1。哪个方向损失最大，损失多少？",
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
    measurements=(
        Measurement("x", Text("the design", "设计矩阵"), grade=Grade.EXACT),
        Measurement("y", Text("the targets", "目标值"), grade=Grade.EXACT),
        Measurement("weights", Text("ridge coefficients", "岭回归系数")),
        Measurement("plain_weights", Text("least-squares coefficients", "最小二乘系数")),
        Measurement("s", Text("singular values, largest first", "奇异值（从大到小）")),
        Measurement("factors", Text("s²/(s² + lambda)", "s²/(s²＋λ)")),
        Measurement("root_factors", Text("s/(s + lambda): forgets the squares", "s/(s＋λ)：忘了平方")),
        Measurement("rest_factors", Text("lambda/(s² + lambda): what is lost", "λ/(s²＋λ)：损失的部分")),
        Measurement("degrees_of_freedom", Text("sum of the factors", "因子之和（有效自由度）")),
        Measurement("norm", Text("norm with the penalty", "有惩罚的范数")),
        Measurement("plain_norm", Text("norm without", "无惩罚的范数")),
        Measurement("one_factor_weights", Text("least squares over 1 + lambda: wrong in general", "最小二乘除以 1＋λ")),
        Measurement(
            "mean_loss_weights", Text("with the penalty n lambda: of the mean loss", "惩罚 nλ（损失取均值）的解")
        ),
        Measurement("undamped_weights", Text("with the sign of the penalty turned", "惩罚符号弄反的解")),
        Measurement("normal_gap", Text("residual of the normal equations, relative", "正规方程的相对残差")),
        Measurement("direction_gap", Text("factors against the solved coefficients", "因子与实际求解之差")),
    ),
    kernels=(kernel.ridge, kernel.shrink_factors),
)
def ridge_shrinkage(
    rng: np.random.Generator, *, singular: FloatArray, design: FloatArray, target: FloatArray, penalty: float
) -> Result:
    """Solve one ridge problem by singular values and check it in the normal equations."""
    x = _design(rng, design, singular)
    y = target if len(target) == len(x) else rng.integers(-5, 6, len(x)).astype(float)
    _, s, v = np.linalg.svd(x, full_matrices=False)
    w, plain = kernel.ridge(x, y, penalty), kernel.ridge(x, y, 0.0)
    factors = kernel.shrink_factors(s, penalty)
    scale = max(1.0, float(np.abs(x.T @ y).max()))
    normal = x.T @ x @ w + penalty * w - x.T @ y
    measured: dict[str, Value] = {
        "x": x,
        "y": y,
        "weights": w,
        "plain_weights": plain,
        "s": s,
        "factors": factors,
        "root_factors": s / (s + penalty) if penalty > 0 else np.ones_like(s),
        "rest_factors": 1 - factors,
        "degrees_of_freedom": float(factors.sum()),
        "norm": float(np.linalg.norm(w)),
        "plain_norm": float(np.linalg.norm(plain)),
        "one_factor_weights": plain / (1 + penalty),
        "mean_loss_weights": kernel.ridge(x, y, penalty * len(x)),
        "undamped_weights": np.linalg.pinv(x.T @ x - penalty * np.eye(x.shape[1])) @ x.T @ y,
        "normal_gap": float(np.abs(normal).max() / scale),
        "direction_gap": float(np.abs(v @ w - factors * (v @ plain)).max() / max(1.0, float(np.abs(plain).max()))),
    }
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


@demonstration(
    number="D27P",
    name="correlated_pair",
    topic="regularization",
    title=Text("A correlated pair under ridge", "岭回归下的一对相关特征"),
    summary=Text(
        "Two features that mostly say the same; only one of them made the target. Ridge shares the weight out.",
        "两个特征大体相同，目标只由其中一个生成；岭回归把权重分摊给两者。",
    ),
    look_for=Text(
        "The norm falls, yet the coefficient of the innocent feature grows: ridge shrinks the weak direction, the "
        "difference of the two, almost to nothing and leaves their sum alone. A ball of the same norm gives the same "
        "solution.",
        "范数在下降，无关特征的系数却在增大：岭回归几乎抹平弱方向（两者之差），而保留两者之和。换成同样范数的约束，解完全相同。",
    ),
    predict=Text(
        "True weights (2, 0), correlated features, λ = 100. Does the second coefficient move towards zero?",
        "真实权重为 (2, 0)，特征相关，λ＝100。第二个系数会向零靠近吗？",
    ),
    limits=Text(
        "Two standardised features; the norm falls always, single coefficients as they please.",
        "两个标准化特征；范数总是下降，单个系数则不一定。",
    ),
    parameters=(
        Float("spread", Text("own noise of each feature", "各特征自身的噪声"), 0.3, 0.01, 3.0),
        Float("first_weight", Text("true weight of the first", "第一个的真实权重"), 2.0, -5.0, 5.0),
        Float("second_weight", Text("true weight of the second", "第二个的真实权重"), 0.0, -5.0, 5.0),
        Float("noise", Text("noise of the targets", "目标噪声"), 0.3, 0.0, 3.0),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 100.0, 1e-3, 1e5, log=True),
        Integer("samples", Text("samples", "样本数"), 200, 10, 2000),
    ),
    measurements=(
        Measurement("correlation", Text("correlation of the features", "两特征的相关系数"), grade=Grade.STATISTICAL),
        Measurement("plain", Text("least-squares coefficients", "最小二乘系数")),
        Measurement("shrunk", Text("ridge coefficients", "岭回归系数")),
        Measurement("growth", Text("change of |second coefficient|", "第二个系数绝对值的变化")),
        Measurement("plain_norm", Text("norm without a penalty", "无惩罚的范数")),
        Measurement("norm", Text("norm with the penalty", "有惩罚的范数")),
        Measurement("sum_factor", Text("shrink factor along the sum", "“之和”方向的收缩因子")),
        Measurement("difference_factor", Text("shrink factor along the difference", "“之差”方向的收缩因子")),
        Measurement("sum_ratio", Text("sum of the coefficients, ridge over plain", "系数之和：岭回归比最小二乘")),
        Measurement("difference_ratio", Text("difference, ridge over plain", "系数之差：岭回归比最小二乘")),
        Measurement("zeros", Text("exact zeros among the ridge coefficients of the path", "路径上恰为 0 的系数个数")),
        Measurement("norm_falls", Text("whether the norm falls along the path", "范数是否沿路径下降")),
        Measurement("circle", Text("best point on the circle |w| = norm", "圆 |w|＝范数 上的最优点")),
        Measurement("circle_gap", Text("its distance from ridge", "它与岭回归解的距离")),
        Measurement(
            "stationary_gap",
            Text("gradient of the fit + lambda w, relative", "拟合项梯度＋λw（相对）"),
        ),
        Measurement("copy_split", Text("ridge on two copies of the first feature", "对第一特征的两份副本做岭回归")),
    ),
    kernels=(kernel.ridge, kernel.shrink_factors, kernel.on_the_circle),
)
def correlated_pair(
    rng: np.random.Generator,
    *,
    spread: float,
    first_weight: float,
    second_weight: float,
    noise: float,
    penalty: float,
    samples: int,
) -> Result:
    """Two noisy looks at one standard normal quantity, standardised; targets from the true weights, centred."""
    z = rng.standard_normal(samples)
    x = np.stack([z + spread * rng.standard_normal(samples), z + spread * rng.standard_normal(samples)], axis=1)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = x @ np.array([first_weight, second_weight]) + noise * rng.standard_normal(samples)
    y = y - y.mean()
    plain, shrunk = kernel.ridge(x, y, 0.0), kernel.ridge(x, y, penalty)
    penalties = penalty * np.geomspace(1e-4, 1e2, 25)
    path = np.array([kernel.ridge(x, y, float(each)) for each in penalties])
    correlation = float(x[:, 0] @ x[:, 1] / samples)
    factors = kernel.shrink_factors(np.sqrt(samples * np.array([1 + correlation, 1 - correlation])), penalty)
    circle = kernel.on_the_circle(x, y, float(np.linalg.norm(shrunk)))
    stationary = x.T @ (x @ shrunk - y) + penalty * shrunk
    measured: dict[str, Value] = {
        "correlation": correlation,
        "plain": plain,
        "shrunk": shrunk,
        "growth": float(abs(shrunk[1]) - abs(plain[1])),
        "plain_norm": float(np.linalg.norm(plain)),
        "norm": float(np.linalg.norm(shrunk)),
        "sum_factor": float(factors[0]),
        "difference_factor": float(factors[1]),
        "sum_ratio": float(shrunk.sum() / plain.sum()),
        "difference_ratio": float((shrunk[0] - shrunk[1]) / (plain[0] - plain[1])),
        "zeros": int(np.sum(path == 0)),
        "norm_falls": bool(np.all(np.diff(np.linalg.norm(path, axis=1)) < 0)),
        "circle": circle,
        "circle_gap": float(np.abs(circle - shrunk).max()),
        "stationary_gap": float(np.abs(stationary).max() / np.abs(x.T @ y).max()),
        "copy_split": kernel.ridge(x[:, [0, 0]], y, penalty),
    }
    return Result(measured, (_path(penalties, path, penalty), _pair_table(plain, shrunk)))


def _path(penalties: FloatArray, path: FloatArray, penalty: float) -> Lines:
    return Lines(
        Text("coefficients against penalty", "系数随惩罚的变化"),
        Axis(same("λ"), log=True),
        Axis(Text("coefficient", "系数")),
        (
            Series(Text("first", "第一个"), penalties, path[:, 0]),
            Series(Text("second", "第二个"), penalties, path[:, 1]),
            Series(Text("norm", "范数"), penalties, np.linalg.norm(path, axis=1)),
        ),
        (Mark(same("λ"), penalty, "x"),),
    )


def _pair_table(plain: FloatArray, shrunk: FloatArray) -> Table:
    rows = ((Text("no penalty", "无惩罚"), plain), (Text("ridge", "岭回归"), shrunk))
    return Table(
        Text("the pair", "这一对系数"),
        (Text("fit", "拟合"), Text("first", "第一个"), Text("second", "第二个"), Text("norm", "范数")),
        tuple((name, float(w[0]), float(w[1]), float(np.linalg.norm(w))) for name, w in rows),
    )
