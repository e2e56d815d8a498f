"""Plain data into the dataclasses of `content.model`, and back, without pydantic: start-up reads the cache this way.

Only data that `content.validation.form` has validated is ever passed in.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from engine.text import Text

T = TypeVar("T")


def fields_of(model: Any) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    return _fields(model)


@cache
def _fields(model: Any) -> dict[str, Any]:
    return get_type_hints(model)


def of_union(hint: Any) -> tuple[Any, ...]:
    """The parts of a union of types; nothing for any other type."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else ()


def structure(model: type[T], data: Mapping[str, Any]) -> T:
    """`data` as an instance of the dataclass `model`."""
    hints = _fields(cast(Any, model))
    return model(**{name: _value(hints[name], value) for name, value in data.items()})


def _value(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), of_union(hint)
    if parts:
        return None if value is None else _value(next(part for part in parts if part is not type(None)), value)
    if origin is tuple:
        item = get_args(hint)[0]
        return tuple(_value(item, v) for v in value)
    if origin is not None and isinstance(value, Mapping):
        item = get_args(hint)[1]
        return {key: _value(item, v) for key, v in value.items()}
    if hint is Text:
        return Text(value["en"], value["zh"])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return structure(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def unstructure(value: Any, defaults: bool = False) -> Any:
    """An instance as data that JSON can hold; fields at their defaults are left out unless `defaults` is set."""
    if isinstance(value, Text):
        return {"en": value.en, "zh": value.zh}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: unstructure(getattr(value, f.name), defaults)
            for f in dataclasses.fields(value)
            if defaults or f.default is dataclasses.MISSING or getattr(value, f.name) != f.default
        }
    if isinstance(value, Mapping):
        return {key: unstructure(v, defaults) for key, v in value.items()}
    if isinstance(value, tuple | list):
        return [unstructure(v, defaults) for v in value]
    return value.value if isinstance(value, Enum) else value
