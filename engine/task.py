"""Tasks: functions that a learner writes in NumPy and that `engine.judging` judges.

A task is its reference solution, decorated with everything that the judge and the learner need:

    @task(topic="pooling", title=..., statement=..., arguments=(...), results=(...), cases=cases, wrong={...}, ...)
    def max_pool_backward(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray: ...

The reference's name is the task's name, the file's name and the name of the function that the learner defines. Its
positional parameters are the learner's; its keyword-only parameters are the options, which a seed draws and the
statement tells. docs/tasks.md is the guide for authors.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from engine.parameters import FloatArray, Scalar
from engine.text import Text

Options: TypeAlias = Mapping[str, Scalar]
"""The drawn value of each option: the keyword arguments of everything that a task declares as a function."""
Arguments: TypeAlias = tuple[Any, ...]
"""What the function is called with: arrays, numbers, text, lists of them, or an `Expression`."""
Function: TypeAlias = Callable[..., Any]

PLAIN, STRIDED, FORTRAN = "plain", "strided", "fortran"
"""How the arrays of a case lie in memory when the learner's function gets them."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An argument or a result: its name, its axes, its meaning.

    `axes` names the axes, separated by spaces: "n d" is shown as (n, d). Arguments that share an axis are cut together
    when a failing case is made smaller. An array with fewer axes than named has the first ones. "..." is any shape,
    the same for all that have it; "" is no array. The values of a `fixed` array, such as labels, are left alone.
    """

    name: str
    axes: str
    meaning: Text
    fixed: bool = False

    @property
    def shape(self) -> str:
        """The axes as a shape: (n, d)."""
        names = self.axes.split()
        return "" if not names else f"({', '.join(names)}{',' if len(names) == 1 and names != ['...'] else ''})"


@dataclass(frozen=True, slots=True)
class TaskOption:
    """Something that the statement decides and a seed draws: an axis, a tie rule, a divisor.

    `values` gives each value the words that replace `{name}` in the statement.
    """

    name: str
    values: Mapping[Scalar, Text]


@dataclass(frozen=True, slots=True)
class Expression:
    """A function as an argument: `Expression("x", "np.sum(x ** 2)")` is called as f(x)."""

    parameter: str
    source: str

    def __call__(self, value: Any) -> Any:
        return eval(self.source, {"np": np}, {self.parameter: value})


@dataclass(frozen=True, slots=True)
class Case:
    """One call of the function. The name is shown to the learner when the case fails."""

    name: Text
    arguments: Arguments
    layout: str = PLAIN

    def as_float32(self) -> Case:
        """The same case with its float arrays in float32."""
        name = Text(f"{self.name.en}, float32", f"{self.name.zh}，单精度（float32）")
        return replace(self, name=name, arguments=tuple(map(_narrowed, self.arguments)))

    def strided(self) -> Case:
        """The same case with arrays that are not contiguous: every second entry of a larger block."""
        name = Text(f"{self.name.en}, not contiguous", f"{self.name.zh}，内存不连续")
        return replace(self, name=name, layout=STRIDED)

    def fortran(self) -> Case:
        """The same case with arrays in Fortran order."""
        name = Text(f"{self.name.en}, Fortran order", f"{self.name.zh}，列优先存储")
        return replace(self, name=name, layout=FORTRAN)


def _narrowed(value: Any) -> Any:
    return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype == np.float64 else value


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong solution that people really write, recognised by what it computes.

    `reason` is a sentence that says what the mistake is. `also` are other procedures with the same mistake.
    `convention`
    marks one that is right elsewhere, and wrong here because the statement decides otherwise.
    """

    function: Function
    reason: Text
    also: tuple[Function, ...] = ()
    convention: bool = False


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for every right solution, without the reference.

    `holds(call, arguments, **options)` calls the learner's function by `call(*arguments)`, as often as it needs, and
    says whether the law holds there (True where it does not apply). `broken` is the sentence for who breaks it.
    """

    holds: Callable[..., bool]
    broken: Text


@dataclass(frozen=True, slots=True)
class Slope:
    """The result `result` is the gradient of `loss(*arguments, **options)` with respect to the argument `argument`.

    The judge puts central differences beside the learner's gradient. Where the loss has a kink (both one-sided
    differences disagree) a cell is passed over.
    """

    result: str
    argument: str
    loss: Callable[..., float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How results are compared with the reference, which runs in float64.

    A cell is wrong when |difference| > rtol (|expected| + max |expected| + 0.01), with rtol = 1e-7 times `factor` for
    float64 and 2e-4 times `factor` for float32 arguments. `align(expected, got)` turns results that are equally right
    (signs of components) to the nearest one; both are tuples of float64 arrays.
    """

    factor: float = 1.0
    align: Callable[[tuple[FloatArray, ...], tuple[FloatArray, ...]], tuple[FloatArray, ...]] | None = None


