"""Demonstrations: named, documented NumPy computations with parameters, measurements and views.

A demonstration is a function of a `numpy.random.Generator` and keyword parameters, decorated with its declaration:

    @demonstration(number="D15", name="pooling_router", topic="pooling", measurements=PoolingRouter, ...)
    def pooling_router(rng, *, mode, kernel, ...) -> Result: ...

A long one is a generator of `Partial` results instead. The caller shows each one and may stop at any time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from engine.measurements import Grade, Measurement, Measurements, declared
from engine.messages import suggestion
from engine.parameters import Parameter, ParameterError, Raw, Value
from engine.result import Result
from engine.text import Text

# Packages written for version 0.1.0 import Grade and Measurement from here.
__all__ = ["Demonstration", "Given", "Grade", "Measurement", "Partial", "demonstration"]


Given: TypeAlias = Mapping[str, Raw]
"""Parameters by name, not yet checked."""
Function: TypeAlias = "Callable[..., Result | Iterator[Partial]]"
"""The function that is decorated."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A result so far. `done` grows from 0 to 1; the last one that is yielded is the result."""

    done: float
    result: Result


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demonstration as it was declared.

    `name` is unique and is also the name of its file, `number` is the short name that learners see, such as D15, and
    `topic` is a topic's id. `look_for` says what to watch, `predict` asks a question to answer before running it, and
    `limits` says what it does not show. `kernels` are the functions whose source it shows.
    """

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
    function: Function
    kernels: tuple[Callable[..., object], ...] = ()

    @property
    def long(self) -> bool:
        """Whether it yields partial results, so that it should run in a worker."""
        return inspect.isgeneratorfunction(self.function)

    def parameter(self, name: str) -> Parameter:
        """The parameter called `name`. Raises ParameterError with the nearest name, or with all names."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        hint = suggestion(name, [parameter.name for parameter in self.parameters])
        raise ParameterError(
            f"demonstration '{self.name}' has no parameter '{name}'. {hint.en}",
            f"演示“{self.name}”没有参数“{name}”。{hint.zh}",
        )

    def accept(self, given: Given) -> dict[str, Value]:
        """Every parameter's value: the given ones, checked, and the defaults of the rest.

        Raises ParameterError for an unknown name and for a value that its parameter does not take."""
        for name in given:
            self.parameter(name)
        return {
            parameter.name: parameter.accept(given.get(parameter.name, parameter.default))
            for parameter in self.parameters
        }

    def stages(self, given: Given, rng: np.random.Generator) -> Iterator[Partial]:
        """Run piece by piece. A demonstration that is not long is one piece.

        Raises ParameterError as `accept` does; values that do not go together (a matrix of another shape) are refused
        at once, or by a long demonstration when its first piece is asked for."""
        accepted = self.accept(given)
        outcome = self.function(rng, **accepted)
        if isinstance(outcome, Result):
            return iter((Partial(1.0, outcome),))
        return outcome

    def run(self, given: Given, rng: np.random.Generator) -> Result:
        """Run to the end. Raises ParameterError for parameters that it does not take."""
        result: Result | None = None
        for partial in self.stages(given, rng):
            result = partial.result
        if result is None:
            raise RuntimeError(f"demonstration '{self.name}' yielded no result")
        return result

    def source(self) -> str:
        """The source of its kernels, for the learner to read."""
        return "\n\n".join(inspect.getsource(kernel) for kernel in self.kernels)


def demonstration(
    *,
    number: str,
    name: str,
    topic: str,
    title: Text,
    summary: Text,
    look_for: Text,
    predict: Text,
    limits: Text,
    parameters: tuple[Parameter, ...],
    measurements: type[Measurements] | tuple[Measurement, ...],
    kernels: tuple[Callable[..., object], ...] = (),
) -> Callable[[Function], Demonstration]:
    """Declare the decorated function as a demonstration, which `engine.registry` picks up from its module.

    The arguments are the fields of `Demonstration`; `measurements` is a class of `Measurements`, or a tuple of single
    ones. Raises TypeError or ValueError at import when the declaration contradicts itself or the function.
    """

    def declare(function: Function) -> Demonstration:
        made = Demonstration(
            name=name,
            number=number,
            topic=topic,
            title=title,
            summary=summary,
            look_for=look_for,
            predict=predict,
            limits=limits,
            parameters=parameters,
            measurements=measurements if isinstance(measurements, tuple) else declared(measurements),
            function=function,
            kernels=kernels,
        )
        _check(made)
        return made

    return declare


def _check(made: Demonstration) -> None:
    """Raise TypeError or ValueError when the declaration is wrong."""
    for field in ("number", "name", "topic"):
        if not isinstance(getattr(made, field), str):
            raise TypeError(f"demonstration '{made.name}': {field} must be a string")
    for field in ("title", "summary", "look_for", "predict", "limits"):
        if not isinstance(getattr(made, field), Text):
            raise TypeError(f"demonstration '{made.name}': {field} must be a Text in both languages")
    names = [p.name for p in made.parameters] + [m.name for m in made.measurements]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise ValueError(f"demonstration '{made.name}' uses {sorted(repeated)} twice")
    try:
        inspect.signature(made.function).bind(None, **{p.name: p.default for p in made.parameters})
    except TypeError as error:
        raise TypeError(f"the function of demonstration '{made.name}' and its parameters differ: {error}") from error
