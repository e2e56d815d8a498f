"""Curves and clouds as braille dots: 2 x 4 dots a cell, told apart by dash, sign and colour."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray
from engine.result import Series

SIGNS = "●▲■◆○△□◇"
ASCII_SIGNS = "ox#*+@%&"
DASHES: tuple[tuple[int, int], ...] = ((1, 1), (6, 9), (2, 5), (9, 12), (1, 3))
"""(dots drawn, length of the pattern) by series."""
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_MANY = 4000


@dataclass(eq=False)
class Dots:
    """A plot area of `rows` x `columns` cells: the braille pattern, the series that owns each cell, and its sign."""

    rows: int
    columns: int

    def __post_init__(self) -> None:
        self.pattern: NDArray[np.int64] = np.zeros((self.rows, self.columns), dtype=np.int64)
        self.owner: NDArray[np.int64] = np.full((self.rows, self.columns), -1, dtype=np.int64)
        self.signs: dict[tuple[int, int], int] = {}

    def add(self, place: int, series: Series, x: FloatArray, y: FloatArray, several: bool) -> None:
        """Draw the series numbered `place`; `x` and `y` are from 0 to 1, y upwards."""
        inside = np.isfinite(x) & np.isfinite(y)
        px, py = x * (self.columns * 2 - 1), (1 - y) * (self.rows * 4 - 1)
        if series.style == "points":
            self._cloud(place, px[inside], py[inside])
            return
        for piece in _unbroken(inside):
            self._curve(place, *_stairs(px[piece], py[piece], series.style), dashed=several)
        if several:
            self._strew(place, px[inside], py[inside])

    def _put(self, place: int, px: FloatArray, py: FloatArray) -> None:
        ix, iy = px.round().astype(int), py.round().astype(int)
        ok = (ix >= 0) & (ix < self.columns * 2) & (iy >= 0) & (iy < self.rows * 4)
        ix, iy = ix[ok], iy[ok]
        np.bitwise_or.at(self.pattern, (iy // 4, ix // 2), _BITS[iy % 4, ix % 2])
        self.owner[iy // 4, ix // 2] = place

    def _curve(self, place: int, px: FloatArray, py: FloatArray, dashed: bool) -> None:
        if px.size < 2:
            self._put(place, px, py)
            return
        px, py = _thinned(px, py)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(px), np.diff(py)))])
        at = np.arange(0.0, along[-1] + 1.0, 0.8 if along[-1] < 20000 else along[-1] / 20000)
        drawn, length = DASHES[place % len(DASHES)] if dashed else DASHES[0]
        at = at[(at % length) < drawn] if length > 1 else at
        self._put(place, np.interp(at, along, px), np.interp(at, along, py))

    def _cloud(self, place: int, px: FloatArray, py: FloatArray) -> None:
        self._put(place, px, py)
        if px.size <= 60:
            for ix, iy in zip(px.round().astype(int).tolist(), py.round().astype(int).tolist(), strict=True):
                if 0 <= ix < self.columns * 2 and 0 <= iy < self.rows * 4:
                    self.signs[iy // 4, ix // 2] = place

    def _strew(self, place: int, px: FloatArray, py: FloatArray) -> None:
        """Signs along a curve, shifted from series to series so that they do not hide one another."""
        if not px.size or np.any(np.diff(px) < 0):
            return
        wanted = np.arange(2.0 + place * 5, self.columns * 2, max(16, self.columns // 3))
        wanted = wanted[(wanted >= px[0]) & (wanted <= px[-1])]
        for ix, iy in zip(wanted.tolist(), np.interp(wanted, px, py).round().astype(int).tolist(), strict=True):
            if 0 <= iy < self.rows * 4:
                self.signs[iy // 4, int(ix) // 2] = place


def _unbroken(inside: NDArray[np.bool_]) -> list[slice]:
    """The runs of points that can be joined: a gap stays a gap."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _stairs(px: FloatArray, py: FloatArray, style: str) -> tuple[FloatArray, FloatArray]:
    if style != "stairs" or px.size < 2:
        return px, py
    return np.repeat(px, 2)[1:], np.repeat(py, 2)[:-1]


def _thinned(px: FloatArray, py: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lowest and highest point of each column of dots, when there are far more points than columns."""
    if px.size <= _MANY:
        return px, py
    column = px.round().astype(int)
    if np.any(np.diff(column) < 0):
        keep = np.linspace(0, px.size - 1, _MANY).astype(int)
        return px[keep], py[keep]
    starts = np.flatnonzero(np.concatenate([[True], np.diff(column) > 0]))
    low, high = np.minimum.reduceat(py, starts), np.maximum.reduceat(py, starts)
    return np.repeat(column[starts].astype(float), 2), np.stack([low, high], axis=1).ravel()


def condensed(series: Series) -> Series:
    """A very long curve as the lowest and highest value of each of its short stretches, before any other work."""
    size = series.x.size
    if size <= 10 * _MANY or series.style == "points" or np.any(series.x[1:] < series.x[:-1]):
        return series
    stretch = -(-size // _MANY)
    starts = np.arange(0, size, stretch)
    low, high = np.fmin.reduceat(series.y, starts), np.fmax.reduceat(series.y, starts)
    return replace(series, x=np.repeat(series.x[starts], 2), y=np.stack([low, high], axis=1).ravel())
