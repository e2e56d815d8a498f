"""The form of content files, checked by pydantic over the dataclasses of `content.model`: all errors at once.

Only `check`, `verify` and the first load of a changed deck import this module; start-up reads the validated cache.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from content.interview import Thread
from content.kind import kinds
from content.model import Claim, DeckInfo, Question, Source, Term

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


def _path(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(part for part in location if not (isinstance(part, str) and part.startswith("function-")))


def _said(kind: str, message: str, context: dict[str, Any]) -> str:
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "is missing; add it"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "is no key of this place; remove it or mend its spelling"
    if kind == "enum":
        return f"takes one of {context.get('expected', '')}"
    return message[:1].lower() + message[1:]
