"""The lines of a progress file: what they hold, and the check that each has to pass on its way in.

The first line names the format, the last tells how many came before it and their digest, so that a file that was cut
or changed is told. Between them each line is one row: `is` says of which table, `question_id` stands for the card.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, String

from db.errors import DatabaseTrouble
from db.interviews import InterviewState
from db.review_log import replay
from db.review_log.events import Bury, MakeDue
from db.tables import ANSWERS, CARDS, EVENTS, INTERVIEWS, REVIEWS, SETS, SETTINGS

FORMAT = 2
"""What is written. Format 1, which is still read, had lines of sums that the log tells anyhow, and no intervals."""
LONGEST_LINE = 4_000_000
"""Bytes; the longest report of an interview is far below."""
TABLES = {
    "parameters": SETS,
    "setting": SETTINGS,
    "card": CARDS,
    "review": REVIEWS,
    "event": EVENTS,
    "interview": INTERVIEWS,
    "interview_answer": ANSWERS,
}
_DAY, _INSTANT = (1, 3_600_000), (-62_000_000_000_000_000, 220_000_000_000_000_000)
_LIMITS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("day", "due_day", "last_day", "buried_day"), _DAY),
    **dict.fromkeys(("at", "due", "last_review", "target", "started", "finished"), _INSTANT),
    **dict.fromkeys(("rating", "proposed", "confidence"), (1, 4)),
    **dict.fromkeys(("suspended", "flagged", "present", "correctness"), (0, 1)),
    **dict.fromkeys(("hints", "step", "reviews", "lapses"), (0, 1e9)),
    "seconds": (0, 1e12),
    "offset_minutes": (-1440, 1440),
    "position": (0, 1e9),
    "level": (1, 3),
    "number": (1, 100_000),
    "interval": (1, 36_500),
}
_NAMES = {"question_id", "deck", "topic", "siblings", "mode", "why"}
_NAME = re.compile(r"[\w.:/-]*")


class BadTransfer(DatabaseTrouble):
    """A progress file that cannot be taken in; nothing was changed."""


def fields(kind: str) -> dict[str, Column[Any]]:
    """The columns a line of this kind has, by name."""
    found = {column.name: column for column in TABLES[kind].columns if column.name not in ("learner_id", "card_id")}
    return {**found, "question_id": CARDS.c.question_id} if kind in ("review", "event") else found


def digest() -> Any:
    """The hash function of the digest in the last line."""
    return hashlib.blake2b(digest_size=16)


def read(line: bytes) -> dict[str, Any]:
    """One line as a mapping. Raises BadTransfer."""
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadTransfer(
            f"is not UTF-8: byte {error.start + 1} is 0x{line[error.start]:02x}; save the file as UTF-8",
            f"不是 UTF-8：第 {error.start + 1} 个字节是 0x{line[error.start]:02x}；请把文件另存为 UTF-8",
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadTransfer("is not a line of JSON in UTF-8", "不是一行 UTF-8 的 JSON") from error
    if not isinstance(found, dict):
        raise BadTransfer("is not a JSON object", "不是 JSON 对象")
    return found


def checked(found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind and the values of a line. Raises BadTransfer for anything the tables would not hold."""
    kind = found.pop("is", None)
    if not isinstance(kind, str) or kind not in TABLES:
        kinds = ", ".join(TABLES)
        raise BadTransfer(f"is of no kind that Backdrill knows ({kinds})", f"不属于 Backdrill 认识的种类（{kinds}）")
    columns = fields(kind)
    if set(found) != set(columns):
        wrong = sorted(set(found) ^ set(columns))[0]
        lacks, lacks_zh = ("lacks", "缺少") if wrong in columns else ("has no use for", "多了")
        raise BadTransfer(f"({kind}) {lacks} {wrong[:40]!r}", f"（{kind}）{lacks_zh} {wrong[:40]!r}")
    for name, column in columns.items():
        if not _fits(name, found[name], column):
            raise BadTransfer(
                f"({kind}) has a value for '{name}' that is of the wrong kind or out of range",
                f"（{kind}）中 '{name}' 的值类型不对或超出范围",
            )
    if not _MEANT.get(kind, lambda _: True)(found):
        raise BadTransfer(f"({kind}) holds a text that cannot be read", f"（{kind}）含有无法读取的文本")
    return kind, found


def _fits(name: str, value: Any, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, String):
        return isinstance(value, str) and _is_text(name, value, column.type.length or LONGEST_LINE)
    kinds = (int,) if column.type.python_type is int else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    low, high = _LIMITS.get(name, (-(2**63), 2**63 - 1)) if name != "state" else (0, 3)
    return math.isfinite(value) and low <= value <= high


def _is_text(name: str, value: str, longest: int) -> bool:
    whole = not any("\ud800" <= character <= "\udfff" for character in value)
    return whole and len(value) <= longest and (name not in _NAMES or _NAME.fullmatch(value) is not None)


def _parameters(row: Mapping[str, Any]) -> bool:
    text = f"{row['algorithm']}/{row['version']}/{row['parameters']}"
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
    return bool(key == row["id"])


def _event(row: Mapping[str, Any]) -> bool:
    try:
        event = replay.event_of(row)
    except ValueError:
        return False
    return not isinstance(event, Bury | MakeDue) or event.day.toordinal() <= _DAY[1]


def _interview(row: Mapping[str, Any]) -> bool:
    try:
        plan, coming = json.loads(row["plan"]), json.loads(row["coming"])
        report = json.loads(row["report"] or "{}")
    except (ValueError, RecursionError):
        return False
    pairs = isinstance(coming, list) and all(isinstance(one, list) and len(one) == 2 for one in coming)
    return pairs and isinstance(plan, dict) and isinstance(report, dict) and row["state"] in set(InterviewState)


_MEANT = {"parameters": _parameters, "event": _event, "interview": _interview}
