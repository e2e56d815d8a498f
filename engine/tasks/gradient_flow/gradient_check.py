"""A gradient by central differences, and how far another one is from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Expression, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, smallest
from engine.text import Text

Both = tuple[FloatArray, Any]
Loss = Callable[[FloatArray], Any]


def _differences(f: Loss, x: FloatArray, forward: float, backward: float, width: float) -> FloatArray:
    x = x.astype(float)
    found = np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        unit = np.zeros(x.shape)
        unit[at] = 1
        found[at] = (f(x + forward * unit) - f(x - backward * unit)) / width
    return found


def _error(numeric: FloatArray, grad: FloatArray) -> float:
    return float(np.linalg.norm(numeric - grad) / (np.linalg.norm(numeric) + np.linalg.norm(grad)))


def _with_error(numeric: FloatArray, grad: FloatArray) -> Both:
    return numeric, _error(numeric, grad)


def _one_sided(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    return _with_error(_differences(f, x, h, 0, h), grad)


def _backward(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    return _with_error(_differences(f, x, 0, h, h), grad)


def _two_forgotten(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    return _with_error(_differences(f, x, h, h, h), grad)


def _all_at_once(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    return _with_error(np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)), grad)


def _not_put_back(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    x, found = x.astype(float), np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        x[at] += h
        above = f(x)
        x[at] -= 2 * h
        found[at] = (above - f(x)) / (2 * h)
    return _with_error(found, grad)


def _absolute(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    numeric = _differences(f, x, h, h, 2 * h)
    return numeric, float(np.linalg.norm(numeric - grad))


def _of_difference(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    numeric = _differences(f, x, h, h, 2 * h)
    return numeric, float(np.linalg.norm(numeric - grad) / np.linalg.norm(numeric + grad))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Steps are large, so that one-sided differences are seen; right and wrong gradients."""
    cube = Expression("x", "np.sum(x ** 3)")
    mixed = Expression("x", "np.sum(x) ** 2 + np.sum(np.sin(x))")
    yield Case(smallest("2"), (cube, np.array([1.0, 2.0]), np.array([3.0, 12.0]), 0.5))
    x = rng.normal(size=3)
    yield Case(Text("the right gradient", "正确的梯度"), (cube, x, 3 * x**2, 0.1))
    yield Case(Text("the sign of one entry is wrong", "有一个元素符号错误"), (cube, x, 3 * x**2 * [1, -1, 1], 0.1))
    yield Case(Text("coordinates that act together", "坐标相互耦合"), (mixed, x, 2 * x.sum() + np.cos(x), 0.2))
    yield Case(Text("integers", "整数输入"), (mixed, np.array([1, -2, 3]), np.ones(3), 0.25))
    y = rng.normal(size=(2, 3))
    yield Case(Text("a matrix", "矩阵"), (Expression("x", "np.sum(np.exp(x[0] * x[1]))"), y, np.ones((2, 3)), 0.1))
    yield Case(ORDINARY, (mixed, rng.normal(size=5), rng.normal(size=5), 0.3))
    larger = Case(LARGER, (mixed, rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), 0.1))
    yield from (larger.strided(), larger)


@task(
    topic="gradient_flow",
    title=Text("Gradient check by central differences", "用中心差分检验梯度"),
    statement=Text(
        "`f` takes an array of the shape of `x` and gives a number. Return the central differences of `f` at `x` with step "
        "`h`, one coordinate at a time, and the relative error of the gradient `grad`: |numeric - grad| / "
        "(|numeric| + |grad|), Euclidean norms over all entries. `x` may hold integers, and stays as it is.",
        "`f` 接受与 `x` 同形的数组，返回一个数。返回 `f` 在 `x` 处步长为 `h` 的中心差分（每次只动一个坐标），"
        "以及梯度 `grad` 的相对误差 |numeric - grad| / (|numeric| + |grad|)，范数是所有元素的欧几里得范数。"
        "`x` 可能是整数数组，且不得改动。",
    ),
    arguments=(
        Quantity("f", "", Text("a function of an array", "数组的函数")),
        Quantity("x", "...", Text("where to check", "检验的位置")),
        Quantity("grad", "...", Text("the gradient to check", "待检验的梯度")),
        Quantity("h", "", Text("step, above 0", "步长，大于 0"), fixed=True),
    ),
    results=(
        Quantity("numeric", "...", Text("central differences", "中心差分")),
        Quantity("error", "", Text("relative error", "相对误差")),
    ),
    cases=cases,
    wrong={
        "one_sided": Wrong(
            _one_sided,
            Text(
                "The difference is taken to one side only: its error falls with h, not with h².",
                "只取了单侧差分：误差随 h 而不是 h² 减小。",
            ),
            also=(_backward,),
        ),
        "two_forgotten": Wrong(
            _two_forgotten, Text("The difference over 2h is divided by h.", "跨度是 2h，却只除以了 h。")
        ),
        "all_at_once": Wrong(_all_at_once, Text("All coordinates are moved at once.", "所有坐标一起动了。")),
        "not_put_back": Wrong(
            _not_put_back,
            Text("A coordinate is not put back before the next one is moved.", "动下一个坐标之前没有把前一个复原。"),
        ),
        "absolute": Wrong(_absolute, Text("The error is absolute, not relative.", "误差是绝对误差，不是相对误差。")),
        "of_difference": Wrong(
            _of_difference,
            Text(
                "The error is divided by the norm of the sum instead of the sum of the norms.",
                "误差除以了和的范数，而不是范数之和。",
            ),
        ),
    },
    hints=(
        Text(
            "(f(x + h e) - f(x - h e)) / (2h) for each unit vector e.",
            "对每个单位向量 e 算 (f(x + h e) - f(x - h e)) / (2h)。",
        ),
        Text(
            "np.ndindex(x.shape) runs over the places. An array of integers cuts off `+= h`: make it floats.",
            "用 np.ndindex(x.shape) 遍历各位置。整数数组会截断 `+= h`，先转成浮点数。",
        ),
        Text("Work on a copy, and put each coordinate back.", "在副本上操作，每个坐标用后复原。"),
    ),
    explanation=Text(
        "The central difference is wrong by a multiple of h², the one-sided one by a multiple of h. The relative error does "
        "not depend on the scale of the loss: near 1 the gradient is wrong, near h² it agrees. In real checks h is about "
        "1e-5: smaller steps drown in rounding.",
        "中心差分的误差与 h² 成正比，单侧差分与 h 成正比。相对误差与损失的量级无关：接近 1 说明梯度错了，接近 h² 则一致。"
        "实际检验取 h 约 1e-5，更小的步长会被舍入误差淹没。",
    ),
    demonstrations=("three_derivatives",),
)
def gradient_check(f: Loss, x: FloatArray, grad: FloatArray, h: float) -> Both:
    numeric = np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[at] = h
        numeric[at] = (f(x + step) - f(x - step)) / (2 * h)
    norms = np.linalg.norm(numeric) + np.linalg.norm(grad)
    return numeric, np.linalg.norm(numeric - grad) / norms
