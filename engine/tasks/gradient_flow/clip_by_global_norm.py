"""Clipping by the norm of all gradients together, which keeps their direction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, ZEROS, small, smallest
from engine.text import Text

Three = tuple[FloatArray, FloatArray, Any]


def _norm(dw: FloatArray, db: FloatArray) -> float:
    return float(np.sqrt((dw**2).sum() + (db**2).sum()))


def _clipped(dw: FloatArray, db: FloatArray, limit: float, norm: float) -> tuple[FloatArray, FloatArray]:
    scale = min(1.0, limit / norm) if norm else 1.0
    return dw * scale, db * scale


def _each_alone(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    first, _ = _clipped(dw, db, limit, float(np.linalg.norm(dw)))
    _, second = _clipped(dw, db, limit, float(np.linalg.norm(db)))
    return first, second, _norm(dw, db)


def _by_value(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    return np.clip(dw, -limit, limit), np.clip(db, -limit, limit), _norm(dw, db)


def _always(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    scale = limit / np.float64(_norm(dw, db))
    return dw * scale, db * scale, _norm(dw, db)


def _sum_of_norms(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    norm = float(np.linalg.norm(dw) + np.linalg.norm(db))
    return *_clipped(dw, db, limit, norm), norm


def _no_root(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    norm = _norm(dw, db) ** 2
    return *_clipped(dw, db, limit, norm), norm


def _norm_after(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    clipped = _clipped(dw, db, limit, _norm(dw, db))
    return *clipped, _norm(*clipped)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Above the limit, below it, at 0; one gradient far larger than the other."""
    yield Case(smallest("1 by 2"), (np.array([[2.0, 1.0]]), np.array([2.0, 4.0]), 2.5))
    yield Case(Text("below the limit", "未超过上限"), (np.array([[0.5, 0.0]]), np.array([0.0, -1.0]), 5.0))
    yield Case(ZEROS, (np.zeros((2, 2)), np.zeros(2), 1.0))
    yield Case(Text("each below the limit, together above", "各自未超，合起来超"), (np.eye(2), np.ones(2), 1.6))
    yield Case(Text("one far larger", "其中一个大得多"), (1000 * (small(rng, 2, 3) + 0.5), np.ones(3), 2.0))
    yield Case(ORDINARY, (rng.normal(size=(3, 4)), rng.normal(size=4), 1.5))
    larger = Case(LARGER, (rng.normal(size=(20, 15)), rng.normal(size=15), 3.0))
    yield from (larger.as_float32(), larger.strided(), larger)


def _not_above(call: Function, arguments: Arguments) -> bool:
    dw, db, _ = call(*arguments)
    return _norm(np.asarray(dw), np.asarray(db)) <= arguments[2] * 1.001


@task(
    topic="gradient_flow",
    title=Text("Clip gradients by their global norm", "按全局范数裁剪梯度"),
    statement=Text(
        "The global norm is the Euclidean norm of all entries of `dw` and `db` together. If it exceeds `limit`, scale both "
        "gradients by the one factor that makes it `limit`; otherwise return them as they are. Add no eps. Return the two "
        "gradients and the global norm of before the clipping.",
        "全局范数是 `dw` 与 `db` 所有元素合在一起的欧几里得范数。若它超过 `limit`，用同一个因子缩放两者，使之等于 `limit`；"
        "否则原样返回。不加 eps。返回两个梯度以及裁剪之前的全局范数。",
    ),
    arguments=(
        Quantity("dw", "d k", Text("gradient of a weight", "权重的梯度")),
        Quantity("db", "k", Text("gradient of a bias", "偏置的梯度")),
        Quantity("limit", "", Text("largest norm, above 0", "范数上限，大于 0"), fixed=True),
    ),
    results=(
        Quantity("dw", "d k", Text("gradient of the weight, clipped", "裁剪后的权重梯度")),
        Quantity("db", "k", Text("gradient of the bias, clipped", "裁剪后的偏置梯度")),
        Quantity("norm", "", Text("global norm before clipping", "裁剪前的全局范数")),
    ),
    cases=cases,
    wrong={
        "each_alone": Wrong(
            _each_alone,
            Text(
                "Each gradient is clipped by its own norm, which turns the direction of the step.",
                "每个梯度各按自己的范数裁剪，改变了更新的方向。",
            ),
        ),
        "by_value": Wrong(
            _by_value,
            Text(
                "Entries are clipped one by one, which turns the direction of the step.",
                "逐元素截断，改变了更新的方向。",
            ),
        ),
        "always": Wrong(
            _always,
            Text(
                "Gradients below the limit are scaled up to it, and zeros give nan.",
                "未超过上限的梯度也被放大到上限，全零时得到 nan。",
            ),
        ),
        "sum_of_norms": Wrong(
            _sum_of_norms,
            Text("The norms are added; their squares must be.", "把各范数直接相加了，应当先平方再相加。"),
        ),
        "no_root": Wrong(_no_root, Text("The root of the sum of squares is missing.", "平方和没有开方。")),
        "norm_after": Wrong(
            _norm_after, Text("The norm returned is that of after the clipping.", "返回的是裁剪之后的范数。")
        ),
    },
    laws=(Law(_not_above, Text("The norm of the result is above the limit.", "结果的范数超过了上限。")),),
    large=lambda rng, size: (rng.normal(size=(size, 64)), rng.normal(size=64), 1.0),
    hints=(
        Text("One number for all gradients together decides.", "由所有梯度共同的一个数来决定。"),
        Text("norm = √(Σ dw² + Σ db²).", "norm = √(Σ dw² + Σ db²)。"),
        Text(
            "Multiply both by limit / norm when norm > limit, else by 1.",
            "norm > limit 时都乘 limit / norm，否则乘 1。",
        ),
    ),
    explanation=Text(
        "One common factor shortens the step and keeps its direction; clipping entries or layers one by one does not. Below "
        "the limit nothing changes, so a gradient of 0 never divides. PyTorch's clip_grad_norm_ adds 1e-6 to the norm.",
        "同一个因子只缩短步长而不改变方向；逐元素或逐层裁剪则会改变方向。未超过上限时不动，梯度为 0 时也就不会除以 0。"
        "PyTorch 的 clip_grad_norm_ 会给范数加 1e-6。",
    ),
    demonstrations=("gradient_clipping",),
)
def clip_by_global_norm(dw: FloatArray, db: FloatArray, limit: float) -> Three:
    norm = np.sqrt((dw**2).sum() + (db**2).sum())
    scale = limit / norm if norm > limit else 1
    return dw * scale, db * scale, norm
