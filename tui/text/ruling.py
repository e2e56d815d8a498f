"""A judgement on a learner's code, in lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from rich.cells import cell_len

from engine.json_data import Json
from engine.judging.judge import Ruling
from engine.judging.outcome import AnyArray, Cells, Flaw
from engine.judging.timing import Speed
from engine.result import plain
from engine.task import Expression, Options, Task
from engine.text import Language
from tui.locale import code as words

AS_FAST = 2.0
"""Up to so many times the reference's time a source counts as fast as it: two runs differ by as much."""
MOST = 8
"""Rows and columns of a matrix that are shown."""


def told(ruling: Ruling, task: Task, language: Language) -> list[str]:
    """The sentence, the mistake by name, the smallest input with expected and got, and what else was noticed."""
    lines = [f"{'✓' if ruling.right else '✗'} {ruling.said.said(language)}"]
    if ruling.flaw and ruling.passed:
        lines.append(words.BEFORE.said(language).format(passed=ruling.passed, cases=ruling.cases))
    for name in ruling.mistakes[:1]:
        wrong = task.wrong[name]
        sentence = words.CONVENTION if wrong.convention else words.MISTAKE
        lines.append(sentence.said(language).format(reason=wrong.reason.said(language)))
    if ruling.flaw:
        lines += _case(ruling.flaw, task, language)
    if ruling.law.en:
        lines.append(ruling.law.said(language))
    lines += [words.LINE.said(language).format(line=w.line, type=w.type, message=w.message) for w in ruling.warnings]
    lines += _time(ruling.speeds, task.budget, language)
    if ruling.printed:
        lines += [words.PRINTED.said(language), *(f"  {line}" for line in ruling.printed.splitlines()[:MOST])]
    return [*lines, ruling.note.said(language)] if ruling.note.en else lines


def as_json(ruling: Ruling, task: Task, options: Options, seed: int) -> dict[str, Json]:
    """The contract of `code NAME --check FILE --json`."""
    flaw = ruling.flaw
    return {
        "task": task.name,
        "seed": seed,
        "options": dict(options),
        "right": ruling.right,
        "said": ruling.said._asdict(),
        "passed": ruling.passed,
        "cases": ruling.cases,
        "mistakes": [{"name": name, "reason": task.wrong[name].reason._asdict()} for name in ruling.mistakes],
        "kind": flaw.kind if flaw else None,
        "input": _input(flaw, task) if flaw else None,
        "results": [{"name": c.name, "expected": _finite(c.expected), "got": _finite(c.got)} for c in flaw.cells]
        if flaw
        else [],
        "law": ruling.law._asdict() if ruling.law.en else None,
        "warnings": [{"line": w.line, "type": w.type, "message": w.message} for w in ruling.warnings],
        "speeds": [{"size": s.size, "ratio": s.ratio, "seconds": s.seconds} for s in ruling.speeds],
        "printed": ruling.printed,
    }


def _input(flaw: Flaw, task: Task) -> dict[str, Json] | None:
    if flaw.case is None:
        return None
    names = [quantity.name for quantity in task.arguments]
    return {name: _argument(value) for name, value in zip(names, flaw.case.arguments, strict=True)}


def _argument(value: Any) -> Json:
    if isinstance(value, Expression):
        return f"lambda {value.parameter}: {value.source}"
    return _finite(value) if isinstance(value, np.ndarray) else value


def _finite(array: AnyArray) -> Json:
    """Nested lists; JSON has no infinities, which become text."""
    listed = np.asarray(array).tolist()
    return _without_infinities(listed)


def _without_infinities(value: Any) -> Json:
    if isinstance(value, list):
        return [_without_infinities(item) for item in value]
    return str(value) if isinstance(value, float) and not np.isfinite(value) else plain(value)


