"""z-scores whose mean and deviation come from the training rows alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import CONSTANT_COLUMN, FAR_FROM_ZERO, LARGER, ORDINARY, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _scaled(train: FloatArray, test: FloatArray, mean: FloatArray, deviation: FloatArray) -> Both:
    deviation = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


def _deviation(x: FloatArray, divisor: str) -> FloatArray:
    return np.asarray(x.std(axis=0, ddof=1 if divisor == "n1" else 0))


def _leaks(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    both = np.vstack([train, test])
    return _scaled(train, test, both.mean(axis=0), _deviation(both, divisor))


def _test_by_itself(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    fitted, _ = standardize.reference(train, test, divisor=divisor)
    own = _deviation(test, divisor) if len(test) > 1 else np.zeros(test.shape[1])
    return fitted, _scaled(test, test, test.mean(axis=0), own)[1]


def _other_divisor(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    return _scaled(train, test, train.mean(axis=0), _deviation(train, "n" if divisor == "n1" else "n1"))


def _constant_divided(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    mean, deviation = train.mean(axis=0), _deviation(train, divisor)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (train - mean) / deviation, (test - mean) / deviation


def _across_rows(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    return _scaled(train, test, np.asarray(train.mean()), np.asarray(train.std(ddof=1 if divisor == "n1" else 0)))


def _variance(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    return _scaled(train, test, train.mean(axis=0), _deviation(train, divisor) ** 2)


def cases(rng: np.random.Generator, *, divisor: str) -> Iterator[Case]:
    """Test rows like the training rows and unlike them, one test row, a constant column."""
    yield Case(smallest("2 by 1"), (np.array([[1.0], [5.0]]), np.array([[4.0]])))
    yield Case(smallest("3 by 2"), (np.array([[0.0, 1.0], [2.0, 4.0], [7.0, 1.0]]), small(rng, 2, 2)))
    yield Case(ORDINARY, (rng.normal(size=(6, 3)), rng.normal(size=(4, 3)) + 1))
    constant = np.column_stack([np.full(4, 5.0), np.array([1.0, 2.0, 4.0, 9.0])])
    yield Case(CONSTANT_COLUMN, (constant, np.array([[6.0, 2.0], [5.0, 3.0]])))
    yield Case(FAR_FROM_ZERO, (rng.normal(size=(5, 2)) + 50, rng.normal(size=(3, 2)) + 50))
    yield Case(
        Text("another scale in the test rows", "测试行量级不同"),
        (rng.normal(size=(5, 2)), 20 * rng.normal(size=(3, 2))),
    )
    yield Case(Text("no test rows", "没有测试行"), (rng.normal(size=(4, 2)), np.zeros((0, 2))))
    larger = Case(LARGER, (rng.normal(size=(40, 5)) * 3 + 2, rng.normal(size=(20, 5))))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, divisor: str) -> Arguments | None:
    """Two training rows, and deviations that are 0 or clear of it."""
    train = arguments[0]
    if len(train) < 2:
        return None
    deviation = train.astype(float).std(axis=0)
    constant = np.ptp(train, axis=0) == 0
    return (
        arguments
        if bool(np.all(constant | (deviation > 0.05))) and not np.any(constant & (train[0] % 1 != 0))
        else None
    )


def _mean_is_zero(call: Function, arguments: Arguments, *, divisor: str) -> bool:
    return bool(np.allclose(np.mean(call(*arguments)[0], axis=0), 0, atol=1e-3))


@task(
    topic="scaling",
    title=Text("Standardise without leakage", "无泄漏的标准化"),
    statement=Text(
        "Scale the columns of `train` and `test` to z-scores with the statistics of the training rows alone; the standard "
        "deviation divides by {divisor}. A column that is constant in `train` is divided by 1. Return both scaled arrays.",
        "只用训练行的统计量，把 `train` 与 `test` 的各列化为 z 分数；标准差除以 {divisor}。"
        "在 `train` 中为常数的列改为除以 1。返回两个缩放后的数组。",
    ),
    arguments=(
        Quantity("train", "n d", Text("training rows, two at least", "训练行，至少两行")),
        Quantity("test", "m d", Text("test rows, perhaps none", "测试行，可以没有")),
    ),
    results=(
        Quantity("train_scaled", "n d", Text("training rows as z-scores", "训练行的 z 分数")),
        Quantity("test_scaled", "m d", Text("test rows by the same scale", "按同一尺度缩放的测试行")),
    ),
    options=(TaskOption("divisor", {"n": Text("n", "n"), "n1": Text("n - 1", "n - 1")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "leaks": Wrong(
            _leaks,
            Text("The test rows take part in mean and deviation: a leak.", "均值与标准差用到了测试行，造成泄漏。"),
        ),
        "test_by_itself": Wrong(
            _test_by_itself,
            Text(
                "The test rows are scaled by their own statistics, so one value means different things in the two arrays.",
                "测试行按自己的统计量缩放，同一数值在两个数组里含义不同。",
            ),
        ),
        "other_divisor": Wrong(
            _other_divisor,
            Text("The deviation has the other divisor, n against n - 1.", "标准差的除数取错了（n 与 n - 1）。"),
            convention=True,
        ),
        "constant_divided": Wrong(_constant_divided, Text("A constant column is divided by 0.", "常数列被除以了 0。")),
        "across_rows": Wrong(
            _across_rows,
            Text("One mean and deviation is taken over the whole array.", "对整个数组只取了一个均值和标准差。"),
        ),
        "variance": Wrong(_variance, Text("It divides by the variance.", "除以了方差。")),
    },
    laws=(Law(_mean_is_zero, Text("The training columns do not have the mean 0.", "训练列的均值不为 0。")),),
    large=lambda rng, size, *, divisor: (rng.normal(size=(size, 64)), rng.normal(size=(size, 64))),
    hints=(
        Text("What would you know if only the training rows existed?", "假如只有训练行，你能知道什么？"),
        Text(
            "Mean and deviation along axis 0, of `train` only, used for both.",
            "只对 `train` 沿第 0 轴求均值与标准差，两者共用。",
        ),
        Text("Replace a deviation of 0 by 1 before you divide.", "相除之前把为 0 的标准差换成 1。"),
    ),
    explanation=Text(
        "The scaler is part of the model: it is fitted on the training rows and then only applied. Rows of the test set "
        "must not move it. A constant column carries nothing; dividing by 1 makes it 0 in training and keeps its shift.",
        "缩放器是模型的一部分：只在训练行上拟合，之后只做变换，测试行不能影响它。"
        "常数列不含信息；除以 1 后训练时为 0，测试时保留偏移。",
    ),
    demonstrations=("leakage",),
)
def standardize(train: FloatArray, test: FloatArray, *, divisor: str) -> Both:
    mean = train.mean(axis=0)
    deviation = train.std(axis=0, ddof=1 if divisor == "n1" else 0)
    deviation = np.where(deviation == 0, 1, deviation)
    return (train - mean) / deviation, (test - mean) / deviation
