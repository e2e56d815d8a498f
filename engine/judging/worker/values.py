"""Arguments out of a frame, and results into one. NumPy's functions are kept here: the learner may redefine NumPy."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import asarray, ascontiguousarray, dtype, empty, frombuffer, generic, ndarray

from engine.judging.worker.frames import BODY_CAP, DTYPES, MOST_VALUES

MARKER = 77
"""Fills the entries between those of a strided array."""


def decoded(items: list[dict[str, Any]], body: bytes) -> list[Any]:
    """The arguments of a call, laid out as asked."""
    arguments: list[Any] = []
    at = 0
    for item in items:
        if "json" in item:
            arguments.append(item["json"])
        elif "expression" in item:
            arguments.append(eval(f"lambda {item['parameter']}: {item['expression']}", {"np": np}))
        else:
            kind, shape = dtype(item["dtype"]), tuple(item["shape"])
            flat = frombuffer(body, kind, prod(shape), at).reshape(shape)
            at += flat.nbytes
            arguments.append(_laid_out(flat, item.get("layout", "plain")))
            arguments[-1].flags.writeable = not item.get("readonly")
    return arguments


def _laid_out(flat: Any, layout: str) -> Any:
    if layout == "strided" and flat.ndim:
        block = empty((*flat.shape[:-1], 2 * flat.shape[-1]), flat.dtype)
        block[...] = MARKER
        block[..., ::2] = flat
        return block[..., ::2]
    return flat.copy(order="F" if layout == "fortran" else "C")


def encoded(value: Any) -> tuple[dict[str, Any], list[bytes]]:
    """A description and the raw bytes of what came back: an array, a number, None, or a flat tuple or list of them."""
    buffers: list[bytes] = []
    if isinstance(value, tuple) or (
        isinstance(value, list) and any(isinstance(x, ndarray) for x in value[:MOST_VALUES])
    ):
        described = [_described(item, buffers) for item in value[:MOST_VALUES]]
        return {"many": type(value).__name__[:40], "count": len(value), "values": described}, buffers
    return {"many": "", "count": 1, "values": [_described(value, buffers)]}, buffers


def _described(item: Any, buffers: list[bytes]) -> dict[str, Any]:
    if item is None:
        return {"kind": "none"}
    kind = "list" if isinstance(item, list | tuple) else "array" if isinstance(item, ndarray) else "number"
    if kind == "number" and not isinstance(item, bool | int | float | complex | generic):
        return {"kind": "other", "type": type(item).__name__[:80]}
    try:
        array = asarray(item)
    except Exception as error:  # rows of unequal length, an integer beyond 64 bits, an odd subclass
        return {"kind": "other", "type": f"{type(item).__name__} ({error})"[:80]}
    if array.dtype.byteorder == ">":
        array = array.astype(array.dtype.newbyteorder("<"))
    if array.dtype.str not in DTYPES:
        return {"kind": "other", "type": f"{type(item).__name__} ({array.dtype})"[:80]}
    if array.nbytes > BODY_CAP:
        return {"kind": "other", "type": f"{type(item).__name__} {array.shape}"[:80]}
    buffers.append(ascontiguousarray(array).tobytes())
    return {"kind": kind, "dtype": array.dtype.str, "shape": list(array.shape)}
