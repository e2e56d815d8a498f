"""Fisher's discriminant direction for two classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Comparison, Function, Law, Quantity, Wrong, task
from engine.task_cases import FAR_FROM_ZERO, LARGER, ORDINARY
from engine.text import Text


def _unit(w: FloatArray) -> FloatArray:
    return np.asarray(w / np.linalg.norm(w), float)


def _classes(x: FloatArray, labels: FloatArray) -> tuple[FloatArray, FloatArray]:
    return x[labels == 0], x[labels == 1]


def _scatter(x: FloatArray) -> FloatArray:
    a = x - x.mean(axis=0)
    return np.asarray(a.T @ a)


def _means_alone(x: FloatArray, labels: FloatArray) -> FloatArray:
    a, b = _classes(x, labels)
    return _unit(b.mean(axis=0) - a.mean(axis=0))


def _covariances(x: FloatArray, labels: FloatArray) -> FloatArray:
    a, b = _classes(x, labels)
    within = _scatter(a) / len(a) + _scatter(b) / len(b)
    return _unit(np.linalg.solve(within, b.mean(axis=0) - a.mean(axis=0)))


def _diagonal(x: FloatArray, labels: FloatArray) -> FloatArray:
    a, b = _classes(x, labels)
    within = np.diag(_scatter(a) + _scatter(b))
    return _unit((b.mean(axis=0) - a.mean(axis=0)) / within)


def _not_inverted(x: FloatArray, labels: FloatArray) -> FloatArray:
    a, b = _classes(x, labels)
    return _unit((_scatter(a) + _scatter(b)) @ (b.mean(axis=0) - a.mean(axis=0)))


def _turned(x: FloatArray, labels: FloatArray) -> FloatArray:
    return -fisher_direction.reference(x, labels)


def _not_normed(x: FloatArray, labels: FloatArray) -> FloatArray:
    a, b = _classes(x, labels)
    return np.asarray(np.linalg.solve(_scatter(a) + _scatter(b), b.mean(axis=0) - a.mean(axis=0)), float)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Classes of equal and unequal size and spread, correlated columns."""

    def case(name: Text, sizes: tuple[int, int], d: int, shift: float = 0.0) -> Case:
        while True:
            mix, scale = rng.normal(size=(d, d)) + np.eye(d), rng.uniform(0.5, 2, (2, d))
            parts = [rng.normal(size=(n, d)) * scale[i] @ mix + 2 * i * rng.normal(size=d) for i, n in enumerate(sizes)]
            labels = np.repeat([0, 1], sizes)
            order = rng.permutation(len(labels))
            x = (np.vstack(parts) + shift)[order]
            if _fit((x, labels[order])) is not None:
                return Case(name, (x, labels[order]))

    four = np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 3.0], [3.0, 2.0], [5.0, 5.0]])
    yield Case(Text("5 by 2, small integers", "5×2，小整数"), (four, np.array([0, 0, 1, 1, 1])))
    yield case(ORDINARY, (6, 6), 2)
    yield case(Text("classes of unequal size", "两类样本数不同"), (4, 12), 2)
    yield case(Text("three columns", "三列"), (7, 5), 3)
    yield case(FAR_FROM_ZERO, (6, 7), 2, shift=6.0)
    larger = case(LARGER, (25, 15), 4)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments) -> Arguments | None:
    """Both classes, means apart, and a scatter that can be inverted well."""
    x, labels = arguments
    if not np.all((labels == 0) | (labels == 1)) or min((labels == 0).sum(), (labels == 1).sum()) < 2:
        return None
    a, b = (part.astype(float) for part in _classes(x, labels))
    within = _scatter(a) + _scatter(b)
    values = np.linalg.eigvalsh(within)
    apart = np.linalg.norm(b.mean(axis=0) - a.mean(axis=0)) > 0.3
    return arguments if apart and values[0] > 0.02 * values[-1] and values[0] > 0.1 else None


