"""The rows of k folds: each in the test set once, sizes as equal as they can be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, smallest
from engine.text import Text

IntArray = NDArray[np.int64]


def _sizes(n: int, k: int) -> list[int]:
    return [n // k + (i < n % k) for i in range(k)]


def _numbers(sizes: list[int]) -> IntArray:
    return np.asarray(np.repeat(np.arange(len(sizes)), sizes), np.int64)


def _blocks(order: IntArray, sizes: list[int]) -> IntArray:
    folds: IntArray = np.empty(len(order), dtype=np.int64)
    folds[order] = _numbers(sizes)
    return folds


def _rest_in_last(order: IntArray, k: int, *, way: str) -> IntArray:
    n = len(order)
    return _blocks(order, [n // k] * (k - 1) + [n - n // k * (k - 1)])


def _order_ignored(order: IntArray, k: int, *, way: str) -> IntArray:
    return k_folds.reference(np.arange(len(order)), k, way=way)


def _not_inverted(order: IntArray, k: int, *, way: str) -> IntArray:
    return k_folds.reference(np.argsort(order), k, way=way)


def _from_one(order: IntArray, k: int, *, way: str) -> IntArray:
    return k_folds.reference(order, k, way=way) + 1


def _other_way(order: IntArray, k: int, *, way: str) -> IntArray:
    return k_folds.reference(order, k, way="blocks" if way == "dealt" else "dealt")


def cases(rng: np.random.Generator, *, way: str) -> Iterator[Case]:
    """Rows that divide evenly and rows that do not, as many folds as rows, one fold."""
    yield Case(smallest("4"), (np.array([2, 0, 3, 1]), 2))
    yield Case(Text("5 rows, 2 folds", "5 行、2 折"), (np.array([4, 2, 0, 1, 3]), 2))
    yield Case(Text("10 rows, 4 folds", "10 行、4 折"), (rng.permutation(10), 4))
    yield Case(Text("7 rows, 3 folds", "7 行、3 折"), (rng.permutation(7), 3))
    yield Case(Text("as many folds as rows", "折数等于行数"), (rng.permutation(5), 5))
    yield Case(Text("one fold", "只有一折"), (rng.permutation(3), 1))
    yield Case(Text("already in order", "本来就有序"), (np.arange(6), 3))
    yield Case(ORDINARY, (rng.permutation(12), 5))
    yield Case(LARGER, (rng.permutation(103), 10))


def _fit(arguments: Arguments, *, way: str) -> Arguments | None:
    """A permutation of the rows, and no more folds than rows."""
    order, k = arguments
    rank = np.argsort(np.argsort(order)).astype(int)
    return (rank, k) if 1 <= k <= len(rank) else None


def _sizes_differ_by_one(call: Function, arguments: Arguments, *, way: str) -> bool:
    counts = np.bincount(np.asarray(call(*arguments), int), minlength=arguments[1])
    return bool(counts.max() - counts.min() <= 1)


@task(
    topic="scaling",
    title=Text("Rows of k folds", "k 折的划分"),
    statement=Text(
        "`order` is a permutation of the rows 0 to n - 1, already shuffled. Put the rows, in that order, into `k` folds "
        "{way}. Return an integer array whose entry i is the fold (from 0) of row i. k is at most n.",
        "`order` 是第 0 到 n - 1 行的一个排列（已打乱）。按该顺序把各行分入 `k` 折，{way}。"
        "返回整数数组，第 i 个元素是第 i 行所在的折（从 0 起）。k 不超过 n。",
    ),
    arguments=(
        Quantity("order", "n", Text("a permutation of the rows", "行的一个排列"), fixed=True),
        Quantity("k", "", Text("number of folds, at least 1", "折数，至少 1"), fixed=True),
    ),
    results=(Quantity("folds", "n", Text("the fold of each row", "各行所在的折")),),
    options=(
        TaskOption(
            "way",
            {
                "blocks": Text(
                    "as blocks one after the other, the first n mod k of them one row longer",
                    "一折接一折连续分块，前 n mod k 折各多一行",
                ),
                "dealt": Text(
                    "like cards: the first row to fold 0, the next to fold 1, and so on in turn",
                    "像发牌一样：第一行给第 0 折，下一行给第 1 折，依次循环",
                ),
            },
        ),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "rest_in_last": Wrong(
            _rest_in_last,
            Text(
                "Blocks of n // k rows, and all rows that are left over go into the last fold.",
                "每块 n // k 行，剩下的行全塞进了最后一折。",
            ),
        ),
        "order_ignored": Wrong(
            _order_ignored,
            Text("The rows are taken from 0 up; `order` is not used.", "按 0 起的顺序取行，没有用 `order`。"),
        ),
        "not_inverted": Wrong(
            _not_inverted,
            Text(
                "Entry i says the fold of the i-th row in `order`, not that of row i.",
                "第 i 个元素给的是 `order` 中第 i 个的折，而不是第 i 行的折。",
            ),
        ),
        "from_one": Wrong(_from_one, Text("The folds are counted from 1.", "折号从 1 数起了。")),
        "other_way": Wrong(
            _other_way,
            Text(
                "The rows are dealt out the other way (blocks against in turn).", "分法用反了（连续分块与轮流发牌）。"
            ),
            convention=True,
        ),
    },
    laws=(Law(_sizes_differ_by_one, Text("Two folds differ by more than one row.", "有两折的行数相差超过一。")),),
    large=lambda rng, size, *, way: (rng.permutation(size), 10),
    hints=(
        Text("Which fold does the place p in the order belong to?", "顺序中的第 p 个位置属于哪一折？"),
        Text("Make the folds of the places first, then `folds[order] = …`.", "先求各位置的折，再 `folds[order] = …`。"),
        Text(
            "Blocks: np.repeat of 0 … k - 1 with the sizes. Dealt: the place modulo k.",
            "分块：用各折大小对 0 … k - 1 做 np.repeat。发牌：位置对 k 取余。",
        ),
    ),
    explanation=Text(
        "The folds of the places are easy; writing them to `folds[order]` gives row order[p] the fold of place p, which is "
        "the inverse of indexing. Every row is in exactly one fold, so it is tested exactly once.",
        "位置的折很容易求；写入 `folds[order]` 就让第 order[p] 行得到位置 p 的折，即索引的逆。每行恰在一折中，恰被测试一次。",
    ),
    demonstrations=("leakage",),
)
def k_folds(order: IntArray, k: int, *, way: str) -> IntArray:
    n = len(order)
    sizes = [n // k + (i < n % k) for i in range(k)]
    places = np.repeat(np.arange(k), sizes) if way == "blocks" else np.arange(n) % k
    folds = np.empty(n, dtype=int)
    folds[order] = places
    return folds
