"""The form of content files, checked by pydantic over the dataclasses of `content.model`: all errors at once.

Only `check`, `verify` and the first load of a changed deck import this module; start-up reads the validated cache.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from content.interview import Thread
from content.kind import kinds
from content.model import Claim, DeckInfo, Question, Source, Term
from content.structure import fields_of, of_union
from engine.text import Text

MODELS: dict[str, Any] = {
    "deck": DeckInfo,
    "claims": tuple[Claim, ...],
    "questions": tuple[Question, ...],
    "sources": dict[str, Source],
    "threads": tuple[Thread, ...],
    "synonyms": dict[str, tuple[str, ...]],
    "glossary": tuple[Term, ...],
}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(MODELS[kind])


def form_faults(kind: str, data: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, message) for everything in `data` that does not have the form of `kind`."""
    try:
        _adapter(kind).validate_json(json.dumps(data))
        yield from _lists_for_keys(MODELS[kind], data, ())
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield _path(fault["loc"]), _said(fault["type"], fault["msg"], fault.get("ctx", {}))
    except (ValueError, RecursionError, TypeError) as error:
        yield (), f"cannot be read: {error}"
    if kind == "questions" and isinstance(data, list):
        yield from _unknown_kinds(data)


def _unknown_kinds(questions: list[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    *most, last = (repr(name) for name in kinds())
    for index, question in enumerate(questions):
        name = question.get("kind") if isinstance(question, dict) else None
        if isinstance(name, str) and name not in kinds():
            yield (index, "kind"), f"takes one of {', '.join(most)} or {last}"


def _lists_for_keys(hint: Any, value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """pydantic takes a list for the fields of a `Text` or of a dataclass in their order; a deck names them."""
    hint = next((part for part in of_union(hint) if part is not type(None)), hint)
    keys = hint is Text or is_dataclass(hint)
    if keys and isinstance(value, list):
        yield path, "takes keys with values, not a list"
    elif keys and isinstance(value, Mapping):
        for name, part in value.items():
            yield from _lists_for_keys(fields_of(hint)[name], part, (*path, name))
    elif isinstance(value, list | Mapping) and get_args(hint):
        for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _lists_for_keys(get_args(hint)[1 if isinstance(value, Mapping) else 0], part, (*path, key))


def _path(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(part for part in location if not (isinstance(part, str) and part.startswith("function-")))


def _said(kind: str, message: str, context: dict[str, Any]) -> str:
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "is missing; add it"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "is no key of this place; remove it or correct its spelling"
    if kind == "enum":
        return f"takes one of {context.get('expected', '')}"
    return message[:1].lower() + message[1:]
