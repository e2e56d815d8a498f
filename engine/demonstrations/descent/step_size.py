"""D18: the step size against 2/L, on functions where everything is known."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Matrix, Result, Series, Step, Steps, Table
from engine.text import NOTHING, Text

WALKED = 8
"""How many iterations can be walked one by one."""


def quadratic_iterates(eigenvalues: FloatArray, start: FloatArray, step: float, steps: int) -> FloatArray:
    """Gradient descent on 1/2 sum lambda_i w_i^2, by the loop; iterates of shape (steps + 1, d)."""
    w, seen = start.astype(float), [start.astype(float)]
    for _ in range(steps):
        w = w - step * eigenvalues * w
        seen.append(w)
    return np.array(seen)


def momentum_iterates(
    eigenvalues: FloatArray, start: FloatArray, step: float, momentum: float, steps: int
) -> FloatArray:
    """Heavy-ball momentum: v <- momentum v + gradient, w <- w - step v. Source: Polyak (1964)."""
    w, v, seen = start.astype(float), np.zeros_like(start, float), [start.astype(float)]
    for _ in range(steps):
        v = momentum * v + eigenvalues * w
        w = w - step * v
        seen.append(w)
    return np.array(seen)


def absolute_iterates(start: float, step: float, steps: int) -> FloatArray:
    """Subgradient descent on |w| with a constant step."""
    w, seen = start, [start]
    for _ in range(steps):
        w = w - step * np.sign(w)
        seen.append(w)
    return np.array(seen)


def separable_logistic(step: float, steps: int) -> tuple[float, float]:
    """(|w|, loss) after descending the logistic loss of two separable points, x = 1 and x = -1."""
    w = 0.0
    for _ in range(steps):
        w = w + step / (1 + math.exp(w))
    return abs(w), math.log1p(math.exp(-w))


class StepSize(Measurements):
    step: float = measurement(Text("the step", "步长"), grade=Grade.EXACT)
    stability_limit: float = measurement(Text("2/L", "2/L"), grade=Grade.EXACT)
    steep_factor: float = measurement(
        Text("factor of the steepest coordinate a step", "最陡坐标每步的因子"), grade=Grade.EXACT
    )
    flat_factor: float = measurement(
        Text("factor of the flattest coordinate a step", "最平坐标每步的因子"), grade=Grade.EXACT
    )
    first_loss: float = measurement(Text("loss at the start", "起点损失"), grade=Grade.EXACT)
    last_loss: float = measurement(Text("loss after all iterations", "最终损失"))
    converges: bool = measurement(Text("whether the loss fell by the end", "最终损失是否下降"))
    closed_form_gap: float = measurement(Text("loop against (1 - step lambda)^k, relative", "循环与闭式的相对差"))
    best_step: float = measurement(Text("best constant step 2/(L + mu)", "最优恒定步长 2/(L+μ)"), grade=Grade.EXACT)
    best_rate: float = measurement(
        Text("its factor a step (kappa - 1)/(kappa + 1)", "其每步因子 (κ−1)/(κ+1)"), grade=Grade.EXACT
    )
    momentum_loss: float = measurement(Text("loss with momentum at the step 1/L", "步长 1/L 加动量的最终损失"))
    plain_loss: float = measurement(Text("loss without momentum at the step 1/L", "步长 1/L 无动量的最终损失"))
    absolute_left: float = measurement(
        Text("|w| where subgradient descent on |w| bounces", "次梯度法在 |w| 上徘徊处的 |w|")
    )
    logistic_norm_early: float = measurement(Text("|w| after 100 steps on separable data", "可分数据 100 步后的 |w|"))
    logistic_norm_late: float = measurement(Text("|w| after 1,000 steps on separable data", "可分数据 1000 步后的 |w|"))
    logistic_loss_late: float = measurement(
        Text("loss after 1,000 steps on separable data", "可分数据 1000 步后的损失")
    )


@demonstration(
    number="D18",
    name="step_size",
    topic="descent",
    title=Text("Step size against 2/L", "步长与 2/L"),
    summary=Text(
        "Full-gradient descent below, at and above the stability limit, and where convexity alone does not help.",
        "步长低于、等于、高于稳定界时的全梯度下降，以及仅凭凸性不够的情形。",
    ),
    look_for=Text(
        "Each coordinate is multiplied by 1 - step times its eigenvalue. Below 2/L all factors are inside (-1, 1); at "
        "2/L the steepest coordinate bounces for ever; above, it explodes, although the function is as convex as can "
        "be. The flattest coordinate sets the pace.",
        "每个坐标每步乘以 1−步长×特征值。低于 2/L 时所有因子都在 (−1, 1) 内；恰为 2/L 时最陡的坐标永远来回；再大就爆炸，"
        "尽管函数凸得不能再凸。最平的坐标决定快慢。",
    ),
    predict=Text(
        "The function is convex and the gradient exact. Can descent still fail?",
        "函数是凸的，梯度也是精确的。下降法还会失败吗？",
    ),
    limits=Text(
        "Quadratics and one-dimensional examples; real losses change their curvature along the way.",
        "只有二次函数与一维例子；真实损失的曲率沿途会变。",
    ),
    parameters=(
        Float("relative_step", Text("step times L", "步长 × L"), 1.9, 0.01, 3.0),
        Float("condition", Text("condition number", "条件数"), 10.0, 1.0, 1000.0, log=True),
        Float("largest", Text("largest eigenvalue L", "最大特征值 L"), 1.0, 0.1, 100.0, log=True),
        Integer("steps", Text("iterations", "迭代数"), 60, 1, 500),
        Float("momentum", Text("momentum", "动量"), 0.9, 0.0, 0.99),
        Float("absolute_step", Text("step on |w|", "在 |w| 上的步长"), 0.2, 0.01, 1.0),
    ),
    measurements=StepSize,
    kernels=(quadratic_iterates, momentum_iterates, absolute_iterates, separable_logistic),
)
def step_size(
    rng: np.random.Generator,
    *,
    relative_step: float,
    condition: float,
    largest: float,
    steps: int,
    momentum: float,
    absolute_step: float,
) -> Result:
    """Descend 1/2 (L w1^2 + mu w2^2) from (1, 1)."""
    eigenvalues = np.array([largest, largest / condition])
    start, step = np.ones(2), relative_step / largest
    with np.errstate(over="ignore", invalid="ignore"):
        w = quadratic_iterates(eigenvalues, start, step, steps)
        closed = (1 - step * eigenvalues) ** np.arange(steps + 1)[:, None]
        losses = 0.5 * (eigenvalues * w**2).sum(axis=1)
    heavy = momentum_iterates(eigenvalues, start, 1 / largest, momentum, steps)
    plain = quadratic_iterates(eigenvalues, start, 1 / largest, steps)
    early, late = separable_logistic(0.5, 100), separable_logistic(0.5, 1000)
    measured = StepSize(
        step=step,
        stability_limit=2 / largest,
        steep_factor=1 - step * largest,
        flat_factor=1 - step * largest / condition,
        first_loss=float(losses[0]),
        last_loss=float(losses[-1]),
        converges=bool(losses[-1] < losses[0] * (1 - 1e-9)),
        closed_form_gap=float(np.abs(w - closed).max() / max(1.0, float(np.abs(closed).max()))),
        best_step=2 / (largest + largest / condition),
        best_rate=(condition - 1) / (condition + 1),
        momentum_loss=float(0.5 * (eigenvalues * heavy[-1] ** 2).sum()),
        plain_loss=float(0.5 * (eigenvalues * plain[-1] ** 2).sum()),
        absolute_left=float(np.abs(absolute_iterates(0.9, absolute_step, 500)[-2:]).max()),
        logistic_norm_early=early[0],
        logistic_norm_late=late[0],
        logistic_loss_late=late[1],
    )
    curves = (losses, 0.5 * (eigenvalues * heavy**2).sum(axis=1))
    views = (_losses(*curves), _factors(eigenvalues, step), _walk(w[: WALKED + 1], eigenvalues, step))
    return Result(measured, views)


def _losses(losses: FloatArray, heavy: FloatArray) -> Lines:
    k = np.arange(len(losses), dtype=float)
    return Lines(
        Text("loss by iteration", "损失随迭代"),
        Axis(Text("iteration", "迭代")),
        Axis(Text("loss", "损失"), NOTHING, log=True),
        (
            Series(Text("gradient descent", "梯度下降"), k, np.clip(losses, 1e-30, 1e30)),
            Series(Text("with momentum, step 1/L", "加动量，步长 1/L"), k, np.clip(heavy, 1e-30, 1e30)),
        ),
        (Mark(Text("start", "起点"), float(losses[0])),),
    )


def _factors(eigenvalues: FloatArray, step: float) -> Table:
    steep, flat = (float(value) for value in eigenvalues)
    return Table(
        Text("factors a step", "每步因子"),
        (Text("coordinate", "坐标"), Text("eigenvalue", "特征值"), Text("factor", "因子")),
        ((Text("steepest", "最陡"), steep, 1 - step * steep), (Text("flattest", "最平"), flat, 1 - step * flat)),
    )


def _walk(w: FloatArray, eigenvalues: FloatArray, step: float) -> Steps:
    """The first iterations, each with its gradient and where it leads."""
    axes = (Text("steepest", "最陡"), Text("flattest", "最平"))
    steps = []
    for k, (before, after) in enumerate(pairwise(w), 1):
        rows = np.stack([before, eigenvalues * before, after])
        names = (Text("w before", "更新前 w"), Text("gradient", "梯度"), Text("w after", "更新后 w"))
        caption = Text(
            f"Iteration {k}: subtract {step:.4g} times the gradient, loss {0.5 * eigenvalues @ after**2:.4g}.",
            f"第 {k} 次迭代：减去 {step:.4g} 倍梯度，损失 {0.5 * eigenvalues @ after**2:.4g}。",
        )
        move = Matrix(Text("move", "移动"), rows, None, names, axes)
        steps.append(Step(caption, (move,), r"w \leftarrow w - \eta \nabla f(w)"))
    return Steps(Text("iteration by iteration", "逐次迭代"), tuple(steps))
