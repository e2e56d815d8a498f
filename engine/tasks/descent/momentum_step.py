"""One step of SGD with momentum, heavy ball or Nesterov."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, ZEROS, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _plain(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    return w - lr * grad, momentum * v + grad


def _averaged(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    v = momentum * v + (1 - momentum) * grad
    return w - lr * (v if rule == "heavy" else grad + momentum * v), v


def _rate_inside(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    v = momentum * v + lr * grad
    return w - (v if rule == "heavy" else lr * grad + momentum * v), v


def _old_velocity(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    return w - lr * v, momentum * v + grad


def _other_rule(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    other = "nesterov" if rule == "heavy" else "heavy"
    return momentum_step.reference(w, grad, v, lr, momentum, rule=other)


def _uphill(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    new, v = momentum_step.reference(w, grad, v, lr, momentum, rule=rule)
    return 2 * w - new, v


def cases(rng: np.random.Generator, *, rule: str) -> Iterator[Case]:
    """The first step, later ones, no momentum, no gradient."""
    yield Case(smallest("2"), (np.array([1.0, 2.0]), np.array([3.0, -1.0]), np.array([2.0, 4.0]), 0.5, 0.5))
    yield Case(Text("the first step", "第一步"), (small(rng, 3), small(rng, 3) + 0.5, np.zeros(3), 0.25, 0.75))
    yield Case(ORDINARY, (rng.normal(size=4), rng.normal(size=4), rng.normal(size=4), 0.1, 0.9))
    yield Case(Text("no momentum", "动量为 0"), (rng.normal(size=3), rng.normal(size=3), rng.normal(size=3), 0.2, 0.0))
    yield Case(ZEROS, (small(rng, 3), np.zeros(3), small(rng, 3) + 0.5, 0.2, 0.8))
    yield Case(
        Text("a matrix", "矩阵"), (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 0.3, 0.6)
    )
    larger = Case(LARGER, (rng.normal(size=(9, 7)), rng.normal(size=(9, 7)), rng.normal(size=(9, 7)), 0.05, 0.95))
    yield from (larger.as_float32(), larger.strided(), larger)


@task(
    topic="descent",
    title=Text("One step of SGD with momentum", "带动量的 SGD 的一步"),
    statement=Text(
        "Make one step of SGD with {rule} momentum in PyTorch's form: v ← `momentum` · v + grad, without a factor before "
        "grad; the learning rate multiplies the whole update. With heavy-ball momentum w moves along v; with Nesterov's along "
        "grad + `momentum` · v, with the new v. Return the new w and the new v.",
        "按 PyTorch 的写法做一步带{rule}动量的 SGD：v ← `momentum`·v + grad（grad 前没有系数）；学习率乘整个更新量。"
        "重球动量沿 v 更新 w；Nesterov 动量沿 grad + `momentum`·v 更新（用新的 v）。返回新的 w 与新的 v。",
    ),
    arguments=(
        Quantity("w", "...", Text("weights", "权重")),
        Quantity("grad", "...", Text("gradient at w", "w 处的梯度")),
        Quantity("v", "...", Text("velocity of before", "之前的速度")),
        Quantity("lr", "", Text("learning rate", "学习率"), fixed=True),
        Quantity("momentum", "", Text("momentum, from 0 to 1", "动量系数，0 到 1"), fixed=True),
    ),
    results=(
        Quantity("w", "...", Text("new weights", "新的权重")),
        Quantity("v", "...", Text("new velocity", "新的速度")),
    ),
    options=(TaskOption("rule", {"heavy": Text("heavy-ball", "重球"), "nesterov": Text("Nesterov's", " Nesterov ")}),),
    cases=cases,
    wrong={
        "plain": Wrong(
            _plain, Text("The step ignores the velocity: this is plain SGD.", "更新没有用到速度：这是普通 SGD。")
        ),
        "averaged": Wrong(
            _averaged,
            Text(
                "grad is multiplied by 1 - momentum: an average, as in Adam, and not asked for here.",
                "grad 乘了 1 - momentum：这是 Adam 那样的平均，题目没有这个系数。",
            ),
            convention=True,
        ),
        "rate_inside": Wrong(
            _rate_inside,
            Text(
                "The learning rate goes into the velocity: another velocity is returned, and a change of the rate acts late.",
                "学习率进了速度：返回的速度不同，改变学习率时要滞后才起作用。",
            ),
            convention=True,
        ),
        "old_velocity": Wrong(
            _old_velocity, Text("w moves along the velocity of before the step.", "更新 w 用的是更新前的速度。")
        ),
        "other_rule": Wrong(
            _other_rule, Text("Heavy ball and Nesterov are mixed up.", "重球与 Nesterov 弄混了。"), convention=True
        ),
        "uphill": Wrong(_uphill, Text("The step goes uphill: the sign is wrong.", "朝上坡走了：符号反了。")),
    },
    large=lambda rng, size, *, rule: (*(rng.normal(size=(size, 64)) for _ in range(3)), 0.1, 0.9),
    hints=(
        Text("Which is updated first, v or w?", "先更新 v 还是先更新 w？"),
        Text("v = momentum · v + grad, then w - lr · …", "v = momentum·v + grad，然后 w - lr·…"),
        Text("Nesterov looks one step ahead: grad + momentum · v.", "Nesterov 多看一步：grad + momentum·v。"),
    ),
    explanation=Text(
        "The velocity sums gradients with weights that fall by the factor momentum a step, so a constant gradient is taken "
        "1/(1 - momentum) times as far. Nesterov's form adds the step that the new velocity would make next.",
        "速度是梯度的加权和，权重每步乘 momentum，因此恒定梯度下步长放大为 1/(1 - momentum) 倍。Nesterov 形式再加上新速度下一步会走的量。",
    ),
    demonstrations=("optimizer_steps",),
)
def momentum_step(w: FloatArray, grad: FloatArray, v: FloatArray, lr: float, momentum: float, *, rule: str) -> Both:
    v = momentum * v + grad
    step = v if rule == "heavy" else grad + momentum * v
    return w - lr * step, v
