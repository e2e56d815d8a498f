"""An axis as numbers: where a value lies, and which values bear a tick."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.parameters import FloatArray
from tui.drawing.canvas import number


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, both already logarithms to base 10 when `log`."""

    low: float
    high: float
    log: bool

    def places(self, values: FloatArray) -> FloatArray:
        """Where the values lie, 0 at the low end and 1 at the high one; nan where a logarithm does not exist."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            plain = np.log10(np.where(values > 0, values, np.nan)) if self.log else values
            return np.asarray((plain - self.low) / (self.high - self.low), dtype=np.float64)

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """(place, label) of up to about `count` round values inside."""
        values = _decades(self.low, self.high, count) if self.log else _round_values(self.low, self.high, count)
        found = zip(self.places(np.array(values, dtype=np.float64)), values, strict=True)
        return [(float(place), number(value)) for place, value in found if -1e-9 <= place <= 1 + 1e-9]


def scale_of(values: FloatArray, log: bool, margin: float = 0.0) -> Scale | None:
    """The scale that holds all finite values (positive ones when `log`), or None when there are none."""
    usable = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not usable.size:
        return None
    low, high = float(usable.min()), float(usable.max())
    if log:
        low, high = math.log10(low), math.log10(high)
    if high - low <= abs(high) * 1e-12:
        room = 0.5 if log else abs(high) * 0.1 or 1.0
        return Scale(low - room, high + room, log)
    room = (high - low) * margin
    return Scale(low - room, high + room, log)


def _round_values(low: float, high: float, count: int) -> list[float]:
    rough = (high - low) / max(1, count)
    if not math.isfinite(rough) or rough <= 0:
        return [low]
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if power * factor >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    values = [(first + k) * step for k in range(math.floor((high - low) / step + 1e-9) + 2)]
    return [0.0 if abs(value) < step * 1e-9 else value for value in values]


def _decades(low: float, high: float, count: int) -> list[float]:
    if high - low < 1:
        return _round_values(10.0**low, 10.0**high, count)
    powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    stride = max(1, math.ceil(len(powers) / max(1, count)))
    values = [10.0**power for power in powers[::stride]]
    if len(values) * 3 <= count:
        values = sorted(value * factor for value in [values[0] / 10, *values] for factor in (1, 2, 5))
    return values
