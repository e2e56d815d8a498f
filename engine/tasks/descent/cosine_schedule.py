"""Learning rates with linear warm-up and cosine decay."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import ORDINARY
from engine.text import Text


def _rates(total: int, warmup: int, peak: float, floor: float, first: int = 1, length: int = 0) -> FloatArray:
    t = np.arange(total)
    share = np.clip((t - warmup) / max(1, (length or total - warmup)), 0, 1)
    decay = floor + 0.5 * (peak - floor) * (1 + np.cos(np.pi * share))
    return np.where(t < warmup, peak * (t + first) / max(1, warmup), decay)


def _starts_at_zero(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    return _rates(total, warmup, peak, floor, first=0)


def _ends_at_floor(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    return _rates(total, warmup, peak, floor, length=max(1, total - warmup - 1))


def _whole_length(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    t = np.arange(total)
    decay = floor + 0.5 * (peak - floor) * (1 + np.cos(np.pi * t / total))
    return np.where(t < warmup, peak * (t + 1) / max(1, warmup), decay)


def _floor_forgotten(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    return _rates(total, warmup, peak, 0.0)


def _linear(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    t = np.arange(total)
    return np.where(
        t < warmup, peak * (t + 1) / max(1, warmup), peak - (peak - floor) * (t - warmup) / (total - warmup)
    )


def _no_half(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    t = np.arange(total)
    share = np.clip((t - warmup) / (total - warmup), 0, 1)
    return np.where(t < warmup, peak * (t + 1) / max(1, warmup), floor + (peak - floor) * (1 + np.cos(np.pi * share)))


def _warms_from_floor(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    rates = _rates(total, warmup, peak, floor)
    t = np.arange(total)
    return np.where(t < warmup, floor + (peak - floor) * (t + 1) / max(1, warmup), rates)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """With warm-up and without, floors of 0 and above."""
    yield Case(Text("4 steps, 2 of them warm-up", "4 步，其中 2 步预热"), (4, 2, 1.0, 0.0))
    yield Case(Text("no warm-up", "没有预热"), (4, 0, 2.0, 0.5))
    yield Case(Text("one step of warm-up", "预热一步"), (5, 1, 1.0, 0.25))
    yield Case(Text("a floor", "有下限"), (8, 4, 3.0, 1.0))
    yield Case(Text("one step after the warm-up", "预热之后只有一步"), (4, 3, 0.5, 0.1))
    yield Case(ORDINARY, (20, 5, 0.1, 0.01))
    yield Case(Text("longer", "更长"), (200, 13, 3e-4, 3e-5))


def _fit(arguments: Arguments) -> Arguments | None:
    total, warmup, peak, floor = arguments
    return arguments if 0 <= warmup < total and peak > floor >= 0 else None


def _peak_is_reached(call: Function, arguments: Arguments) -> bool:
    return bool(np.isclose(np.max(call(*arguments)), arguments[2]))


@task(
    topic="descent",
    title=Text("Cosine schedule with warm-up", "带预热的余弦学习率"),
    statement=Text(
        "Return the learning rates of the steps 0 to `total` - 1. In step t < `warmup` the rate is `peak` · (t + 1) / "
        "`warmup`. From step `warmup` on it falls along half a cosine from `peak` to `floor`, which would be reached at step "
        "`total`: with s = (t - warmup) / (total - warmup) it is floor + ½ (peak - floor) (1 + cos πs). `warmup` is less than "
        "`total` and may be 0.",
        "返回第 0 到 `total` - 1 步的学习率。t < `warmup` 时为 `peak`·(t + 1)/`warmup`。从第 `warmup` 步起沿半个余弦从 `peak` "
        "降向 `floor`（在第 `total` 步到达）：令 s = (t - warmup)/(total - warmup)，为 floor + ½(peak - floor)(1 + cos πs)。"
        "`warmup` 小于 `total`，可为 0。",
    ),
    arguments=(
        Quantity("total", "", Text("steps in all", "总步数")),
        Quantity("warmup", "", Text("steps of warm-up", "预热步数")),
        Quantity("peak", "", Text("largest rate", "最大学习率"), fixed=True),
        Quantity("floor", "", Text("rate that the decay goes to", "衰减的下限"), fixed=True),
    ),
    results=(Quantity("rates", "t", Text("a rate a step", "每步的学习率")),),
    cases=cases,
    fit=_fit,
    wrong={
        "starts_at_zero": Wrong(
            _starts_at_zero,
            Text("The warm-up starts at 0: the first step does nothing.", "预热从 0 开始，第一步等于没走。"),
            convention=True,
        ),
        "ends_at_floor": Wrong(
            _ends_at_floor,
            Text("The decay reaches the floor one step early.", "衰减提前一步到达了下限。"),
            convention=True,
        ),
        "whole_length": Wrong(
            _whole_length,
            Text(
                "The cosine runs over all steps, so the rate jumps at the end of the warm-up.",
                "余弦按总步数计算，预热结束时学习率会跳变。",
            ),
        ),
        "floor_forgotten": Wrong(_floor_forgotten, Text("The floor is left out.", "没有加下限。")),
        "linear": Wrong(_linear, Text("The decay is linear.", "衰减成了线性的。")),
        "no_half": Wrong(
            _no_half, Text("The factor ½ is missing: it starts at twice the range.", "缺了系数 ½，起点高出一倍幅度。")
        ),
        "warms_from_floor": Wrong(
            _warms_from_floor, Text("The warm-up starts from the floor.", "预热是从下限开始的。")
        ),
    },
    laws=(Law(_peak_is_reached, Text("The largest rate is not the peak.", "最大的学习率不是 peak。")),),
    hints=(
        Text("Two formulas, one for t < warmup and one for the rest.", "两个公式：t < warmup 一个，其余一个。"),
        Text("What are s and the rate at t = warmup?", "t = warmup 时 s 与学习率各是多少？"),
        Text("np.arange(total) and np.where; mind warmup = 0.", "用 np.arange(total) 与 np.where；注意 warmup = 0。"),
    ),
    explanation=Text(
        "At t = warmup the cosine is 1 and the rate is the peak, which the last step of the warm-up has just reached. Half a "
        "cosine starts and ends flat: the rate stays high for long and settles gently.",
        "t = warmup 时余弦为 1，学习率等于峰值，与预热最后一步衔接。半个余弦两端平缓：高学习率保持较久，结尾平稳下降。",
    ),
    demonstrations=("learning_rate_schedule",),
)
def cosine_schedule(total: int, warmup: int, peak: float, floor: float) -> FloatArray:
    t = np.arange(total)
    rising = peak * (t + 1) / max(warmup, 1)
    s = (t - warmup) / (total - warmup)
    falling = floor + (peak - floor) * (1 + np.cos(np.pi * s)) / 2
    return np.where(t < warmup, rising, falling)