def _ratio(w: FloatArray, x: FloatArray, labels: FloatArray) -> float:
    a, b = _classes(x @ w, labels)
    return float((b.mean() - a.mean()) ** 2 / (((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()))


def _no_better_direction(call: Function, arguments: Arguments) -> bool:
    x, labels = (np.asarray(value, float) for value in arguments)
    found = np.asarray(call(*arguments), float)
    others = np.random.default_rng(0).normal(size=(50, x.shape[1]))
    return all(_ratio(w, x, labels) <= _ratio(found, x, labels) * (1 + 1e-3) for w in others)


@task(
    topic="selection_reduction",
    title=Text("Fisher's discriminant direction", "Fisher 判别方向"),
    statement=Text(
        "For samples of the classes 0 and 1 return the unit vector w along which the squared distance of the class means, "
        "divided by the sum of both within-class scatters (sums of squares about the class mean, not divided by "
        "anything), is largest. Class 1 has the larger mean along w.",
        "样本属于类别 0 与 1，返回单位向量 w，使沿 w 的类均值之差的平方除以两类的类内散布之和（对类均值的平方和，不做任何除法）最大。"
        "沿 w 方向，类别 1 的均值更大。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("labels", "n", Text("0 or 1", "0 或 1"), fixed=True),
    ),
    results=(Quantity("w", "d", Text("a unit vector", "单位向量")),),
    cases=cases,
    fit=_fit,
    wrong={
        "means_alone": Wrong(
            _means_alone,
            Text(
                "This is the direction of the means; the scatter within the classes is ignored.",
                "这是均值连线方向，没有考虑类内散布。",
            ),
        ),
        "covariances": Wrong(
            _covariances,
            Text(
                "The scatters are divided by the class sizes, so a small class counts as much as a large one.",
                "散布除以了各类样本数，小类与大类同等看待。",
            ),
            convention=True,
        ),
        "diagonal": Wrong(
            _diagonal,
            Text(
                "Only the diagonal of the scatter is used: correlations are lost.", "只用了散布的对角线，丢了相关性。"
            ),
        ),
        "not_inverted": Wrong(
            _not_inverted, Text("The scatter multiplies instead of being inverted.", "乘了散布矩阵，应取逆。")
        ),
        "turned": Wrong(_turned, Text("w points from class 1 to class 0.", "w 的方向反了，从类 1 指向类 0。")),
        "not_normed": Wrong(_not_normed, Text("w is not a unit vector.", "w 不是单位向量。")),
    },
    laws=(
        Law(
            _no_better_direction, Text("Another direction separates the classes better.", "有别的方向把两类分得更开。")
        ),
    ),
    comparison=Comparison(factor=10),
    large=lambda rng, size: (rng.normal(size=(size, 16)) + (np.arange(size) % 2)[:, None], np.arange(size) % 2),
    hints=(
        Text("Write both terms as wᵀ M w.", "把两项都写成 wᵀ M w。"),
        Text("w is in proportion to S⁻¹ (m₁ - m₀).", "w 正比于 S⁻¹(m₁ - m₀)。"),
        Text("np.linalg.solve, then divide by the norm.", "用 np.linalg.solve，再除以范数。"),
    ),
    explanation=Text(
        "The ratio is (wᵀ(m₁ - m₀))² / wᵀ S w. Setting its gradient to 0 gives S w in proportion to m₁ - m₀; the length is "
        "free. With S positive definite wᵀ(m₁ - m₀) is then positive, so class 1 lies on the far side by itself.",
        "比值为 (wᵀ(m₁ - m₀))²/(wᵀ S w)。令梯度为 0，得 S w 正比于 m₁ - m₀，长度任意。S 正定时 wᵀ(m₁ - m₀) > 0，类 1 自然在正侧。",
    ),
    demonstrations=("pca_lda",),
)
def fisher_direction(x: FloatArray, labels: FloatArray) -> FloatArray:
    x0, x1 = x[labels == 0], x[labels == 1]
    a, b = x0 - x0.mean(axis=0), x1 - x1.mean(axis=0)
    w = np.linalg.solve(a.T @ a + b.T @ b, x1.mean(axis=0) - x0.mean(axis=0))
    return w / np.linalg.norm(w)
