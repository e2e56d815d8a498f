"""What the learner's process replied, as an outcome: texts cleaned, arrays built by an allow-list."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.judging import sentences
from engine.judging.outcome import Outcome, Returned, Trouble
from engine.judging.worker.frames import MOST_VALUES, Garbled, counted
from engine.text import NOTHING

PRINTED = 4_001


def clean(text: object, most: int = 300) -> str:
    """Text from the other side without lone surrogates and without escape sequences for the terminal."""
    letters = str(text)[:most].encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in letters)


def outcome_of(reply: dict[str, Any], body: bytes, asked: dict[str, Any]) -> Outcome:
    """The outcome of what was asked, a call or loading. Raises Garbled, ValueError, KeyError or TypeError."""
    printed = clean(reply["printed"], PRINTED)
    if reply.get("refused"):
        words, detail = map(clean, reply["refused"])
        return Outcome(refused=sentences.refused(words, detail), printed=printed)
    if reply.get("trouble"):
        return _troubled(reply["trouble"], printed, asked)
    warnings = tuple(
        Trouble(clean(kind, 60), clean(text, 200), int(line)) for kind, text, line in reply["warnings"][:5]
    )
    if "values" not in reply:
        return Outcome(warnings=warnings, printed=printed)
    changed = tuple(int(place) for place in reply["changed"])
    return Outcome(
        _values(reply["values"], body, int(reply["count"])), clean(reply["many"], 40), None, NOTHING, changed, warnings,
        printed, float(reply["seconds"]),
    )  # fmt: skip


def _troubled(found: dict[str, Any], printed: str, asked: dict[str, Any]) -> Outcome:
    line, text = int(found.get("line", 0)), clean(found.get("text", ""))
    if found["kind"] == "error":
        return Outcome(trouble=Trouble(clean(found["type"], 80), text, line), printed=printed)
    names = {"name": asked["function"], "asked": ", ".join(asked["parameters"])}
    unfit = sentences.UNFIT[found["kind"]].format(text=text, **names)
    return Outcome(unfit=(found["kind"], sentences.at_line(unfit, line)), printed=printed)


def _values(items: list[dict[str, Any]], body: bytes, count: int) -> tuple[Returned, ...]:
    found, at = [], 0
    for item in items[:MOST_VALUES]:
        if "dtype" not in item:
            found.append(Returned(clean(item["kind"], 40), None, clean(item.get("type", ""), 80)))
            continue
        size = counted(item["dtype"], item["shape"])
        dtype = np.dtype(item["dtype"])
        if at + size * dtype.itemsize > len(body):
            raise Garbled
        array = np.frombuffer(body, dtype, size, at).reshape(item["shape"])
        found.append(Returned(clean(item["kind"], 40), array))
        at += array.nbytes
    return (*found, *[Returned("other", None, "...")] * (min(count, 1_000) - len(found)))
