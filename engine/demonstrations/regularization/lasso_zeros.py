"""D29: the lasso's exact zeros, by four solvers."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, ParameterError, Scalar, demand_shape
from engine.result import Axis, Lines, Mark, Matrix, Result, Series, Table
from engine.text import Text, same

TRUTH = (3.0, -2.0, 1.5, 1.0)
DESIGNS: dict[Scalar, Text] = {
    "independent": Text("independent columns", "独立的列"),
    "orthonormal": Text("orthonormal columns", "正交归一的列"),
    "correlated": Text("columns that share a common part", "含公共成分的相关列"),
    "duplicated": Text("second column a copy of the first", "第二列复制第一列"),
    "given": Text("the design given below", "下面给定的设计矩阵"),
}


def _columns(rng: np.random.Generator, design: str, samples: int, columns: int, sharing: float) -> FloatArray:
    x = rng.standard_normal((samples, columns))
    if design == "correlated":
        x = np.sqrt(1 - sharing) * x + np.sqrt(sharing) * rng.standard_normal((samples, 1))
    if design == "duplicated":
        x[:, 1] = x[:, 0]
    if design == "orthonormal":
        return np.asarray(np.linalg.qr(x - x.mean(axis=0))[0] * np.sqrt(samples))
    return x


class LassoSolution(Measurements):
    x: Array2D = measurement(Text("the design", "设计矩阵"), grade=Grade.EXACT)
    y: Array1D = measurement(Text("the targets", "目标值"), grade=Grade.EXACT)
    correlations: Array1D = measurement(Text("X^T y / n", "XᵀY/n"), grade=Grade.EXACT)
    penalty: float = measurement(Text("lambda", "惩罚系数 λ"))
    weights: Array1D = measurement(Text("the lasso's coefficients", "lasso 系数"))
    plain_weights: Array1D = measurement(Text("least-squares coefficients", "最小二乘系数"))
    ridge_weights: Array1D = measurement(Text("ridge, penalty n lambda", "岭回归（惩罚 nλ）的系数"))
    pulls: Array1D = measurement(Text("x_j^T r / n at the lasso's solution", "lasso 解处的 x_jᵀr/n"))
    optimality_gap: float = measurement(Text("violation of the optimality conditions", "最优性条件的违背量"))
    zeros: int = measurement(Text("exact zeros, coordinate descent", "恰为 0 的个数：坐标下降"))
    support: int = measurement(Text("non-zero coefficients, coordinate descent", "非零个数：坐标下降"))
    ridge_zeros: int = measurement(Text("exact zeros, ridge", "恰为 0 的个数：岭回归"))
    inside_pull: float = measurement(Text("largest |x_j^T r|/n among the zeros", "零系数中最大的 |x_jᵀr|/n"))
    soft_gap: float = measurement(
        Text("lasso against the soft threshold of least squares", "lasso 与最小二乘软阈值之差")
    )
    divided_gap: float = measurement(
        Text("ridge against least squares over 1 + lambda", "岭回归与最小二乘/(1＋λ) 之差")
    )


class OtherLassoSolvers(Measurements):
    proximal_zeros: int = measurement(Text("exact zeros, proximal steps", "恰为 0 的个数：近端步"))
    proximal_gap: float = measurement(Text("proximal steps against coordinate descent", "近端步与坐标下降之差"))
    subgradient_zeros: int = measurement(Text("exact zeros, subgradient descent", "恰为 0 的个数：次梯度下降"))
    subgradient_leftover: float = measurement(
        Text("its largest |weight| where the lasso has 0", "在应为 0 处次梯度残留的最大 |权重|")
    )


class LassoBias(Measurements):
    largest_lost: float = measurement(Text("what the largest coefficient lost", "最大系数损失的量"))
    refitted: Array1D = measurement(Text("least squares on the support alone", "只在支撑集上重新拟合的系数"))
    bias: float = measurement(Text("largest |lasso - truth| on the true columns", "真列上 lasso 与真值之差的最大值"))
    refitted_bias: float = measurement(Text("the same after refitting", "重新拟合后的同一差值"))


class DuplicatedPair(Measurements):
    lasso_pair: Array1D = measurement(Text("lasso on the first two columns alone", "只用前两列时的 lasso 系数"))
    ridge_pair: Array1D = measurement(Text("ridge on the first two columns alone", "只用前两列时的岭回归系数"))
    swapped_pair: Array1D = measurement(Text("the lasso, asked in the other order", "换个坐标次序求得的 lasso 系数"))
    pair_loss_gap: float = measurement(Text("difference of their losses, relative", "两者损失的相对差"))


class LassoPath(Measurements):
    path_penalties: Array1D = measurement(Text("lambdas of the path", "路径上的 λ"), grade=Grade.EXACT)
    path_supports: Array1D = measurement(Text("non-zeros along it", "路径上的非零个数"))
    path_norms: Array1D = measurement(Text("sum of |w| along it", "路径上的 |w| 之和"))
    path_fits: Array1D = measurement(Text("mean squared residual along it", "路径上的残差均方"))
    fit_falls: bool = measurement(Text("whether the residual never rises as lambda falls", "λ 下降时残差是否不升"))
    largest_support: int = measurement(Text("most non-zeros on the path", "路径上最多的非零个数"))


class LassoZeros(Measurements):
    solution: LassoSolution
    largest_penalty: float = measurement(Text("max |x_j^T y| / n: beyond it all are 0", "max|x_jᵀy|/n：超过它全为 0"))
    others: OtherLassoSolvers
    biases: LassoBias
    path: LassoPath
    pair: DuplicatedPair


@demonstration(
    number="D29",
    name="lasso_zeros",
    topic="regularization",
    title=Text("The lasso's exact zeros", "Lasso 的零从何而来"),
    summary=Text(
        "A sparse regression solved by coordinate descent, proximal steps and plain subgradient descent.",
        "同一个稀疏回归，分别用坐标下降、近端步和普通次梯度下降求解。",
    ),
    look_for=Text(
        "At a zero coefficient the correlation of its column with the residual lies within [-λ, λ]; elsewhere it equals "
        "±λ. Coordinate and proximal steps land on the zeros exactly; subgradient descent, which is what automatic "
        "differentiation gives, comes near and never arrives. As λ falls the support grows past the true one.",
        "系数为 0 处，该列与残差的相关落在 [−λ, λ] 内；其余恰为 ±λ。坐标下降与近端步精确落在 0 上；"
        "次梯度下降（自动求导做的就是它）只在附近徘徊，到不了。λ 变小，支撑集会超过真实的大小。",
    ),
    predict=Text(
        "Add λ|w| to the loss and train by (sub)gradient steps: how many weights become exactly 0?",
        "把 λ|w| 加进损失、用（次）梯度训练：有多少权重恰为 0？",
    ),
    limits=Text(
        "Linear regression with a sparse truth; networks add non-convexity to the same kink.",
        "真值稀疏的线性回归；网络在同样的折点之外还有非凸性。",
    ),
    parameters=(
        Choice("layout", Text("columns", "列的情况"), "independent", tuple(DESIGNS), DESIGNS),
        Integer("samples", Text("samples", "样本数"), 100, 5, 400),
        Integer("columns", Text("columns, four of them true", "列数（其中四列为真）"), 20, 4, 40),
        Float("noise", Text("noise of the targets", "目标噪声"), 0.5, 0.0, 5.0),
        Float("sharing", Text("correlation of the columns", "列间相关"), 0.7, 0.0, 0.99),
        Float("relative_penalty", Text("lambda over the largest useful", "λ 与最大有效值之比"), 0.2, 0.001, 1.5),
        Integer("steps", Text("steps of the descents", "下降步数"), 400, 1, 20000),
        Float("step", Text("first subgradient step", "次梯度的首步长"), 0.05, 0.001, 1.0),
        Array("design", Text("a design of one's own", "自定设计矩阵"), (), 2, -1e3, 1e3, longest=12),
        Array("target", Text("its targets", "对应的目标值"), (), 1, -1e3, 1e3, longest=12),
    ),
    measurements=LassoZeros,
    kernels=(
        kernel.coordinate_descent,
        kernel.proximal_gradient,
        kernel.subgradient_descent,
        kernel.soft_threshold,
        kernel.optimality_gap,
    ),
)
def lasso_zeros(
    rng: np.random.Generator,
    *,
    layout: str,
    samples: int,
    columns: int,
    noise: float,
    sharing: float,
    relative_penalty: float,
    steps: int,
    step: float,
    design: FloatArray,
    target: FloatArray,
) -> Result:
    """Four true columns among `columns`, centred; or the learner's own design, taken as it is."""
    truth = np.concatenate([TRUTH, np.zeros(columns - 4)])
    if layout == "orthonormal" and samples < columns:
        raise ParameterError(
            f"{columns} orthonormal columns need at least {columns} samples, not {samples}",
            f"{columns} 个标准正交列至少需要 {columns} 个样本，而不是 {samples} 个",
        )
    if layout == "given" and design.size:
        demand_shape("target", target, (len(design),))
        x, y, truth = design, target, np.zeros(design.shape[1])
    else:
        x = _columns(rng, layout, samples, columns, sharing)
        x, y = x - x.mean(axis=0), x @ truth + noise * rng.standard_normal(samples)
        y = y - y.mean()
    most = kernel.largest_penalty(x, y)
    penalty = relative_penalty * most
    w, plain = kernel.lasso(x, y, penalty), kernel.ridge(x, y, 0.0)
    penalties = most * np.geomspace(1.0, 0.01, 20)
    path = kernel.lasso_path(x, y, penalties)
    measured = LassoZeros(
        solution=_solved(x, y, w, plain, penalty),
        largest_penalty=most,
        others=_other_solvers(x, y, w, penalty, step, steps),
        biases=_bias(x, y, w, plain, truth),
        path=_along(x, y, penalties, path),
        pair=_pair(x[:, :2], y, min(penalty, 0.5 * kernel.largest_penalty(x[:, :2], y))),
    )
    return Result(measured, (_path_view(penalties, path, penalty), _solver_table(measured), _weights_view(plain, w)))


