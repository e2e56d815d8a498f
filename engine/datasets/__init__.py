"""Two small real data sets. README.md in this folder gives their sources and licences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """`features` of shape (samples, columns), integer `labels` of shape (samples,), and the names of the columns.

    The features cannot be written to, because everybody gets the same array."""

    features: FloatArray
    labels: NDArray[np.int64]
    names: tuple[str, ...]


@cache
def digits() -> DataSet:
    """1797 handwritten digits of 8x8 pixels, values 0 to 16, as (1797, 64) with labels 0 to 9."""
    with np.load(str(files("engine.datasets") / "digits.npz")) as stored:
        return DataSet(
            _frozen(stored["images"].astype(np.float64)),
            stored["labels"].astype(np.int64),
            tuple(f"pixel_{i // 8}_{i % 8}" for i in range(64)),
        )


@cache
def wine() -> DataSet:
    """13 chemical measurements of 178 wines of three cultivars, as (178, 13) with labels 0 to 2."""
    with np.load(str(files("engine.datasets") / "wine.npz")) as stored:
        return DataSet(
            _frozen(stored["features"].astype(np.float64)),
            stored["labels"].astype(np.int64),
            tuple(str(name) for name in stored["names"]),
        )


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
