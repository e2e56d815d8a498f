"""Universals attacked by search: random starts over the ranges, then descent on the margin.

A grid misses what lies between its points; descent follows the margin down. The search ends after a number of
evaluations, or when its time is up; what it could not finish is reported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from content.draws import DrawSpec
from content.model import Setup
from content.scene import Pins, accepted, compose_once, seed_of, value_of
from engine.json_data import Json
from engine.parameters import FloatArray, Value
from engine.registry import generator
from engine.result import plain

STARTS = 24
"""Random starts, the corners of each range among them."""
STEPS = 40
"""Evaluations of the descent from one of the best starts."""
DESCENTS = 3
SECONDS = 5.0
"""The longest a search may take; on a slow machine it reports what it did not reach."""
ROUNDING = 1e-9
"""A margin that falls below 0 by less than this, relative to its size, is rounding."""


@dataclass(frozen=True)
class Attack:
    """The lowest margin that was found and where; `finished` is False when the time ran out first."""

    margin: float
    at: Mapping[str, Json]
    evaluations: int
    finished: bool

    @property
    def broken(self) -> bool:
        """Whether the universal fails at `at`."""
        return self.margin < -ROUNDING


def attack(
    item_id: str, setting: Setup, seconds: float = SECONDS, clock: Callable[[], float] = time.perf_counter
) -> Attack:
    """Search the ranges of `for_all` for a margin below 0. Raises what drawing and computing raise."""
    return _Search(item_id, setting, clock() + seconds, clock).run()


class _Search:
    """One search. A point is a vector in the unit cube, an entry for each number that is ranged over."""

    def __init__(self, item_id: str, setting: Setup, deadline: float, clock: Callable[[], float]) -> None:
        self.item_id, self.setting, self.deadline, self.clock = item_id, setting, deadline, clock
        self.sizes = {name: _size(spec) for name, spec in setting.for_all.items()}
        self.rng = generator(seed_of(item_id, 0))
        self.best: tuple[float, dict[str, Value]] = (np.inf, {})
        self.evaluations = 0

    def run(self) -> Attack:
        starts = []
        for _ in range(STARTS):
            if self._late():
                break
            point = self._start()
            starts.append((self._margin(point), point))
        starts.sort(key=lambda pair: pair[0])
        for margin, point in starts[:DESCENTS]:
            if not self.best[0] < 0:
                self._descend(margin, point)
        finished = self.best[0] < 0 or not self._late()
        return Attack(self.best[0], {k: plain(v) for k, v in self.best[1].items()}, self.evaluations, finished)

    def _late(self) -> bool:
        return self.clock() > self.deadline

    def _start(self) -> FloatArray:
        point = self.rng.random(sum(self.sizes.values()))
        ends = self.rng.random(point.size) < 0.25
        return np.where(ends, np.round(point), point)

    def _descend(self, margin: float, point: FloatArray) -> None:
        """Compass search: a step along each axis, halved when none goes down."""
        step, spent = 0.25, 0
        while step > 1e-4 and spent < STEPS and not self._late():
            axis, sign = int(self.rng.integers(point.size)), self.rng.choice([-1.0, 1.0])
            moved = point.copy()
            moved[axis] = np.clip(moved[axis] + sign * step, 0.0, 1.0)
            found, spent = self._margin(moved), spent + 1
            if found < margin:
                margin, point = found, moved
            else:
                step *= 0.9

    def _margin(self, point: FloatArray) -> float:
        self.evaluations += 1
        values = self._values(point)
        scene = compose_once(self.item_id, self.setting, self.evaluations, 0, _pins(self.setting, values))
        if not accepted(self.setting, scene):
            return np.inf
        margin = float(value_of(self.setting.margin, scene.names))
        if np.isnan(margin):
            margin = -np.inf
        if margin < self.best[0]:
            self.best = (margin, values)
        return margin

    def _values(self, point: FloatArray) -> dict[str, Value]:
        values, at = {}, 0
        for name, spec in self.setting.for_all.items():
            values[name] = _decoded(spec, point[at : at + self.sizes[name]])
            at += self.sizes[name]
        return values


def _pins(setting: Setup, values: Mapping[str, Value]) -> Pins:
    return {("draw" if name in setting.draw else "parameters", name): value for name, value in values.items()}


def _size(spec: DrawSpec) -> int:
    return int(np.prod(_shape(spec))) if "array" in spec else 1


def _shape(spec: DrawSpec) -> tuple[int, ...]:
    return tuple(int(length) for length in spec["array"])


def _decoded(spec: DrawSpec, part: FloatArray) -> Value:
    """The value that a part of the unit cube stands for."""
    if "choose" in spec:
        return spec["choose"][min(int(part[0] * len(spec["choose"])), len(spec["choose"]) - 1)]
    if "array" in spec:
        low, high = spec.get("integers") or spec["floats"]
        cells = low + part.reshape(_shape(spec)) * (high - low)
        return np.round(cells) if "integers" in spec else cells
    low, high = spec.get("integer") or spec["float"]
    if spec.get("log"):
        return float(np.exp(np.log(low) + part[0] * (np.log(high) - np.log(low))))
    value = float(low + part[0] * (high - low))
    return round(value) if "integer" in spec else value
