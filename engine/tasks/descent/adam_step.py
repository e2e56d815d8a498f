"""One step of Adam with bias correction."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, small, smallest
from engine.text import Text

Step = tuple[FloatArray, FloatArray, FloatArray]


def _moments(grad: FloatArray, m: FloatArray, v: FloatArray, b1: float, b2: float) -> tuple[FloatArray, FloatArray]:
    return b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2


def _no_correction(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m, v = _moments(grad, m, v, b1, b2)
    return w - lr * m / (np.sqrt(v) + eps), m, v


def _first_only(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m, v = _moments(grad, m, v, b1, b2)
    return w - lr * m / (1 - b1**t) / (np.sqrt(v) + eps), m, v


def _eps_inside(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m, v = _moments(grad, m, v, b1, b2)
    return w - lr * m / (1 - b1**t) / np.sqrt(v / (1 - b2**t) + eps), m, v


def _no_root(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m, v = _moments(grad, m, v, b1, b2)
    return w - lr * m / (1 - b1**t) / (v / (1 - b2**t) + eps), m, v


def _rates_swapped(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    return adam_step.reference(w, grad, m, v, t, lr, b2, b1, eps)


def _counts_from_zero(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m, v = _moments(grad, m, v, b1, b2)
    return w - lr * m / (1 - b1 ** (t + 1)) / (np.sqrt(v / (1 - b2 ** (t + 1))) + eps), m, v


def _corrected_kept(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    new, m, v = adam_step.reference(w, grad, m, v, t, lr, b1, b2, eps)
    return new, m / (1 - b1**t), v / (1 - b2**t)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """The first step, later ones, a gradient of 0."""

    def state(*shape: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        return rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape), rng.uniform(0.1, 2, shape)

    start = (np.array([1.0, 2.0]), np.array([3.0, -1.0]), np.zeros(2), np.zeros(2))
    yield Case(smallest("2"), (*start, 1, 0.5, 0.5, 0.75, 0.25))
    yield Case(
        Text("the first step", "第一步"),
        (small(rng, 3), small(rng, 3) + 0.5, np.zeros(3), np.zeros(3), 1, 0.1, 0.9, 0.99, 0.3),
    )
    yield Case(ORDINARY, (*state(3), 3, 0.2, 0.8, 0.9, 0.2))
    yield Case(Text("a late step", "较后的一步"), (*state(3), 500, 0.1, 0.9, 0.999, 0.3))
    w, _, m, v = state(3)
    yield Case(Text("a gradient of 0", "梯度为 0"), (w, np.zeros(3), m, v, 2, 0.3, 0.6, 0.7, 0.4))
    yield Case(Text("no first moment kept", "β₁ 为 0"), (*state(2), 4, 0.3, 0.0, 0.9, 0.5))
    larger = Case(LARGER, (*state(11, 6), 7, 0.05, 0.9, 0.95, 0.2))
    yield from (larger.as_float32(), larger.strided(), larger)


@task(
    topic="descent",
    title=Text("One step of Adam with bias correction", "带偏差修正的 Adam 的一步"),
    statement=Text(
        "Make step number `t` (from 1) of Adam: m and v are running averages of the gradient and of its square with the "
        "factors `b1` and `b2`; both are divided by 1 - bᵗ for the update, and `eps` is added after the square root. `m` and "
        "`v` are those of before the step. Return the new w, m and v, the moments without correction.",
        "做第 `t` 步（从 1 数起）Adam：m 与 v 分别是梯度及其平方的滑动平均，系数为 `b1` 与 `b2`；更新时各除以 1 - bᵗ，"
        "`eps` 加在开方之后。`m` 与 `v` 是该步之前的值。返回新的 w、m、v（矩不做修正）。",
    ),
    arguments=(
        Quantity("w", "...", Text("weights", "权重")),
        Quantity("grad", "...", Text("gradient at w", "w 处的梯度")),
        Quantity("m", "...", Text("first moment", "一阶矩")),
        Quantity("v", "...", Text("second moment, not negative", "二阶矩，非负"), fixed=True),
        Quantity("t", "", Text("number of this step, from 1", "步数，从 1 数起"), fixed=True),
        Quantity("lr", "", Text("learning rate", "学习率"), fixed=True),
        Quantity("b1", "", Text("β₁", "β₁"), fixed=True),
        Quantity("b2", "", Text("β₂", "β₂"), fixed=True),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(
        Quantity("w", "...", Text("new weights", "新的权重")),
        Quantity("m", "...", Text("new first moment", "新的一阶矩")),
        Quantity("v", "...", Text("new second moment", "新的二阶矩")),
    ),
    cases=cases,
    wrong={
        "no_correction": Wrong(
            _no_correction,
            Text("The bias correction is missing: the first steps are wrong.", "缺了偏差修正，最初几步不对。"),
        ),
        "first_only": Wrong(
            _first_only,
            Text(
                "Only the first moment is corrected; the steps begin far too large.", "只修正了一阶矩，最初的步长过大。"
            ),
        ),
        "eps_inside": Wrong(_eps_inside, Text("eps stands under the root.", "eps 放到了根号里。"), convention=True),
        "no_root": Wrong(_no_root, Text("The root of the second moment is missing.", "二阶矩没有开方。")),
        "rates_swapped": Wrong(_rates_swapped, Text("b1 and b2 are swapped.", "b1 与 b2 用反了。")),
        "counts_from_zero": Wrong(
            _counts_from_zero, Text("The correction counts one step too many.", "偏差修正多数了一步。")
        ),
        "corrected_kept": Wrong(
            _corrected_kept,
            Text(
                "The corrected moments are returned, to be corrected again next time.",
                "返回了修正后的矩，下一步会重复修正。",
            ),
        ),
    },
    large=lambda rng, size: (*(np.ones((size, 64)) for _ in range(4)), 3, 0.1, 0.9, 0.999, 1e-8),
    hints=(
        Text("Update m and v first.", "先更新 m 与 v。"),
        Text(
            "m̂ = m/(1 - b1ᵗ), v̂ = v/(1 - b2ᵗ); keep m and v themselves.",
            "m̂ = m/(1 - b1ᵗ)，v̂ = v/(1 - b2ᵗ)；m、v 本身保持不变。",
        ),
        Text("`w - lr · m̂ / (√v̂ + eps)`.", "`w - lr·m̂/(√v̂ + eps)`。"),
    ),
    explanation=Text(
        "Averages that start at 0 are too small by the factor 1 - bᵗ; dividing by it makes them unbiased. Right after the "
        "start m̂/√v̂ is ±1, so the first steps have the size lr whatever the scale of the gradient (Kingma & Ba 2015).",
        "从 0 开始的滑动平均偏小，偏小的因子是 1 - bᵗ，除以它即无偏。刚开始时 m̂/√v̂ 为 ±1，因此无论梯度多大，最初步长都是 lr（Kingma & Ba 2015）。",
    ),
    demonstrations=("optimizer_steps",),
)
def adam_step(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
