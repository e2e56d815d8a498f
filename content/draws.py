"""Drawing parameters from a seed.

A drawn parameter is a mapping with one of the keys

    integer: [low, high]        a whole number, both ends included; `step: s` for low, low + s, ...
    float: [low, high]          a real number rounded to `digits` decimals (default 2); `log: true` draws its logarithm
    choose: [a, b, ...]         one of the listed values
    array: [rows, columns]      an array of `integers: [low, high]` or `floats: [low, high]` (with `digits`);
                                `distinct: true` for different entries; a length may be the name of an earlier draw
    compute: expression         from what was drawn before

Anything else is a fixed value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.expressions import compile_expression
from engine.parameters import Value

KEYS = ("integer", "float", "choose", "array", "compute")


class DrawError(ValueError):
    """A draw that is not written as this module says."""


def is_drawn(spec: object) -> bool:
    """Whether `spec` asks for a fresh value."""
    return isinstance(spec, Mapping)


def draw(spec: Any, names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    """One value. Raises DrawError for a specification that is not understood."""
    if not isinstance(spec, Mapping):
        return spec
    kind = next((key for key in KEYS if key in spec), None)
    if kind is None:
        raise DrawError(f"a drawn parameter has one of the keys {', '.join(KEYS)}, not {', '.join(map(str, spec))}")
    extra = set(spec) - _ALLOWED[kind]
    if extra:
        raise DrawError(
            f"'{sorted(extra)[0]}' does not go with '{kind}'; allowed are {', '.join(sorted(_ALLOWED[kind]))}"
        )
    return _DRAWERS[kind](spec, names, rng)


def _integer(spec: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator) -> int:
    low, high = _pair(spec["integer"], int)
    step = spec.get("step", 1)
    return int(low + step * rng.integers(0, (high - low) // step + 1))


def _float(spec: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator) -> float:
    low, high = _pair(spec["float"], float)
    if spec.get("log"):
        return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.{spec.get('digits', 2)}g}")
    return float(round(rng.uniform(low, high), spec.get("digits", 2)))


def _choose(spec: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    options = spec["choose"]
    if not isinstance(options, Sequence) or isinstance(options, str) or not options:
        raise DrawError("'choose' takes a list of values")
    return options[int(rng.integers(len(options)))]


def _array(spec: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    lengths = spec["array"]
    if not isinstance(lengths, Sequence) or isinstance(lengths, str) or not 1 <= len(lengths) <= 3:
        raise DrawError(f"'array' takes a list of lengths such as [3, 3], not {lengths!r}")
    shape = tuple(_length(size, names) for size in lengths)
    count = int(np.prod(shape))
    if "integers" in spec:
        low, high = _pair(spec["integers"], int)
        pool = np.arange(low, high + 1)
        if spec.get("distinct") and len(pool) < count:
            raise DrawError(f"{count} different whole numbers do not fit from {low} to {high}")
        return rng.choice(pool, size=shape, replace=not spec.get("distinct", False)).astype(float)
    low_f, high_f = _pair(spec.get("floats"), float)
    return np.round(rng.uniform(low_f, high_f, shape), spec.get("digits", 2))


def _compute(spec: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    return compile_expression(str(spec["compute"]), names).value(names)


_DRAWERS = {"integer": _integer, "float": _float, "choose": _choose, "array": _array, "compute": _compute}
_ALLOWED = {
    "integer": {"integer", "step"},
    "float": {"float", "digits", "log"},
    "choose": {"choose"},
    "array": {"array", "integers", "floats", "digits", "distinct"},
    "compute": {"compute"},
}


def _pair(value: Any, kind: type) -> tuple[Any, Any]:
    numbers = isinstance(value, Sequence) and all(isinstance(v, int | float) for v in value)
    if not numbers or len(value) != 2 or not value[0] <= value[1]:
        raise DrawError(f"a range is written [low, high], not {value!r}")
    if kind is int and not all(isinstance(v, int) for v in value):
        raise DrawError(f"a range of whole numbers is written [low, high], not {value!r}")
    return kind(value[0]), kind(value[1])


def _length(size: Any, names: Mapping[str, Value]) -> int:
    length = names.get(size) if isinstance(size, str) else size
    if not isinstance(length, int) or not 1 <= length <= 64:
        raise DrawError(f"the length {size!r} is not a whole number from 1 to 64 or the name of one drawn before")
    return length
