"""Inverted dropout, forward and backward."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _keep(p: float, meaning: str) -> float:
    return 1 - p if meaning == "drop" else p


def _scaled(x: FloatArray, mask: FloatArray, dout: FloatArray, forward: float, backward: float) -> Both:
    return x * mask * forward, dout * mask * backward


def _never_scaled(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    return _scaled(x, mask, dout, 1.0, 1.0)


def _backward_not_scaled(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    return _scaled(x, mask, dout, 1 / _keep(p, meaning), 1.0)


def _backward_not_masked(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    return x * mask / _keep(p, meaning), dout / _keep(p, meaning)


def _other_meaning(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    keep = 1 - _keep(p, meaning)
    return _scaled(x, mask, dout, 1 / keep, 1 / keep)


def _multiplied(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    keep = _keep(p, meaning)
    return _scaled(x, mask, dout, keep, keep)


def _mask_turned(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    keep = _keep(p, meaning)
    return _scaled(x, 1 - mask, dout, 1 / keep, 1 / keep)


def cases(rng: np.random.Generator, *, meaning: str) -> Iterator[Case]:
    """Some units dropped, none, all; small and large shares."""

    def case(name: Text, x: FloatArray, p: float) -> Case:
        mask = (rng.uniform(size=x.shape) < 0.5).astype(float)
        mask.flat[0], mask.flat[-1] = 1.0, 0.0
        return Case(name, (x, mask, p, small(rng, *x.shape) + 0.5))

    yield case(smallest("1 by 2"), np.array([[2.0, 3.0]]), 0.2)
    yield case(smallest("2 by 3"), small(rng, 2, 3) + 0.5, 0.25)
    yield case(ONE_SAMPLE, rng.normal(size=(1, 4)), 0.4)
    yield case(ORDINARY, rng.normal(size=(4, 3)), 0.9)
    x = rng.normal(size=(3, 3))
    yield Case(Text("nothing dropped", "一个也没丢"), (x, np.ones((3, 3)), 0.3, rng.normal(size=(3, 3))))
    yield Case(Text("everything dropped", "全部丢弃"), (x, np.zeros((3, 3)), 0.3, rng.normal(size=(3, 3))))
    larger = case(LARGER, rng.normal(size=(20, 15)), 0.35)
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> float:
    return float((x * mask / _keep(p, meaning) * dout).sum())


@task(
    topic="regularization",
    title=Text("Inverted dropout, forward and backward", "反向缩放的 dropout：前向与反向"),
    statement=Text(
        "Apply inverted dropout in training: `mask` holds 1 for a unit that is kept and 0 for one that is dropped; `p` is "
        "the probability with which a unit is {meaning}, between 0 and 1. The expectation over masks must be `x`. Return "
        "the output, and the gradient of x for the gradient `dout` of the output.",
        "实现训练时的反向缩放 dropout：`mask` 中 1 表示保留、0 表示丢弃；`p` 是单元被{meaning}的概率，在 0 与 1 之间。"
        "对掩码取期望后应等于 `x`。返回输出，以及输出梯度为 `dout` 时 x 的梯度。",
    ),
    arguments=(
        Quantity("x", "n d", Text("activations", "激活值")),
        Quantity("mask", "n d", Text("1 keeps, 0 drops", "1 保留，0 丢弃"), fixed=True),
        Quantity("p", "", Text("a probability", "概率"), fixed=True),
        Quantity("dout", "n d", Text("gradient of the output", "输出的梯度")),
    ),
    results=(
        Quantity("y", "n d", Text("output", "输出")),
        Quantity("dx", "n d", Text("gradient of x", "x 的梯度")),
    ),
    options=(TaskOption("meaning", {"drop": Text("dropped", "丢弃"), "keep": Text("kept", "保留")}),),
    cases=cases,
    wrong={
        "never_scaled": Wrong(
            _never_scaled,
            Text(
                "The kept units are not scaled up, so the expectation is smaller than x.",
                "保留的单元没有放大，期望小于 x。",
            ),
        ),
        "backward_not_scaled": Wrong(
            _backward_not_scaled,
            Text("The gradient is masked, but not scaled like the output.", "梯度乘了掩码，却没有像输出那样缩放。"),
        ),
        "backward_not_masked": Wrong(
            _backward_not_masked,
            Text(
                "Dropped units get a gradient, though they did not move the output.",
                "被丢弃的单元也得到了梯度，它们并不影响输出。",
            ),
        ),
        "other_meaning": Wrong(
            _other_meaning,
            Text("p is read the other way: kept and dropped are mixed up.", "p 的含义反了：把保留与丢弃弄混了。"),
            convention=True,
        ),
        "multiplied": Wrong(
            _multiplied,
            Text(
                "It multiplies by the share kept; that is what plain dropout does at test time.",
                "乘以了保留比例，那是普通 dropout 在测试时的做法。",
            ),
        ),
        "mask_turned": Wrong(_mask_turned, Text("The mask is turned round.", "掩码用反了。")),
    },
    slopes=(Slope("dx", "x", _loss),),
    large=lambda rng, size, *, meaning: (
        rng.normal(size=(size, 64)),
        rng.integers(0, 2, (size, 64)).astype(float),
        0.3,
        rng.normal(size=(size, 64)),
    ),
    hints=(
        Text("What is the expectation of x · mask?", "x·mask 的期望是多少？"),
        Text("Divide by the probability of being kept.", "除以被保留的概率。"),
        Text("The backward pass multiplies by the same factors as the forward pass.", "反向所乘的因子与前向相同。"),
    ),
    explanation=Text(
        "A unit is kept with probability q, so E[x · mask / q] = x and nothing has to be done at test time. The layer is "
        "linear in x with the factor mask / q; its derivative is that factor.",
        "单元以概率 q 被保留，所以 E[x·mask/q] = x，测试时无需任何处理。该层对 x 是线性的，因子为 mask/q，导数就是这个因子。",
    ),
    demonstrations=("dropout_scaling",),
)
def inverted_dropout(x: FloatArray, mask: FloatArray, p: float, dout: FloatArray, *, meaning: str) -> Both:
    keep = 1 - p if meaning == "drop" else p
    return x * mask / keep, dout * mask / keep
