"""The batches of one epoch: every sample once, the last batch short or dropped."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, smallest
from engine.text import Text

IntArray = NDArray[np.int64]


def _cut(order: IntArray, size: int, last: str) -> list[IntArray]:
    whole = len(order) // size * size if last == "dropped" else len(order)
    return [order[i : min(i + size, whole)] for i in range(0, whole, size)]


def _padded(batches: list[IntArray], size: int) -> IntArray:
    rows = [np.concatenate([batch, np.full(size - len(batch), -1)]) for batch in batches]
    return np.array(rows, dtype=np.int64).reshape(len(rows), size)


def _order_ignored(order: IntArray, size: int, *, last: str) -> IntArray:
    return _padded(_cut(np.arange(len(order)), size, last), size)


def _other_last(order: IntArray, size: int, *, last: str) -> IntArray:
    return _padded(_cut(order, size, "kept" if last == "dropped" else "dropped"), size)


def _wraps_around(order: IntArray, size: int, *, last: str) -> IntArray:
    if last == "dropped":
        return minibatches.reference(order, size, last=last)
    return np.resize(order, (-(-len(order) // size), size))


def _overlaps(order: IntArray, size: int, *, last: str) -> IntArray:
    step = max(1, size - 1)
    whole = [order[i : i + size] for i in range(0, len(order), step)]
    return _padded([batch for batch in whole if last == "kept" or len(batch) == size], size)


def _strided(order: IntArray, size: int, *, last: str) -> IntArray:
    count = len(order) // size if last == "dropped" else -(-len(order) // size)
    return _padded([order[i::count][:size] for i in range(count)], size) if count else _padded([], size)


def cases(rng: np.random.Generator, *, last: str) -> Iterator[Case]:
    """Samples that divide evenly and samples that do not, one batch, batches of one."""
    yield Case(smallest("4"), (np.array([2, 0, 3, 1]), 2))
    yield Case(Text("5 samples, batches of 2", "5 个样本、批大小 2"), (np.array([4, 1, 0, 3, 2]), 2))
    yield Case(Text("7 samples, batches of 3", "7 个样本、批大小 3"), (rng.permutation(7), 3))
    yield Case(Text("one batch", "只有一批"), (rng.permutation(4), 4))
    yield Case(Text("a batch larger than the data", "批大小超过样本数"), (rng.permutation(3), 5))
    yield Case(Text("batches of one", "批大小为 1"), (rng.permutation(3), 1))
    yield Case(ORDINARY, (rng.permutation(11), 4))
    yield Case(LARGER, (rng.permutation(103), 16))


def _fit(arguments: Arguments, *, last: str) -> Arguments | None:
    order, size = arguments
    return (np.argsort(np.argsort(order)), size) if size >= 1 else None


def _each_once(call: Function, arguments: Arguments, *, last: str) -> bool:
    got = np.asarray(call(*arguments)).ravel()
    kept = got[got >= 0]
    return len(np.unique(kept)) == len(kept)


@task(
    topic="descent",
    title=Text("The batches of an epoch", "一个 epoch 的各批"),
    statement=Text(
        "`order` is a permutation of the samples 0 to n - 1, already shuffled for this epoch. Cut it, from its beginning, "
        "into batches of `size` samples; a last batch that is not full is {last}. Return an integer array with a row for "
        "each batch and `size` columns; places without a sample hold -1. No sample may come twice.",
        "`order` 是样本 0 到 n - 1 的一个排列（本 epoch 已打乱）。从头开始切成每批 `size` 个；最后不满的一批{last}。"
        "返回整数数组，每批一行、`size` 列，没有样本的位置放 -1。任何样本不得出现两次。",
    ),
    arguments=(
        Quantity("order", "n", Text("a permutation of the samples", "样本的一个排列"), fixed=True),
        Quantity("size", "", Text("samples of a batch, at least 1", "批大小，至少 1"), fixed=True),
    ),
    results=(Quantity("batches", "b s", Text("a row a batch", "每批一行")),),
    options=(TaskOption("last", {"kept": Text("kept", "保留"), "dropped": Text("dropped", "舍去")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "order_ignored": Wrong(
            _order_ignored,
            Text(
                "The samples come from 0 up; `order` is not used, so every epoch is the same.",
                "按 0 起的顺序取样本，没有用 `order`，每个 epoch 都一样。",
            ),
        ),
        "other_last": Wrong(
            _other_last, Text("The last batch is treated the other way.", "最后一批的处理反了。"), convention=True
        ),
        "wraps_around": Wrong(
            _wraps_around,
            Text(
                "The last batch is filled up from the beginning: some samples come twice in the epoch.",
                "最后一批从头补齐，有样本在一个 epoch 里出现两次。",
            ),
            convention=True,
        ),
        "overlaps": Wrong(_overlaps, Text("Neighbouring batches share a sample.", "相邻两批共用了一个样本。")),
        "strided": Wrong(
            _strided,
            Text(
                "The samples are dealt out in turn instead of cut into runs.",
                "样本是轮流发给各批的，而不是切成连续段。",
            ),
        ),
    },
    laws=(Law(_each_once, Text("A sample comes twice.", "有样本出现了两次。")),),
    large=lambda rng, size, *, last: (rng.permutation(size), 32),
    hints=(
        Text("How many batches are there?", "一共有多少批？"),
        Text("Start from an array of -1 and write the samples in.", "先建全为 -1 的数组，再写入样本。"),
        Text("A full array is a reshape of the part that divides evenly.", "能整除的部分直接 reshape 即可。"),
    ),
    explanation=Text(
        "An epoch takes every sample at most once. Cutting the permutation into runs does that; filling the last batch up "
        "again would give some samples twice the weight. The number of updates is n / size, rounded up or down.",
        "一个 epoch 中每个样本至多用一次。把排列切成连续段即可；若把最后一批重新补齐，部分样本的权重就加倍了。"
        "更新次数是 n/size，向上或向下取整。",
    ),
    demonstrations=("descent_race",),
)
def minibatches(order: IntArray, size: int, *, last: str) -> IntArray:
    n = len(order)
    count = n // size if last == "dropped" else -(-n // size)
    batches = np.full(count * size, -1)
    kept = min(n, count * size)
    batches[:kept] = order[:kept]
    return batches.reshape(count, size)
