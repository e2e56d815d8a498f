"""One step of AdamW: the decay goes beside the moments, not through them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, small, smallest
from engine.text import Text

Step = tuple[FloatArray, FloatArray, FloatArray]
B1, B2 = 0.9, 0.999


def _adam(w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, eps: float) -> Step:
    m, v = B1 * m + (1 - B1) * grad, B2 * v + (1 - B2) * grad**2
    return w - lr * (m / (1 - B1**t)) / (np.sqrt(v / (1 - B2**t)) + eps), m, v


def _through_the_gradient(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    return _adam(w, grad + decay * w, m, v, t, lr, eps)


def _no_decay(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    return _adam(w, grad, m, v, t, lr, eps)


def _decay_without_rate(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    new, m, v = _adam(w, grad, m, v, t, lr, eps)
    return new - decay * w, m, v


def _no_correction(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    m, v = B1 * m + (1 - B1) * grad, B2 * v + (1 - B2) * grad**2
    return w - lr * (m / (np.sqrt(v) + eps) + decay * w), m, v


def _corrected_moments_kept(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    new, m, v = adamw_step.reference(w, grad, m, v, t, lr, decay, eps)
    return new, m / (1 - B1**t), v / (1 - B2**t)


def _square_forgotten(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    m, v = B1 * m + (1 - B1) * grad, B2 * v + (1 - B2) * np.abs(grad)
    return w - lr * ((m / (1 - B1**t)) / (np.sqrt(v / (1 - B2**t)) + eps) + decay * w), m, v


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """The first step, later ones, no decay, a gradient of 0."""

    def state(*shape: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        return rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape), rng.uniform(0.1, 2, shape)

    yield Case(
        smallest("2"), (np.array([1.0, -2.0]), np.array([3.0, -1.0]), np.zeros(2), np.zeros(2), 1, 0.5, 0.25, 0.5)
    )
    yield Case(ORDINARY, (*state(3), 2, 0.1, 0.5, 0.3))
    yield Case(Text("a late step", "较后的一步"), (*state(3), 1000, 0.1, 0.5, 0.3))
    yield Case(Text("no decay", "无衰减"), (*state(4), 5, 0.1, 0.0, 0.3))
    w, _, m, v = state(3)
    yield Case(Text("a gradient of 0", "梯度为 0"), (w, np.zeros(3), m, v, 3, 0.2, 0.5, 0.4))
    yield Case(Text("weights of 0", "权重为 0"), (np.zeros(3), small(rng, 3) + 0.5, m, v, 3, 0.2, 0.5, 0.4))
    larger = Case(LARGER, (*state(12, 5), 7, 0.05, 0.1, 0.2))
    yield from (larger.as_float32(), larger.strided(), larger)


@task(
    topic="regularization",
    title=Text("One step of AdamW", "AdamW 的一步"),
    statement=Text(
        "Make step number `t` (from 1) of AdamW with β₁ = 0.9, β₂ = 0.999 and `eps` added after the square root. `m` and "
        "`v` are the moments before the step. The weight decay is decoupled: `lr` · `decay` · w, with the w of before the "
        "step, is subtracted beside the Adam update. Return the new w, m and v (moments without bias correction).",
        "做第 `t` 步（从 1 数起）AdamW：β₁ = 0.9，β₂ = 0.999，`eps` 加在开方之后。`m` 与 `v` 是该步之前的矩。"
        "权重衰减是解耦的：在 Adam 更新之外，另减去 `lr`·`decay`·w（用更新前的 w）。返回新的 w、m、v（矩不做偏差修正）。",
    ),
    arguments=(
        Quantity("w", "...", Text("weights", "权重")),
        Quantity("grad", "...", Text("gradient at w", "w 处的梯度")),
        Quantity("m", "...", Text("first moment", "一阶矩")),
        Quantity("v", "...", Text("second moment, not negative", "二阶矩，非负"), fixed=True),
        Quantity("t", "", Text("number of this step, from 1", "步数，从 1 数起"), fixed=True),
        Quantity("lr", "", Text("learning rate", "学习率"), fixed=True),
        Quantity("decay", "", Text("weight decay", "权重衰减"), fixed=True),
        Quantity("eps", "", Text("ε, above 0", "ε，大于 0"), fixed=True),
    ),
    results=(
        Quantity("w", "...", Text("new weights", "新的权重")),
        Quantity("m", "...", Text("new first moment", "新的一阶矩")),
        Quantity("v", "...", Text("new second moment", "新的二阶矩")),
    ),
    cases=cases,
    wrong={
        "through_the_gradient": Wrong(
            _through_the_gradient,
            Text(
                "The decay goes through the gradient: this is Adam with an L2 penalty, whose decay is divided by √v too.",
                "衰减加进了梯度：这是带 L2 惩罚的 Adam，衰减也被除以了 √v。",
            ),
        ),
        "no_decay": Wrong(_no_decay, Text("This is Adam: the decay is missing.", "这是 Adam，缺了权重衰减。")),
        "decay_without_rate": Wrong(
            _decay_without_rate,
            Text("The decay is not multiplied by the learning rate.", "衰减没有乘学习率。"),
        ),
        "no_correction": Wrong(
            _no_correction,
            Text(
                "The bias correction is missing, so the first steps have the wrong size.",
                "缺了偏差修正，最初几步的步长不对。",
            ),
        ),
        "corrected_moments_kept": Wrong(
            _corrected_moments_kept,
            Text(
                "The corrected moments are returned: the next step would correct them again.",
                "返回的是修正后的矩，下一步会重复修正。",
            ),
        ),
        "square_forgotten": Wrong(
            _square_forgotten,
            Text("The second moment averages |grad| instead of its square.", "二阶矩累积的是 |grad| 而非其平方。"),
        ),
    },
    large=lambda rng, size: (*(np.ones((size, 64)) for _ in range(4)), 3, 0.1, 0.1, 1e-8),
    hints=(
        Text("Which of the two sees the decay: the moments, or the weights alone?", "衰减作用于矩，还是只作用于权重？"),
        Text("m and v first, then m/(1 - β₁ᵗ) and v/(1 - β₂ᵗ).", "先更新 m、v，再算 m/(1 - β₁ᵗ) 与 v/(1 - β₂ᵗ)。"),
        Text("`w - lr · (m̂ / (√v̂ + ε) + decay · w)`.", "`w - lr·(m̂/(√v̂ + ε) + decay·w)`。"),
    ),
    explanation=Text(
        "The moments start at 0 and are too small at first; dividing by 1 - βᵗ mends that. In Adam with L2 the penalty's "
        "gradient is divided by √v like everything else, so weights with large gradients decay less. AdamW takes the decay "
        "out: every weight shrinks by the same factor 1 - lr · decay (Loshchilov & Hutter 2019).",
        "矩从 0 开始，起初偏小，除以 1 - βᵗ 予以修正。带 L2 的 Adam 会把惩罚的梯度也除以 √v，梯度大的权重反而衰减得少。"
        "AdamW 把衰减拿出来：每个权重都按同一因子 1 - lr·decay 收缩（Loshchilov & Hutter 2019）。",
    ),
)
def adamw_step(
    w: FloatArray, grad: FloatArray, m: FloatArray, v: FloatArray, t: int, lr: float, decay: float, eps: float
) -> Step:
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * grad**2
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    return w - lr * (m_hat / (np.sqrt(v_hat) + eps) + decay * w), m, v
