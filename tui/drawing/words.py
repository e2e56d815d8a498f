"""Views in words, for the line mode and screen readers."""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray
from engine.result import Axis, Bars, HeatMap, Lines, Mark, Matrix, Series, Steps, Table, View
from engine.text import Language, Text
from tui.drawing.canvas import Canvas, aligned, number
from tui.drawing.palette import PLAIN
from tui.drawing.table import cell_text
from tui.formula.in_text import in_text, inline
from tui.locale import drawing as words

_MOST = 400
"""Entries of a matrix that are read out; a larger one is summed up."""


def describe(view: View, language: Language) -> str:
    """`view` as sentences, a line each."""
    return "\n".join(_Speaker(language).lines(view))


class _Speaker:
    def __init__(self, language: Language) -> None:
        self.canvas = Canvas(80, None, language, PLAIN)

    def say(self, text: Text, **values: object) -> str:
        return text.said(self.canvas.language).format(**values)

    def lines(self, view: View) -> list[str]:
        match view:
            case Lines():
                return self.chart(view)
            case Bars():
                return self.bars(view)
            case HeatMap():
                return self.heat(view)
            case Matrix():
                return self.matrix(view)
            case Table():
                return self.table(view)
        return self.steps(view)

    def chart(self, view: Lines) -> list[str]:
        said = [self.say(words.CHART, title=self.canvas.said(view.title))]
        said.append(self.say(words.AXES, x=self.axis(view.x), y=self.axis(view.y)))
        said += [self.series(series) for series in view.series]
        for mark in view.marks:
            said.append(self.say(words.MARK, label=self.canvas.said(mark.label), value=number(mark.value)))
            said += [line for series in view.series if (line := self.crossing(series, mark))]
        return said

    def axis(self, axis: Axis) -> str:
        name = self.canvas.named(axis)
        return self.say(words.LOGARITHMIC, name=name) if axis.log else name

    def series(self, series: Series) -> str:
        label = self.canvas.said(series.label)
        x, y = _finite(series)
        if not y.size:
            return self.say(words.EMPTY_CURVE, label=label)
        low, high = int(np.argmin(y)), int(np.argmax(y))
        ends = {"low": number(y[low]), "high": number(y[high])}
        if series.style == "points":
            span = {"x_first": number(x.min()), "x_last": number(x.max())}
            return self.say(words.CLOUD, label=label, count=y.size, **ends, **span)
        ends |= {"first": number(y[0]), "last": number(y[-1]), "x_first": number(x[0]), "x_last": number(x[-1])}
        ends |= {"x_low": number(x[low]), "x_high": number(x[high]), "trend": self.say(trend(y))}
        return self.say(words.CURVE, label=label, **ends)

    def crossing(self, series: Series, mark: Mark) -> str:
        """Where a curve crosses a horizontal mark; "" if nowhere."""
        if mark.along == "x" or series.style == "points":
            return ""
        places = [number(place, 3) for place in crossings(series, mark.value).tolist()]
        if not places:
            return ""
        names = {"label": self.canvas.said(series.label), "mark": self.canvas.said(mark.label)}
        if len(places) > 4:
            return self.say(words.CROSSES_OFTEN, count=len(places), first=places[0], last=places[-1], **names)
        return self.say(words.CROSSES, places=self.say(words.BETWEEN).join(places), **names)

    def bars(self, view: Bars) -> list[str]:
        said = [self.say(words.BARS, title=self.canvas.said(view.title), axis=self.axis(view.axis))]
        pairs = zip(view.labels, np.asarray(view.values, dtype=np.float64).tolist(), strict=False)
        return said + [self.say(words.BAR, label=self.canvas.said(label), value=number(v)) for label, v in pairs]

    def heat(self, view: HeatMap) -> list[str]:
        values = np.atleast_2d(np.asarray(view.values, dtype=np.float64))
        rows, columns = values.shape
        said = [self.say(words.HEAT, rows=rows, columns=columns, title=self.canvas.said(view.title))]
        said.append(self.say(words.AXES, x=self.axis(view.columns), y=self.axis(view.rows)))
        return said + self.extremes(values)

    def extremes(self, values: FloatArray) -> list[str]:
        if not np.isfinite(values).any():
            return [self.canvas.nothing().plain]
        low = np.unravel_index(int(np.nanargmin(np.where(np.isfinite(values), values, np.nan))), values.shape)
        high = np.unravel_index(int(np.nanargmax(np.where(np.isfinite(values), values, np.nan))), values.shape)
        places = {"row_low": low[0] + 1, "column_low": low[1] + 1, "row_high": high[0] + 1, "column_high": high[1] + 1}
        mean = number(float(values[np.isfinite(values)].mean()))
        return [self.say(words.EXTREMES, low=number(values[low]), high=number(values[high]), mean=mean, **places)]

    def matrix(self, view: Matrix) -> list[str]:
        values = np.atleast_2d(np.asarray(view.values, dtype=np.float64))
        rows, columns = values.shape
        said = [self.say(words.MATRIX, title=self.canvas.said(view.title), rows=rows, columns=columns)]
        if values.size > _MOST or not values.size:
            return said + self.extremes(values)
        texts = [text.strip() for text in aligned(values.ravel())]
        heads = [self.canvas.said(label) for label in view.column_labels]
        for r in range(rows):
            cells = []
            for c in range(columns):
                text = texts[r * columns + c]
                if view.highlight is not None and view.highlight[r, c]:
                    text = self.say(words.MARKED, value=text)
                cells.append(f"{heads[c]} {text}" if c < len(heads) else text)
            joined = self.say(words.BETWEEN).join(cells)
            named = r < len(view.row_labels)
            name = self.canvas.said(view.row_labels[r]) if named else str(r + 1)
            said.append(self.say(words.NAMED_ROW if named else words.ROW, name=name, cells=joined))
        return said

    def table(self, view: Table) -> list[str]:
        said = [self.say(words.TABLE, title=self.canvas.said(view.title))]
        heads = [self.canvas.said(column) for column in view.columns]
        for place, cells in enumerate(view.rows):
            texts = [f"{head} {cell_text(cell, self.canvas)}" for head, cell in zip(heads, cells, strict=False)]
            said.append(self.say(words.ROW, name=place + 1, cells=self.say(words.BETWEEN).join(texts)))
        return said

    def steps(self, view: Steps) -> list[str]:
        said = [self.say(words.STEPS, count=len(view.steps), title=self.canvas.said(view.title))]
        for place, step in enumerate(view.steps):
            caption = " ".join(in_text(step.caption.said(self.canvas.language), 10_000))
            said.append(self.say(words.STEP, number=place + 1, caption=caption))
            said += [inline(step.formula)] if step.formula else []
            said += [line for inner in step.views for line in self.lines(inner)]
        return said


def _finite(series: Series) -> tuple[FloatArray, FloatArray]:
    inside = np.isfinite(series.x) & np.isfinite(series.y)
    return series.x[inside], series.y[inside]


def trend(y: FloatArray) -> Text:
    """How the values go from the first to the last."""
    changes = np.diff(y)
    tolerance = 1e-12 * max(1.0, float(np.abs(y).max()))
    if not changes.size or float(np.ptp(y)) <= tolerance:
        return words.CONSTANT
    if np.all(changes >= -tolerance):
        return words.RISES
    if np.all(changes <= tolerance):
        return words.FALLS
    if abs(float(y[-1] - y[0])) <= tolerance:
        return words.UP_AND_DOWN
    return words.MOSTLY_RISES if y[-1] > y[0] else words.MOSTLY_FALLS


def crossings(series: Series, value: float) -> FloatArray:
    """The x at which the curve passes from one side of `value` to the other, interpolated."""
    x, y = _finite(series)
    above = y - value
    at = np.flatnonzero(above[:-1] * above[1:] < 0)
    part = above[at] / (above[at] - above[at + 1])
    return np.asarray(x[at] + part * (x[at + 1] - x[at]), dtype=np.float64)
