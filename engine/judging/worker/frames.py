"""Frames between the judge and the learner's process: a JSON header and raw bytes of arrays. No pickle."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterable
from typing import Any

HEAD = struct.Struct("<2sIQ")
MAGIC = b"BD"
HEADER_CAP, BODY_CAP = 1 << 16, 64 << 20
"""Bytes of a header, and of one array that comes back."""
DTYPES = frozenset("|b1 |i1 |u1 <i2 <u2 <i4 <u4 <i8 <u8 <f2 <f4 <f8 <c8 <c16".split())
MOST_VALUES, MOST_AXES = 16, 32


class Garbled(ValueError):
    """What came is no frame: the learner's code wrote into the channel."""


def packed(header: object, buffers: Iterable[bytes] = ()) -> bytes:
    """The bytes of a frame."""
    head, body = json.dumps(header).encode(), b"".join(buffers)
    return HEAD.pack(MAGIC, len(head), len(body)) + head + body


def unpacked(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """The next frame; `read(n)` gives exactly n bytes. Raises Garbled."""
    magic, head, body = HEAD.unpack(read(HEAD.size))
    if magic != MAGIC or head > HEADER_CAP or body > MOST_VALUES * BODY_CAP:
        raise Garbled
    try:
        header = json.loads(read(head))
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(header, dict):
        raise Garbled
    return header, read(body)


def counted(dtype: object, shape: object) -> int:
    """How many entries an array of this description has. Raises Garbled for a dtype or a shape that is not allowed."""
    if dtype not in DTYPES or not isinstance(shape, list) or len(shape) > MOST_AXES:
        raise Garbled
    if not all(isinstance(length, int) and 0 <= length < 1 << 40 for length in shape):
        raise Garbled
    return math.prod(shape)
