"""The tall brackets of a matrix, row by row."""

from __future__ import annotations


def brackets(r: int, count: int) -> tuple[str, str]:
    """The edges of a matrix of `count` rows beside row `r`."""
    if count == 1:
        return "[", "]"
    return ("⎡", "⎤") if r == 0 else ("⎣", "⎦") if r == count - 1 else ("⎢", "⎥")
