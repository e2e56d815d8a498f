"""What the cases of many tasks share: names in both languages, and small arrays that are easy to read."""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray
from engine.text import Text

ONE_SAMPLE = Text("one sample", "只有一个样本")
ONE_ROW = Text("one row", "只有一行")
ONE_COLUMN = Text("one column", "只有一列")
SQUARE = Text("square", "方阵")
TIES = Text("ties", "有并列")
OVERLAP = Text("overlapping windows", "窗口重叠")
CONSTANT_COLUMN = Text("a constant column", "有常数列")
FAR_FROM_ZERO = Text("values far from 0", "数值远离 0")
ZEROS = Text("zeros", "全为 0")
EMPTY = Text("empty", "空数组")
ORDINARY = Text("ordinary", "一般情形")
LARGER = Text("larger", "较大规模")


def smallest(shape: str) -> Text:
    """The name of a first case of small integers: `smallest("2 by 3")`."""
    return Text(f"{shape}, small integers", f"{shape.replace(' by ', '×')}，小整数")


def small(rng: np.random.Generator, *shape: int) -> FloatArray:
    """Whole numbers from -3 to 3 as floats."""
    return rng.integers(-3, 4, shape).astype(float)


def distinct(rng: np.random.Generator, *shape: int) -> FloatArray:
    """Whole numbers around 0 as floats, no two alike."""
    size = int(np.prod(shape))
    return (rng.permutation(size).reshape(shape) - size // 2).astype(float)
