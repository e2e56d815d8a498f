"""Cross-entropy on logits and its gradient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

Labels = NDArray[np.int64]
Both = tuple[Any, FloatArray]


def _softmax(x: FloatArray) -> FloatArray:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _one_hot(logits: FloatArray, labels: Labels) -> FloatArray:
    return np.asarray(np.eye(logits.shape[1])[labels])


def _divisor(labels: Labels, reduction: str) -> int:
    return len(labels) if reduction == "mean" else 1


def _from_probabilities(p: FloatArray, labels: Labels, reduction: str) -> Both:
    scale = 1 / _divisor(labels, reduction)
    return -np.log(p[np.arange(len(labels)), labels]).sum() * scale, (p - np.eye(p.shape[1])[labels]) * scale


def _no_shift(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    e = np.exp(logits)
    return _from_probabilities(e / e.sum(axis=1, keepdims=True), labels, reduction)


def _logarithm_of_softmax(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    return _from_probabilities(_softmax(logits), labels, reduction)


def _softmax_twice(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    return _from_probabilities(_softmax(_softmax(logits)), labels, reduction)


def _label_not_subtracted(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    loss, _ = cross_entropy.reference(logits, labels, reduction=reduction)
    return loss, _softmax(logits) / _divisor(labels, reduction)


def _turned(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    loss, grad = cross_entropy.reference(logits, labels, reduction=reduction)
    return loss, -grad


def _other(reduction: str) -> str:
    return "sum" if reduction == "mean" else "mean"


def _scaled_apart(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    loss, _ = cross_entropy.reference(logits, labels, reduction=reduction)
    return loss, cross_entropy.reference(logits, labels, reduction=_other(reduction))[1]


def _other_reduction(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    return cross_entropy.reference(logits, labels, reduction=_other(reduction))


def _label_column_alone(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    loss, grad = cross_entropy.reference(logits, labels, reduction=reduction)
    return loss, grad * _one_hot(logits, labels)


def cases(rng: np.random.Generator, *, reduction: str) -> Iterator[Case]:
    """Sure and unsure, right and wrong, far out; one sample, two classes, one class."""

    def case(name: Text, logits: FloatArray) -> Case:
        return Case(name, (logits, rng.integers(0, logits.shape[1], len(logits))))

    yield Case(smallest("2 by 2"), (np.array([[0.0, 0.0], [2.0, -1.0]]), np.array([0, 1])))
    yield case(smallest("3 by 3"), small(rng, 3, 3))
    yield case(ONE_SAMPLE, small(rng, 1, 4))
    yield case(Text("very large logits", "很大的 logits"), 1000 + small(rng, 3, 3))
    yield case(Text("very negative logits", "很小的负 logits"), -1000 + small(rng, 3, 3))
    sure = np.array([[0.0, -900.0, 1.0], [800.0, 0.0, 2.0]])
    yield Case(Text("surely wrong", "极有把握却答错"), (sure, np.array([1, 2])))
    yield case(Text("one class", "只有一类"), small(rng, 2, 1))
    yield case(ORDINARY, rng.normal(size=(5, 4)) * 2)
    larger = case(LARGER, rng.normal(size=(20, 10)) * 3)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, reduction: str) -> Arguments | None:
    """Labels name a class."""
    logits, labels = arguments
    return (logits, np.minimum(labels, logits.shape[1] - 1)) if logits.size else None


def _loss(logits: FloatArray, labels: Labels, *, reduction: str) -> float:
    terms = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(labels)), labels]
    return float(terms.sum() / _divisor(labels, reduction))


def _rows_sum_to_zero(call: Function, arguments: Arguments, *, reduction: str) -> bool:
    return bool(np.allclose(np.sum(call(*arguments)[1], axis=1), 0, atol=1e-4))


@task(
    topic="activations",
    title=Text("Cross-entropy on logits and its gradient", "基于 logits 的交叉熵及其梯度"),
    statement=Text(
        "`logits` holds a row of scores for each sample, `labels` its class from 0. The loss of a sample is -log softmax at "
        "its label; the losses are combined by their {reduction}. Return the loss and its gradient in `logits`. Logits of "
        "±1000 must not give nan or inf.",
        "`logits` 每行是一个样本的分数，`labels` 是其类别（从 0 起）。单个样本的损失是标签处的 -log softmax，"
        "各样本的损失取{reduction}。返回损失及其对 `logits` 的梯度。logits 为 ±1000 时不得出现 nan 或 inf。",
    ),
    arguments=(
        Quantity("logits", "n c", Text("scores, a row a sample", "分数，每行一个样本")),
        Quantity("labels", "n", Text("class of each sample", "每个样本的类别"), fixed=True),
    ),
    results=(
        Quantity("loss", "", Text("a number", "一个数")),
        Quantity("dlogits", "n c", Text("gradient of the logits", "logits 的梯度")),
    ),
    options=(TaskOption("reduction", {"mean": Text("mean", "平均"), "sum": Text("sum", "总和")}),),
    cases=cases,
    wrong={
        "no_shift": Wrong(
            _no_shift, Text("exp is taken of the logits themselves, which overflows.", "直接对 logits 取 exp，会溢出。")
        ),
        "logarithm_of_softmax": Wrong(
            _logarithm_of_softmax,
            Text(
                "The logarithm is taken of a probability that may have underflowed to 0: the loss becomes inf.",
                "概率可能已下溢为 0，再取对数使损失成为 inf。",
            ),
        ),
        "softmax_twice": Wrong(_softmax_twice, Text("Softmax is applied twice.", "softmax 做了两次。")),
        "label_not_subtracted": Wrong(
            _label_not_subtracted,
            Text(
                "The gradient is softmax alone; 1 at the label is not subtracted.",
                "梯度只写了 softmax，没有在标签处减 1。",
            ),
        ),
        "turned": Wrong(
            _turned,
            Text("The gradient has the wrong sign: label minus softmax.", "梯度符号反了：写成了标签减 softmax。"),
        ),
        "scaled_apart": Wrong(
            _scaled_apart,
            Text(
                "Loss and gradient are scaled differently: only one of them is divided by n.",
                "损失与梯度的缩放不一致：只有一个除以了 n。",
            ),
        ),
        "other_reduction": Wrong(
            _other_reduction,
            Text("Mean and sum are exchanged.", "平均与总和弄反了。"),
            convention=True,
        ),
        "label_column_alone": Wrong(
            _label_column_alone,
            Text("Only the logit of the label gets a gradient.", "只有标签对应的 logit 得到了梯度。"),
        ),
    },
    laws=(Law(_rows_sum_to_zero, Text("A row of the gradient does not sum to 0.", "梯度的某一行之和不为 0。")),),
    slopes=(Slope("dlogits", "logits", _loss),),
    fit=_fit,
    large=lambda rng, size, *, reduction: (rng.normal(size=(size, 64)), rng.integers(0, 64, size)),
    hints=(
        Text("Find log softmax without forming softmax first.", "不要先算 softmax，直接求 log softmax。"),
        Text(
            "The gradient of one sample is softmax minus the one-hot label.",
            "单个样本的梯度是 softmax 减去 one-hot 标签。",
        ),
        Text(
            "Shift by the row's maximum; log p = shifted - log Σ exp(shifted). `log_p[np.arange(n), labels]` picks the labels.",
            "先减去行最大值；log p = shifted - log Σ exp(shifted)。用 `log_p[np.arange(n), labels]` 取出标签处的值。",
        ),
    ),
    explanation=Text(
        "-log p of the label is log Σ exp(z) - z_label. Its derivative is softmax minus one-hot: bounded, and 0 only when "
        "the prediction is right. The log-sum-exp stays finite where softmax underflows to 0. With the mean, the gradient is "
        "divided by n as the loss is.",
        "标签处的 -log p 等于 log Σ exp(z) - z_label，导数是 softmax 减 one-hot：有界，且只有预测完全正确时为 0。"
        "softmax 下溢为 0 时 log-sum-exp 仍是有限值。取平均时，梯度与损失一样要除以 n。",
    ),
    demonstrations=("cross_entropy",),
)
def cross_entropy(logits: FloatArray, labels: Labels, *, reduction: str) -> Both:
    n = len(labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), labels].sum()
    grad = np.exp(log_p)
    grad[np.arange(n), labels] -= 1
    return (loss / n, grad / n) if reduction == "mean" else (loss, grad)
