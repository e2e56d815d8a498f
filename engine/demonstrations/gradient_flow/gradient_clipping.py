"""D62: clipping a gradient by its norm and by its values."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Matrix, Result, Table
from engine.text import Text, same


def clip_by_norm(g: FloatArray, limit: float) -> FloatArray:
    """g min(1, limit / |g|): the direction stays. Source: Pascanu, Mikolov & Bengio (2013), section 3.2."""
    return g * min(1.0, limit / max(float(np.linalg.norm(g)), 1e-300))


def clip_by_value(g: FloatArray, limit: float) -> FloatArray:
    """Each entry cut to [-limit, limit]: the direction may change."""
    return np.clip(g, -limit, limit)


def cosine(a: FloatArray, b: FloatArray) -> float:
    """Cosine of the angle between two vectors; 1 when one of them is 0."""
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size else 1.0


class GradientClipping(Measurements):
    norm: float = measurement(Text("norm of the gradient", "梯度的范数"))
    by_norm: Array1D = measurement(Text("clipped by norm", "按范数裁剪"))
    by_value: Array1D = measurement(Text("clipped by value", "按值裁剪"))
    normalised: Array1D = measurement(Text("scaled to norm 1 (a mistake)", "误缩放到范数 1"))
    cosine_by_norm: float = measurement(Text("cosine with the gradient, by norm", "按范数裁剪后与原梯度的余弦"))
    cosine_by_value: float = measurement(Text("cosine with the gradient, by value", "按值裁剪后与原梯度的余弦"))
    norm_after: float = measurement(Text("norm after clipping by norm", "按范数裁剪后的范数"))


@demonstration(
    number="D62",
    name="gradient_clipping",
    topic="gradient_flow",
    title=Text("Clipping by norm or by value", "按范数裁剪与按值裁剪"),
    summary=Text("One gradient, cut in two ways.", "同一个梯度的两种裁剪。"),
    look_for=Text(
        "By norm, all entries shrink by one factor and the direction stays; a gradient below the limit is not touched. "
        "By value, only the large entries are cut, so the direction turns.",
        "按范数裁剪时所有分量同乘一个系数，方向不变；低于阈值的梯度不受影响。按值裁剪只截断大的分量，方向会改变。",
    ),
    predict=Text(
        "The gradient is (3, 4) and the limit 2.5. What does each method give?",
        "梯度为 (3, 4)，阈值为 2.5。两种方法各得什么？",
    ),
    limits=Text(
        "A single vector; frameworks take the norm over all parameters together.",
        "只是一个向量；框架取的是全部参数合在一起的范数。",
    ),
    parameters=(
        Array("gradient", Text("gradient", "梯度"), (3.0, 4.0), 1, -1000, 1000, 8),
        Float("limit", Text("limit", "阈值"), 2.5, 0.01, 100.0),
    ),
    measurements=GradientClipping,
    kernels=(clip_by_norm, clip_by_value),
)
def gradient_clipping(rng: np.random.Generator, *, gradient: FloatArray, limit: float) -> Result:
    """Clip in both ways."""
    by_norm, by_value = clip_by_norm(gradient, limit), clip_by_value(gradient, limit)
    measured = GradientClipping(
        norm=float(np.linalg.norm(gradient)),
        by_norm=by_norm,
        by_value=by_value,
        normalised=clip_by_norm(gradient * 1e6, 1.0),
        cosine_by_norm=cosine(gradient, by_norm),
        cosine_by_value=cosine(gradient, by_value),
        norm_after=float(np.linalg.norm(by_norm)),
    )
    return Result(
        measured,
        (
            Matrix(
                Text("the gradient, clipped by norm, clipped by value", "梯度、按范数裁剪、按值裁剪"),
                np.stack([gradient, by_norm, by_value]),
                row_labels=(same("g"), Text("by norm", "按范数"), Text("by value", "按值")),
            ),
            Table(
                Text("norm and direction", "范数与方向"),
                (Text("method", "方法"), Text("norm", "范数"), Text("cosine", "余弦")),
                (
                    (Text("by norm", "按范数"), measured.norm_after, measured.cosine_by_norm),
                    (Text("by value", "按值"), float(np.linalg.norm(by_value)), measured.cosine_by_value),
                ),
            ),
        ),
    )