def _solved(x: FloatArray, y: FloatArray, w: FloatArray, plain: FloatArray, penalty: float) -> LassoSolution:
    n = len(y)
    pulls, shrunk = x.T @ (y - x @ w) / n, kernel.ridge(x, y, n * penalty)
    return LassoSolution(
        x=x,
        y=y,
        correlations=x.T @ y / n,
        penalty=penalty,
        weights=w,
        plain_weights=plain,
        ridge_weights=shrunk,
        pulls=pulls,
        optimality_gap=kernel.optimality_gap(x, y, w, penalty),
        zeros=int(np.sum(w == 0)),
        support=int(np.sum(w != 0)),
        ridge_zeros=int(np.sum(shrunk == 0)),
        inside_pull=float(np.abs(pulls[w == 0]).max(initial=0.0)),
        soft_gap=float(np.abs(w - kernel.soft_threshold(plain, penalty)).max()),
        divided_gap=float(np.abs(shrunk - plain / (1 + penalty)).max()),
    )


def _other_solvers(
    x: FloatArray, y: FloatArray, w: FloatArray, penalty: float, step: float, steps: int
) -> OtherLassoSolvers:
    proximal = kernel.proximal_gradient(x, y, penalty, steps)
    wandering = kernel.subgradient_descent(x, y, penalty, step, steps)
    return OtherLassoSolvers(
        proximal_zeros=int(np.sum(proximal == 0)),
        proximal_gap=float(np.abs(proximal - w).max()),
        subgradient_zeros=int(np.sum(wandering == 0)),
        subgradient_leftover=float(np.abs(wandering[w == 0]).max(initial=0.0)),
    )


