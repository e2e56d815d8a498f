"""Runs of demonstrations: what is asked for, what has been computed in this session, and how a run reports."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.message import Message

from engine.demonstration import Demonstration
from engine.parameters import Value
from engine.result import Result, plain

MOST_KEPT = 64


@dataclass(frozen=True, eq=False)
class Request:
    """One run: the demonstration, all its parameters, and the seed."""

    demonstration: Demonstration
    parameters: Mapping[str, Value]
    seed: int

    @property
    def key(self) -> str:
        """Equal for runs that give the same result."""
        values = {name: plain(value) for name, value in self.parameters.items()}
        return json.dumps([self.demonstration.name, values, self.seed], sort_keys=True)

    @property
    def settings(self) -> str:
        """The parameters that differ from their defaults, in short, with the seed."""
        defaults = self.demonstration.accept({})
        told = [f"{name}={_short(v)}" for name, v in self.parameters.items() if plain(v) != plain(defaults[name])]
        return ", ".join([*told, f"seed={self.seed}"])


@dataclass
class Computed(Message):
    """A result, the last one when `done` is 1. `serial` tells which request it answers."""

    serial: int
    done: float
    result: Result


@dataclass
class Refused(Message):
    """The run is not possible; `why` says so in a sentence."""

    serial: int
    why: str


@dataclass
class Cache:
    """Results of this session by request, the latest kept."""

    _results: OrderedDict[str, Result] = field(default_factory=OrderedDict)

    def get(self, request: Request) -> Result | None:
        """The result, if it is still kept."""
        result = self._results.get(request.key)
        if result is not None:
            self._results.move_to_end(request.key)
        return result

    def put(self, request: Request, result: Result) -> None:
        """Keep a finished result."""
        self._results[request.key] = result
        while len(self._results) > MOST_KEPT:
            self._results.popitem(last=False)


def _short(value: Value) -> str:
    text = json.dumps(plain(value)).replace('"', "").replace(" ", "")
    return text if len(text) <= 20 else text[:19] + "…"
