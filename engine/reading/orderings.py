"""Orders of lines as learners write them."""

from __future__ import annotations

import re

from engine.reading.marks import places, split_marks
from engine.reading.outcome import Unreadable

# `<` is missing on purpose: "3<1<2" compares, and in a question for the largest first it would be the wrong way round.
_BETWEEN = re.compile(r"(?:[\s,、;()\[\]{}.。:>→⇒➔➜»\u2010-\u2015−-]|=>)+")


def read_order(text: str, count: int) -> tuple[int, ...]:
    """`3 1 2`, `312`, `3>1>2`, `3→1→2`, `3、1、2`, `c a b`: the shown numbers in the right order.

    Raises Ambiguous and Unreadable.
    """
    order = places(split_marks(text, _BETWEEN), count)
    if order is None or sorted(order) != list(range(count)):
        example = " ".join(str(i) for i in range(count, 0, -1))
        raise Unreadable(
            f"give each number from 1 to {count} once, such as {example}",
            f"请把 1 到 {count} 各写一次，例如 {example}",
        )
    return tuple(order)