def _bias(x: FloatArray, y: FloatArray, w: FloatArray, plain: FloatArray, truth: FloatArray) -> LassoBias:
    kept, refitted = w != 0, np.zeros_like(w)
    if kept.any():
        refitted[kept] = kernel.ridge(x[:, kept], y, 0.0)
    largest, true = int(np.argmax(np.abs(plain))), truth != 0
    return LassoBias(
        largest_lost=float(np.abs(plain[largest]) - np.abs(w[largest])),
        refitted=refitted,
        bias=float(np.abs(w - truth)[true].max(initial=0.0)),
        refitted_bias=float(np.abs(refitted - truth)[true].max(initial=0.0)),
    )


def _pair(x: FloatArray, y: FloatArray, penalty: float) -> DuplicatedPair:
    first, second = kernel.lasso(x, y, penalty), kernel.lasso(x[:, ::-1], y, penalty)[::-1]

    def loss(w: FloatArray) -> float:
        return float(np.sum((y - x @ w) ** 2) / (2 * len(y)) + penalty * np.abs(w).sum())

    return DuplicatedPair(
        lasso_pair=first,
        swapped_pair=second,
        ridge_pair=kernel.ridge(x, y, len(y) * penalty),
        pair_loss_gap=abs(loss(first) - loss(second)) / max(loss(first), 1e-300),
    )


def _along(x: FloatArray, y: FloatArray, penalties: FloatArray, path: FloatArray) -> LassoPath:
    supports, fits = (path != 0).sum(axis=1), np.mean((y - path @ x.T) ** 2, axis=1)
    return LassoPath(
        path_penalties=penalties,
        path_supports=supports.astype(np.float64),
        path_norms=np.abs(path).sum(axis=1),
        path_fits=fits,
        fit_falls=bool(np.all(np.diff(fits) <= 1e-12 * fits[0])),
        largest_support=int(supports.max()),
    )


def _path_view(penalties: FloatArray, path: FloatArray, penalty: float) -> Lines:
    largest = np.argsort(-np.abs(path[-1]), kind="stable")[:8]
    return Lines(
        Text("coefficients against lambda", "系数随 λ 的变化"),
        Axis(same("λ"), log=True),
        Axis(Text("coefficient", "系数")),
        tuple(Series(Text(f"column {j + 1}", f"第 {j + 1} 列"), penalties, path[:, j]) for j in sorted(largest)),
        (Mark(same("λ"), penalty, "x"),),
    )


def _solver_table(m: LassoZeros) -> Table:
    return Table(
        Text("exact zeros", "恰为 0 的个数"),
        (Text("solver", "求解方法"), Text("zeros", "零的个数")),
        (
            (Text("coordinate descent", "坐标下降"), m.solution.zeros),
            (Text("proximal steps", "近端步"), m.others.proximal_zeros),
            (Text("subgradient descent", "次梯度下降"), m.others.subgradient_zeros),
            (Text("ridge", "岭回归"), m.solution.ridge_zeros),
        ),
    )


def _weights_view(plain: FloatArray, w: FloatArray) -> Matrix:
    return Matrix(
        Text("coefficients", "系数"),
        np.stack([plain, w], axis=1),
        np.stack([np.zeros(len(w), dtype=bool), w == 0], axis=1),
        tuple(Text(f"column {j + 1}", f"第 {j + 1} 列") for j in range(len(w))),
        (Text("least squares", "最小二乘"), Text("lasso", "lasso")),
    )
