"""Demonstrations: named, documented NumPy computations with parameters, measurements and views.

A demonstration is declared by decorating a function of a `numpy.random.Generator` and keyword parameters:

    @demonstration(number="D15", name="pooling_router", topic="pooling", ...)
    def pooling_router(rng, *, mode, kernel, ...) -> Result: ...

A long one is a generator of `Partial` results instead; whoever runs it draws each and may simply stop asking.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from engine.messages import suggestion
from engine.parameters import Parameter, ParameterError, Value
from engine.result import Result
from engine.text import NOTHING, Text


class Grade(StrEnum):
    """How firmly a number stands."""

    EXACT = "exact"
    """An identity or an exact counter-example."""
    NUMERICAL = "numerical"
    """Agrees with an independent oracle to rounding."""
    STATISTICAL = "statistical"
    """Measured over random draws, with a stated tolerance."""
    WALL_CLOCK = "wall-clock"
    """Seconds on this machine now; never decides a key."""
    CONVENTION = "convention"
    """A definition, or a library's choice."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one named number, flag or array means."""

    name: str
    meaning: Text
    unit: Text = NOTHING
    grade: Grade = Grade.NUMERICAL


@dataclass(frozen=True, slots=True)
class Partial:
    """A result so far: `done` runs from 0 to 1, and the last one yielded is the answer."""

    done: float
    result: Result


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A registered demonstration; see the module's docstring."""

    name: str
    number: str
    topic: str
    title: Text
    summary: Text
    look_for: Text
    predict: Text
    limits: Text
    parameters: tuple[Parameter, ...]
    measurements: tuple[Measurement, ...]
    function: Callable[..., Result | Iterator[Partial]]
    kernels: tuple[Callable[..., Any], ...] = ()

    @property
    def long(self) -> bool:
        """Whether it reports as it goes and belongs in a worker."""
        return inspect.isgeneratorfunction(self.function)

    def parameter(self, name: str) -> Parameter:
        """The specification called `name`. Raises ParameterError with the nearest name."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        hint = suggestion(name, [parameter.name for parameter in self.parameters])
        raise ParameterError(
            f"demonstration '{self.name}' has no parameter '{name}'. {hint.en}",
            f"演示“{self.name}”没有参数“{name}”。{hint.zh}",
        )

    def accept(self, given: Mapping[str, object]) -> dict[str, Value]:
        """All parameters: those given, checked, and the defaults of the rest. Raises ParameterError."""
        for name in given:
            self.parameter(name)
        return {
            parameter.name: parameter.accept(given.get(parameter.name, parameter.default))
            for parameter in self.parameters
        }

    def stages(self, given: Mapping[str, object], rng: np.random.Generator) -> Iterator[Partial]:
        """Run piece by piece. Raises ParameterError before anything is computed."""
        accepted = self.accept(given)
        outcome = self.function(rng, **accepted)
        if isinstance(outcome, Result):
            return iter((Partial(1.0, outcome),))
        return outcome

    def run(self, given: Mapping[str, object], rng: np.random.Generator) -> Result:
        """Run to the end. Raises ParameterError for parameters it does not take."""
        result: Result | None = None
        for partial in self.stages(given, rng):
            result = partial.result
        if result is None:
            raise RuntimeError(f"demonstration '{self.name}' yielded no result")
        return result

    def source(self) -> str:
        """The NumPy source of its kernels, for the learner to read."""
        return "\n\n".join(inspect.getsource(kernel) for kernel in self.kernels)


def demonstration(**fields: Any) -> Callable[[Callable[..., Result | Iterator[Partial]]], Demonstration]:
    """Declare a demonstration. Takes the fields of `Demonstration` but `function`; the result is picked up by
    `engine.registry` from the module it stands in."""

    def declare(function: Callable[..., Result | Iterator[Partial]]) -> Demonstration:
        made = Demonstration(function=function, **fields)
        names = [p.name for p in made.parameters] + [m.name for m in made.measurements]
        repeated = {name for name in names if names.count(name) > 1}
        if repeated:
            raise ValueError(f"demonstration '{made.name}' uses {sorted(repeated)} twice")
        return made

    return declare