@dataclass(frozen=True)
class Task:
    """A task as it was declared; `task` explains the fields."""

    topic: str
    title: Text
    statement: Text
    arguments: tuple[Quantity, ...]
    results: tuple[Quantity, ...]
    reference: Function
    cases: Callable[..., Iterator[Case]]
    wrong: Mapping[str, Wrong]
    hints: tuple[Text, ...]
    explanation: Text
    options: tuple[TaskOption, ...] = ()
    laws: tuple[Law, ...] = ()
    slopes: tuple[Slope, ...] = ()
    comparison: Comparison = Comparison()
    fit: Callable[..., Arguments | None] | None = None
    large: Callable[..., Arguments] | None = None
    budget: float = 10.0
    forbidden: tuple[str, ...] = ()
    demonstrations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the task, of its file and of the function that the learner defines."""
        return self.reference.__name__

    @cached_property
    def choices(self) -> tuple[Options, ...]:
        """Every combination of the options' values; one empty combination where there are no options."""
        names = [option.name for option in self.options]
        values = [tuple(option.values) for option in self.options]
        return tuple(dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*values))

    def draw(self, seed: int) -> Options:
        """The options that `seed` draws."""
        return self.choices[int(np.random.Generator(np.random.PCG64(seed)).integers(len(self.choices)))]

    def worded(self, options: Options) -> Text:
        """The statement with the drawn options filled in."""
        words = {option.name: option.values[options[option.name]] for option in self.options}
        return Text(
            self.statement.en.format(**{name: text.en for name, text in words.items()}),
            self.statement.zh.format(**{name: text.zh for name, text in words.items()}),
        )

    def drawn_cases(self, seed: int, options: Options) -> tuple[Case, ...]:
        """The cases from small to large, the same for the same seed."""
        with np.errstate(all="ignore"):
            return tuple(self.cases(np.random.Generator(np.random.PCG64(seed)), **options))


def task(
    *,
    topic: str,
    title: Text,
    statement: Text,
    arguments: tuple[Quantity, ...],
    results: tuple[Quantity, ...],
    cases: Callable[..., Iterator[Case]],
    wrong: Mapping[str, Wrong],
    hints: tuple[Text, ...],
    explanation: Text,
    options: tuple[TaskOption, ...] = (),
    laws: tuple[Law, ...] = (),
    slopes: tuple[Slope, ...] = (),
    comparison: Comparison | None = None,
    fit: Callable[..., Arguments | None] | None = None,
    large: Callable[..., Arguments] | None = None,
    budget: float = 10.0,
    forbidden: tuple[str, ...] = (),
    demonstrations: tuple[str, ...] = (),
) -> Callable[[Function], Task]:
    """Declare the decorated function, the reference, as a task. `engine.task_registry` finds it in its module.

    `cases(rng, **options)` yields `Case`s from small to large, the edge cases among them.
    `fit(arguments, **options)` puts derived shapes right after an axis was cut or a value changed, and returns None
    where no valid case is left.
    `large(rng, size, **options)` gives the arguments for timing at 64, 512 and 4096; slower than `budget` times the
    reference is told, not graded. `forbidden` names what may not be used, such as "numpy.linalg.lstsq".
    `demonstrations` are those whose page offers the task. Raises TypeError when the declaration contradicts itself.
    """

    def declare(reference: Function) -> Task:
        made = Task(
            topic, title, statement, arguments, results, reference, cases, wrong, hints, explanation, options, laws,
            slopes, comparison or Comparison(), fit, large, budget, forbidden, demonstrations,
        )  # fmt: skip
        _check(made)
        return made

    return declare


def _check(made: Task) -> None:
    """Raise TypeError when the declaration contradicts itself."""
    for names, kind in (
        ([item.name for item in made.arguments], inspect.Parameter.POSITIONAL_OR_KEYWORD),
        ([item.name for item in made.options], inspect.Parameter.KEYWORD_ONLY),
    ):
        real = [p.name for p in inspect.signature(made.reference).parameters.values() if p.kind is kind]
        if names != real:
            raise TypeError(f"task '{made.name}': the reference takes {real}, declared are {names}")
    for slope in made.slopes:
        if slope.argument not in [item.name for item in made.arguments]:
            raise TypeError(f"task '{made.name}': a slope names the argument '{slope.argument}', which there is not")
        if slope.result not in [item.name for item in made.results]:
            raise TypeError(f"task '{made.name}': a slope names the result '{slope.result}', which there is not")
    for options in made.choices:
        made.worded(options)
