"""A scene: one setting drawn from a seed, its demonstrations run, and every name that expressions may use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from content.draws import draw, is_drawn
from content.model import Draw, Setup
from engine.expressions import ExpressionError, compile_expression
from engine.messages import ExpectedError
from engine.parameters import Value
from engine.registry import find, generator
from engine.result import Result

ATTEMPTS = 400
"""How many draws are tried before a setting's `such_that` is called impossible."""
FITTING = 40
"""How many draws that hold but do not fit (a tie in rounding, two mistakes alike) are made before one is taken."""

Place = tuple[str, str]
"""Where a value is drawn: `draw`, `parameters`, `runs.NAME` or `seed`, and its name."""
Pins = Mapping[Place, Value]
"""Values put in the place of what would be drawn."""
SEED: Place = ("seed", "")
"""The place of the demonstration's own seed."""


class SceneError(ExpectedError, ValueError):
    """A setting that cannot be drawn or computed."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What one seed gives: the main run's parameters and result, and all names."""

    seed: int
    demonstration: str
    demonstration_seed: int
    parameters: Mapping[str, Value]
    result: Result
    names: Mapping[str, Value]
    drawn: Mapping[Place, Value]


def seed_of(item_id: str, seed: int, attempt: int = 0) -> int:
    """The 64-bit seed that `item_id` turns `seed` into, so that different questions draw independently."""
    text = f"{item_id}/{seed}/{attempt}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def value_of(source: str, names: Mapping[str, Value]) -> Any:
    """An expression's value over `names`. Raises ExpressionError."""
    return compile_expression(source, names).value(names)


def holds(source: str, names: Mapping[str, Value]) -> bool:
    """Whether an expression is true over `names`. Raises ExpressionError."""
    return compile_expression(source, names).holds(names)


def varies(setting: Setup) -> bool:
    """Whether another seed can give other numbers by the author's own draws."""
    specs = [*setting.draw.values(), *setting.parameters.values()]
    specs += [spec for run in setting.runs.values() for spec in run.parameters.values()]
    return any(is_drawn(spec) and "compute" not in spec for spec in specs)


def compose(item_id: str, setting: Setup, seed: int, unfit: Callable[[Scene], int] | None = None) -> Scene:
    """Draw and run. The same id and seed give the same scene on every machine.

    `unfit` says how badly a scene can be asked (0: well). An unfit draw is made again, a bounded number of times; then
    the least unfit one is taken.
    Raises SceneError (impossible `such_that`), ExpressionError, ParameterError, DrawError, UnknownDemonstration.
    """
    refused: list[tuple[int, Scene]] = []
    for attempt in range(ATTEMPTS):
        scene = compose_once(item_id, setting, seed, attempt)
        if not accepted(setting, scene):
            continue
        severity = unfit(scene) if unfit is not None else 0
        if not severity:
            return scene
        refused.append((severity, scene))
        if len(refused) == FITTING:
            break
    if refused:
        return min(refused, key=lambda pair: pair[0])[1]
    wanted = "; ".join(setting.such_that)
    raise SceneError(
        f"none of {ATTEMPTS} draws makes such_that hold: {wanted}", f"抽取 {ATTEMPTS} 次都不满足 such_that：{wanted}"
    )


def accepted(setting: Setup, scene: Scene) -> bool:
    """Whether the scene is one that the author's conditions let through."""
    return all(holds(condition, scene.names) for condition in setting.such_that)


def compose_once(item_id: str, setting: Setup, seed: int, attempt: int = 0, pins: Pins = MappingProxyType({})) -> Scene:
    """One draw, whether `such_that` holds or not, with the values of `pins` in their places."""
    rng = generator(seed_of(item_id, seed, attempt))
    names: dict[str, Value] = {}
    drawn: dict[Place, Value] = {}

    def take(place: str, specs: Mapping[str, Draw], known: Mapping[str, Value]) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for name, spec in specs.items():
            value = draw(spec, {**known, **given}, rng)
            given[name] = drawn[place, name] = pins.get((place, name), value)
        return {**given, **{name: value for (where, name), value in pins.items() if where == place}}

    names |= take("draw", setting.draw, names)
    main_seed = int(rng.integers(2**31)) if setting.fixed_seed is None else setting.fixed_seed
    main_seed = drawn[SEED] = int(pins.get(SEED, main_seed))
    parameters, result = _run(setting.demonstration, take("parameters", setting.parameters, names), main_seed)
    names |= parameters
    names |= result.measurements
    for alias, run in setting.runs.items():
        _, other = _run(run.demonstration, take(f"runs.{alias}", run.parameters, names), main_seed)
        names |= {f"{alias}_{name}": value for name, value in other.measurements.items()}
    for name, source in setting.let.items():
        names[name] = value_of(source, names)
    return Scene(seed, setting.demonstration, main_seed, parameters, result, names, drawn)


def _run(name: str, given: Mapping[str, Value], seed: int) -> tuple[dict[str, Value], Result]:
    parameters = find(name).accept(given)
    setting = Setting(name, parameters, seed)
    source = _SOURCE.get()
    return parameters, _kept(setting) if source is None else source(setting, lambda: run(setting))


class Setting:
    """A demonstration, its accepted parameters and its seed: everything that decides a result."""

    def __init__(self, name: str, accepted: Mapping[str, Value], seed: int) -> None:
        self.name, self.accepted, self.seed = name, accepted, seed
        self.key = (name, seed, *((k, *_identity(v)) for k, v in accepted.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Setting) and self.key == other.key


def _identity(value: Value) -> tuple[object, ...]:
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    return (type(value), value)


@lru_cache(maxsize=256)
def _kept(setting: Setting) -> Result:
    """The result, computed once: demonstrations are pure, and runs with a fixed seed come again and again."""
    return run(setting)


def run(setting: Setting) -> Result:
    """Run the demonstration."""
    return find(setting.name).run(setting.accepted, generator(setting.seed))


Source = Callable[[Setting, Callable[[], Result]], Result]
"""Gives a setting's result: a kept one, or what calling its second argument computes."""
_SOURCE: ContextVar[Source | None] = ContextVar("source", default=None)


@contextmanager
def results_from(source: Source) -> Iterator[None]:
    """Take the results of scenes from `source` for a while."""
    token = _SOURCE.set(source)
    try:
        yield
    finally:
        _SOURCE.reset(token)


def known_names(setting: Setup) -> set[str]:
    """Every name the setting's expressions may use, without running anything. Raises UnknownDemonstration."""
    names = set(setting.draw) | set(setting.let)
    if setting.demonstration:
        main = find(setting.demonstration)
        names |= {p.name for p in main.parameters} | {m.name for m in main.measurements}
    for alias, run in setting.runs.items():
        names |= {f"{alias}_{m.name}" for m in find(run.demonstration).measurements}
    return names


__all__ = ["ExpressionError", "Scene", "SceneError", "compose", "holds", "known_names", "value_of", "varies"]