def _case(flaw: Flaw, task: Task, language: Language) -> Iterator[str]:
    """The call that shows the flaw: arguments, then each wrong result beside the expected one."""
    if flaw.case is None or flaw.kind == "ended":
        return
    sentence = words.SMALLEST if flaw.cells else words.WITH_INPUT
    yield ""
    yield sentence.said(language).format(name=flaw.case.name.said(language))
    names = [quantity.name for quantity in task.arguments]
    for name, value in zip(names, flaw.case.arguments, strict=True):
        if not isinstance(value, np.ndarray):
            yield f"  {name} = {_argument(value)}"
            continue
        dtype = "" if value.dtype == np.float64 else f" {value.dtype}"
        yield from beside(f"  {name} {value.shape}{dtype}", [("", matrix(value))])
    for cells in flaw.cells:
        yield from _compared(cells, language)


def _compared(cells: Cells, language: Language) -> Iterator[str]:
    columns = [("", matrix(cells.expected)), (words.YOURS.said(language), matrix(cells.got, cells.wrong))]
    if cells.expected.shape == cells.got.shape:
        with np.errstate(all="ignore"):
            difference = cells.got - cells.expected
        columns.append((words.DIFFERENCE.said(language), matrix(difference, cells.wrong)))
    yield ""
    yield from beside(f"  {words.EXPECTED.said(language).format(name=cells.name)}", columns)


def beside(label: str, columns: list[tuple[str, list[str]]], margin: int = 20) -> Iterator[str]:
    """Blocks of lines side by side, each under its head, behind a label."""
    if any(head for head, _ in columns):
        yield _padded(label, margin) + "  ".join(_padded(head, _width(head, block)) for head, block in columns).rstrip()
        label = ""
    for i in range(max(len(block) for _, block in columns)):
        cells = [_padded(block[i] if i < len(block) else "", _width(head, block)) for head, block in columns]
        yield (_padded(label if i == 0 else "", margin) + "  ".join(cells)).rstrip()


def _width(head: str, block: list[str]) -> int:
    return max(map(cell_len, [head, *block]))


def _padded(text: str, width: int) -> str:
    return text + " " * max(1 if text.strip() and width else 0, width - cell_len(text))


def matrix(array: AnyArray, marks: AnyArray | None = None) -> list[str]:
    """Rows of numbers in columns; a wrong cell stands in brackets. Further axes are rows."""
    flat = np.asarray(array)
    flat = flat.reshape(1, -1) if flat.ndim < 2 else flat.reshape(-1, flat.shape[-1])
    wrong = np.zeros(flat.shape, bool) if marks is None else np.asarray(marks).reshape(flat.shape)
    rows = [
        [f"[{number(v)}]" if w else f" {number(v)} " for v, w in zip(row[:MOST], line[:MOST], strict=True)]
        for row, line in zip(flat[:MOST], wrong[:MOST], strict=True)
    ]
    width = max((len(cell) for row in rows for cell in row), default=1)
    more = " …" if flat.shape[1] > MOST else ""
    return ["".join(cell.rjust(width) for cell in row) + more for row in rows] + ["…"] * (flat.shape[0] > MOST) or [
        "[]"
    ]


def number(value: object) -> str:
    """Short, and whole numbers without a point."""
    given = float(value)  # type: ignore[arg-type]
    if np.isfinite(given) and given == round(given) and abs(given) < 1e6:
        return str(int(given))
    return f"{given:.4g}"


def _time(speeds: tuple[Speed, ...], budget: float, language: Language) -> Iterator[str]:
    """How the time compares at each size, and the size at which it is slow."""
    if not speeds:
        return
    if all(speed.ratio is not None and speed.ratio <= AS_FAST for speed in speeds):
        yield words.AS_FAST.said(language).format(size=speeds[-1].size)
        return
    said = []
    for speed in speeds:
        sentence = words.STOPPED_AT_SIZE if speed.ratio is None else words.AT_SIZE
        said.append(sentence.said(language).format(ratio=_ratio(speed.ratio or 0), size=speed.size))
    yield words.FAST.said(language).format(ratios=("；" if language == "zh" else "; ").join(said))
    slow = [speed for speed in speeds if speed.ratio is not None and speed.ratio > budget]
    if slow:
        yield words.SLOW.said(language).format(ratio=_ratio(slow[-1].ratio or 0), size=slow[-1].size)


def _ratio(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"
