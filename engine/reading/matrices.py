"""Matrices as learners type and paste them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.parameters import FloatArray
from engine.reading.arithmetic import Malformed
from engine.reading.layout import Layout, layouts
from engine.reading.notations import COMMA, POINT, Usage, unambiguous
from engine.reading.numbers import read_number
from engine.reading.outcome import Ambiguous, Unreadable
from engine.text import Text


def read_matrix(text: str, shape: tuple[int, int], decimals: tuple[Usage, ...] = (POINT, COMMA)) -> FloatArray:
    """An array of `shape`, from any form that `engine.reading.layout` knows. Raises Ambiguous and Unreadable."""
    split = list(layouts(text, decimals))
    asked = [layout for layout in _within(split, shape) if layout.shape == shape]
    if not asked:
        size = _size(shape)
        raise _misshapen(Text(f"a matrix of {size.en} (rows x columns) is asked for", f"需要 {size.zh}的矩阵"), split)
    return _read(text, asked)


def read_block(text: str, room: tuple[int, int], decimals: tuple[Usage, ...] = (POINT, COMMA)) -> FloatArray:
    """What is pasted where there is `room` for (rows, columns). Raises Ambiguous and Unreadable, as where it does not
    fit. A layout that fills the room goes before one that leaves cells empty, so that a whole matrix reads as typed."""
    split = list(layouts(text, decimals))
    fitting = list(_within(split, room))
    if not fitting:
        size = _size(room)
        raise _misshapen(
            Text(f"from this cell on there are {size.en} cells (rows x columns)", f"从这一格起只有 {size.zh}"), split
        )
    return _read(text, [layout for layout in fitting if layout.shape == room] or fitting)


def read_entries(entries: Sequence[Sequence[str]], decimals: Sequence[Usage] = (POINT, COMMA)) -> FloatArray:
    """The numbers of a table whose entries are known. One entry shows the decimal sign of all: beside 0.5, 1.234 is not
    1234. Raises Ambiguous and Unreadable."""
    tables = []
    for usage in decimals:
        try:
            tables.append(np.array([[read_number(entry, decimals=(usage,)) for entry in row] for row in entries]))
        except Malformed:
            continue
    if not tables:
        return np.array([[read_number(entry, decimals=decimals) for entry in row] for row in entries])
    return _agreed("\n".join("\t".join(row) for row in entries), tables)


def _within(split: Sequence[Layout], room: tuple[int, int]) -> Iterator[Layout]:
    """The layouts that fit, a list turned into a column where it fits only so."""
    for layout in split:
        for form in (layout, *([layout.turned()] if layout.flat else [])):
            if form.shape is not None and form.shape[0] <= room[0] and form.shape[1] <= room[1]:
                yield form
                break


def _read(text: str, split: Sequence[Layout]) -> FloatArray:
    tables: list[FloatArray] = []
    complaint: Unreadable | None = None
    for layout in split:
        try:
            tables.append(read_entries(layout.entries, layout.decimals))
        except Malformed as error:
            complaint = complaint or error
    if not tables:
        assert complaint is not None
        raise complaint
    return _agreed(text, tables)


def _agreed(text: str, tables: Sequence[FloatArray]) -> FloatArray:
    """The one table that all are, else Ambiguous."""
    different: list[FloatArray] = []
    for table in tables:
        if not any(table.shape == other.shape and np.allclose(table, other, 1e-12, 0) for other in different):
            different.append(table)
    if len(different) == 1:
        return different[0]
    written = ["; ".join(" ".join(map(unambiguous, row)) for row in table.tolist()) for table in different]
    raise Ambiguous.between(text, tuple(written), Text("write the one that you mean like this", "请照此写出你要的那个"))


def _size(shape: tuple[int, int]) -> Text:
    return Text(f"{shape[0]} x {shape[1]}", f"{shape[0]} 行 {shape[1]} 列")


def _misshapen(asked: Text, split: Sequence[Layout]) -> Unreadable:
    shape = split[0].shape
    if shape is None:
        return Unreadable(f"{asked.en}; the rows here differ in length", f"{asked.zh}，而这里各行的长度不一致")
    size = _size(shape)
    return Unreadable(
        f"{asked.en}, and this is {size.en}; write 1 2; 3 4 or [[1, 2], [3, 4]]",
        f"{asked.zh}，而这里是 {size.zh}；写法如 1 2; 3 4 或 [[1, 2], [3, 4]]",
    )
