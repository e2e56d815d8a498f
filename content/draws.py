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
from typing import Any, TypeAlias, TypedDict, TypeGuard, cast

import numpy as np

from engine.expressions import compile_expression
from engine.messages import ExpectedError
from engine.parameters import Scalar, Value

FARTHEST = 1e15
"""The largest number that may be drawn: beyond it whole numbers are no longer exact."""
LARGEST_ARRAY = 4096
"""The most entries of a drawn array."""
KEYS = ("integer", "float", "choose", "array", "compute")


_Range: TypeAlias = Sequence[float]


class DrawSpec(TypedDict, total=False):
    integer: _Range
    step: int
    float: _Range
    digits: int
    log: bool
    choose: Sequence[Scalar]
    array: Sequence[int | str]
    integers: _Range
    floats: _Range
    distinct: bool
    compute: str | float


"""A drawn parameter as it should be written; the file may say anything, so drawing checks it."""


class DrawError(ExpectedError, ValueError):
    """A draw that is not written as this module says."""


def is_drawn(spec: object) -> TypeGuard[DrawSpec]:
    """Whether `spec` asks for a fresh value."""
    return isinstance(spec, Mapping)


def draw(spec: Any, names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    """One value. Raises DrawError for a specification that is not understood."""
    if not isinstance(spec, Mapping):
        return spec
    kind = next((key for key in KEYS if key in spec), None)
    if kind is None:
        keys, given = ", ".join(KEYS), ", ".join(map(str, spec))
        raise DrawError(
            f"a drawn parameter has one of the keys {keys}, not {given}",
            f"抽取参数的键应为 {keys} 之一，不能是 {given}",
        )
    extra = set(spec) - _ALLOWED[kind]
    if extra:
        first, allowed = sorted(extra)[0], ", ".join(sorted(_ALLOWED[kind]))
        raise DrawError(
            f"'{first}' does not go with '{kind}'; allowed are {allowed}",
            f"“{first}”不能与“{kind}”同用；可用的有 {allowed}",
        )
    return _DRAWERS[kind](cast("DrawSpec", spec), names, rng)


def _integer(spec: DrawSpec, names: Mapping[str, Value], rng: np.random.Generator) -> int:
    low, high = _pair(spec["integer"], int)
    step = spec.get("step", 1)
    if not isinstance(step, int) or step < 1:
        raise DrawError(
            f"'step' is a whole number from 1 on, not {step!r}", f"“step”应为不小于 1 的整数，不能是 {step!r}"
        )
    return int(low + step * rng.integers(0, (high - low) // step + 1))


def _float(spec: DrawSpec, names: Mapping[str, Value], rng: np.random.Generator) -> float:
    low, high = _pair(spec["float"], float)
    if spec.get("log"):
        if low <= 0:
            raise DrawError(
                f"'log' needs a range above 0, not [{low:g}, {high:g}]",
                f"“log”要求区间大于 0，不能是 [{low:g}, {high:g}]",
            )
        return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.{_digits(spec)}g}")
    return float(round(rng.uniform(low, high), _digits(spec)))


def _digits(spec: DrawSpec) -> int:
    digits = spec.get("digits", 2)
    if not isinstance(digits, int) or isinstance(digits, bool) or not 0 <= digits <= 15:
        raise DrawError(
            f"'digits' is a whole number from 0 to 15, not {digits!r}",
            f"“digits”应为 0 到 15 的整数，不能是 {digits!r}",
        )
    return digits


def _choose(spec: DrawSpec, names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    options = spec["choose"]
    if not isinstance(options, Sequence) or isinstance(options, str) or not options:
        raise DrawError("'choose' takes a list of values", "“choose”后应为取值的列表")
    return options[int(rng.integers(len(options)))]


def _array(spec: DrawSpec, names: Mapping[str, Value], rng: np.random.Generator) -> Any:
    lengths = spec["array"]
    if not isinstance(lengths, Sequence) or isinstance(lengths, str) or not 1 <= len(lengths) <= 3:
        raise DrawError(
            f"'array' takes a list of lengths such as [3, 3], not {lengths!r}",
            f"“array”后应为各轴长度的列表，如 [3, 3]，不能是 {lengths!r}",
        )
    shape = tuple(_length(size, names) for size in lengths)
    count = int(np.prod(shape))
    if count > LARGEST_ARRAY:
        raise DrawError(
            f"an array of {count:,} numbers is too large to draw; {LARGEST_ARRAY:,} are allowed",
            f"数组有 {count:,} 个数，太大，无法抽取；至多 {LARGEST_ARRAY:,} 个",
        )
    if "integers" in spec:
        low, high = _pair(spec["integers"], int)
        span = high - low + 1
        if spec.get("distinct") and span < count:
            raise DrawError(
                f"{count} different whole numbers do not fit from {low} to {high}",
                f"{low} 到 {high} 之间没有 {count} 个互不相同的整数",
            )
        # The range itself is never made: it may hold a thousand million numbers.
        return (low + rng.choice(span, size=shape, replace=not spec.get("distinct", False))).astype(float)
    low_f, high_f = _pair(spec.get("floats"), float)
    return np.round(rng.uniform(low_f, high_f, shape), _digits(spec))


def _compute(spec: DrawSpec, names: Mapping[str, Value], rng: np.random.Generator) -> Any:
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
        raise DrawError(f"a range is written [low, high], not {value!r}", f"区间写作 [下限, 上限]，不能是 {value!r}")
    if kind is int and not all(isinstance(v, int) for v in value):
        raise DrawError(
            f"a range of whole numbers is written [low, high], not {value!r}",
            f"整数区间写作 [下限, 上限]，不能是 {value!r}",
        )
    if not all(abs(v) <= FARTHEST for v in value):
        raise DrawError(
            f"a range lies within ±{FARTHEST:.0e}, not {value!r}", f"区间须在 ±{FARTHEST:.0e} 之内，不能是 {value!r}"
        )
    return kind(value[0]), kind(value[1])


def _length(size: Any, names: Mapping[str, Value]) -> int:
    length = names.get(size) if isinstance(size, str) else size
    if not isinstance(length, int) or not 1 <= length <= 64:
        raise DrawError(
            f"the length {size!r} is not a whole number from 1 to 64 or the name of one drawn before",
            f"长度 {size!r} 既不是 1 到 64 的整数，也不是先前抽取的整数的名称",
        )
    return length
