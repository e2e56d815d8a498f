"""Soft thresholding, the step of the lasso that makes exact zeros."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import EMPTY, LARGER, ZEROS, small, smallest
from engine.text import Text


def _level(penalty: float, objective: str) -> float:
    return penalty if objective == "half" else penalty / 2


def _hard(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    return np.where(np.abs(b) > _level(penalty, objective), b, 0.0)


def _sign_forgotten(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    return np.maximum(np.abs(b) - _level(penalty, objective), 0.0)


def _positive_only(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    return np.maximum(b - _level(penalty, objective), 0.0)


def _past_zero(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    return b - np.sign(b) * _level(penalty, objective)


def _divided(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    return b / (1 + penalty)


def _other_objective(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    level = _level(penalty, "whole" if objective == "half" else "half")
    return np.sign(b) * np.maximum(np.abs(b) - level, 0.0)


def cases(rng: np.random.Generator, *, objective: str) -> Iterator[Case]:
    """Both signs, values at the threshold and inside it."""
    yield Case(smallest("4"), (np.array([-3.0, -1.0, 1.0, 3.0]), 1.0))
    yield Case(Text("at the threshold", "恰在阈值上"), (np.array([-2.0, -1.0, 1.0, 2.0]), 2.0))
    yield Case(ZEROS, (np.zeros(3), 1.0))
    yield Case(Text("no penalty", "惩罚为 0"), (small(rng, 4) + 0.5, 0.0))
    yield Case(Text("a matrix", "矩阵"), (small(rng, 3, 2) + 0.25, 1.5))
    yield Case(Text("everything inside", "全部落在阈值内"), (rng.uniform(-1, 1, 5), 10.0))
    yield Case(EMPTY, (np.zeros(0), 1.0))
    larger = Case(LARGER, (rng.normal(size=(20, 12)) * 2, 1.3))
    yield from (larger.as_float32(), larger.strided(), larger)


def _odd(call: Function, arguments: Arguments, *, objective: str) -> bool:
    b, penalty = arguments
    return bool(np.allclose(call(-b, penalty), -np.asarray(call(b, penalty))))


@task(
    topic="regularization",
    title=Text("Soft thresholding", "软阈值"),
    statement=Text(
        "For each entry of `b` return the w that minimises {objective} + `penalty` · |w|. `penalty` is not negative; `b` "
        "has any shape.",
        "对 `b` 的每个元素，返回使 {objective} + `penalty`·|w| 最小的 w。`penalty` 非负；`b` 的形状任意。",
    ),
    arguments=(
        Quantity("b", "...", Text("least-squares coefficients", "最小二乘系数")),
        Quantity("penalty", "", Text("strength of the penalty", "惩罚强度"), fixed=True),
    ),
    results=(Quantity("w", "...", Text("the minimisers", "最小点")),),
    options=(
        TaskOption("objective", {"half": Text("½ (w - b)²", "½(w - b)²"), "whole": Text("(w - b)²", "(w - b)²")}),
    ),
    cases=cases,
    wrong={
        "hard": Wrong(
            _hard,
            Text(
                "This is hard thresholding: what is kept is not moved towards 0.", "这是硬阈值：保留的值没有向 0 收缩。"
            ),
        ),
        "sign_forgotten": Wrong(_sign_forgotten, Text("The sign is lost.", "丢了符号。")),
        "positive_only": Wrong(
            _positive_only,
            Text("Only positive values are treated; negative ones become 0.", "只处理了正值，负值全变成 0。"),
        ),
        "past_zero": Wrong(
            _past_zero,
            Text("The subtraction goes on past 0 instead of stopping there.", "减法越过了 0，没有在 0 处停住。"),
        ),
        "divided": Wrong(_divided, Text("This divides, which is what ridge does.", "这是做除法，即岭回归的做法。")),
        "other_objective": Wrong(
            _other_objective,
            Text(
                "The threshold belongs to the objective with another factor before the square.",
                "阈值对应的是平方项系数不同的目标。",
            ),
        ),
    },
    laws=(Law(_odd, Text("The negative of b does not give the negative of w.", "b 取反时 w 没有取反。")),),
    large=lambda rng, size, *, objective: (rng.normal(size=(size, 64)), 0.7),
    hints=(
        Text(
            "Where w is not 0 the derivative must be 0. Which two cases are there?",
            "w 不为 0 处导数为 0，分哪两种情形？",
        ),
        Text(
            "Subtract a level from the size and stop at 0; keep the sign.", "绝对值减去一个量，减到 0 为止；保留符号。"
        ),
        Text("`sign(b) · max(|b| - level, 0)`.", "`sign(b)·max(|b| - level, 0)`。"),
    ),
    explanation=Text(
        "For w > 0 the derivative of ½ (w - b)² + p w is w - b + p, which is 0 at w = b - p; for w < 0 at w = b + p. If "
        "neither has the right sign, the kink at 0 is the minimum. Without the ½ the derivative of the square doubles and "
        "the level is p/2.",
        "w > 0 时 ½(w - b)² + p·w 的导数为 w - b + p，在 w = b - p 处为 0；w < 0 时在 w = b + p 处为 0。"
        "两者符号都不对时，最小点就是 0 处的尖点。没有 ½ 时平方项的导数加倍，阈值为 p/2。",
    ),
    demonstrations=("soft_thresholding",),
)
def soft_threshold(b: FloatArray, penalty: float, *, objective: str) -> FloatArray:
    level = penalty if objective == "half" else penalty / 2
    return np.sign(b) * np.maximum(np.abs(b) - level, 0)
