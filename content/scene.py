"""A scene: one setting drawn from a seed, its demonstrations run, and every name that expressions may use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from content.draws import draw, is_drawn
from content.model import Setup
from engine.expressions import Expression, ExpressionError, compile_expression
from engine.messages import ExpectedError
from engine.parameters import Value
from engine.registry import find, generator
from engine.result import Result

ATTEMPTS = 400
"""How many draws are tried before a setting's `such_that` is called impossible."""


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


def seed_of(item_id: str, seed: int, attempt: int = 0) -> int:
    """The 64-bit seed that `item_id` turns `seed` into, so that different questions draw independently."""
    text = f"{item_id}/{seed}/{attempt}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


@lru_cache(maxsize=4096)
def _compiled(source: str, known: frozenset[str]) -> Expression:
    return compile_expression(source, known)


def value_of(source: str, names: Mapping[str, Value]) -> Any:
    """An expression's value over `names`. Raises ExpressionError."""
    return _compiled(source, frozenset(names)).value(names)


def holds(source: str, names: Mapping[str, Value]) -> bool:
    """Whether an expression is true over `names`. Raises ExpressionError."""
    return _compiled(source, frozenset(names)).holds(names)


def varies(setting: Setup) -> bool:
    """Whether another seed can give other numbers by the author's own draws."""
    specs = [*setting.draw.values(), *setting.parameters.values()]
    specs += [spec for run in setting.runs.values() for spec in run.parameters.values()]
    return any(is_drawn(spec) and "compute" not in spec for spec in specs)


def compose(item_id: str, setting: Setup, seed: int) -> Scene:
    """Draw and run. The same id and seed give the same scene on every machine.

    Raises SceneError (impossible `such_that`), ExpressionError, ParameterError, DrawError, UnknownDemonstration.
    """
    for attempt in range(ATTEMPTS):
        scene = _attempt(item_id, setting, seed, attempt)
        if all(holds(condition, scene.names) for condition in setting.such_that):
            return scene
    wanted = "; ".join(setting.such_that)
    raise SceneError(
        f"none of {ATTEMPTS} draws makes such_that hold: {wanted}", f"抽取 {ATTEMPTS} 次都不满足 such_that：{wanted}"
    )


def _attempt(item_id: str, setting: Setup, seed: int, attempt: int) -> Scene:
    rng = generator(seed_of(item_id, seed, attempt))
    names: dict[str, Value] = {}
    for name, spec in setting.draw.items():
        names[name] = draw(spec, names, rng)
    main_seed = int(rng.integers(2**31)) if setting.fixed_seed is None else setting.fixed_seed
    accepted, result = _run(setting.demonstration, setting.parameters, names, rng, main_seed)
    names |= accepted
    names |= result.measurements
    for alias, run in setting.runs.items():
        _, other = _run(run.demonstration, run.parameters, names, rng, main_seed)
        names |= {f"{alias}_{name}": value for name, value in other.measurements.items()}
    for name, source in setting.let.items():
        names[name] = value_of(source, names)
    return Scene(seed, setting.demonstration, main_seed, accepted, result, names)


def _run(
    name: str, specs: Mapping[str, Any], names: Mapping[str, Value], rng: np.random.Generator, seed: int
) -> tuple[dict[str, Value], Result]:
    demonstration = find(name)
    given: dict[str, Any] = {}
    for parameter, spec in specs.items():
        given[parameter] = draw(spec, {**names, **given}, rng)
    accepted = demonstration.accept(given)
    return accepted, _kept(_Setting(name, accepted, seed))


class _Setting:
    """A demonstration, its accepted parameters and its seed: everything that decides a result."""

    def __init__(self, name: str, accepted: Mapping[str, Value], seed: int) -> None:
        self.name, self.accepted, self.seed = name, accepted, seed
        self.key = (name, seed, *((k, *_identity(v)) for k, v in accepted.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Setting) and self.key == other.key


def _identity(value: Value) -> tuple[object, ...]:
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    return (type(value), value)


@lru_cache(maxsize=256)
def _kept(setting: _Setting) -> Result:
    """The result, computed once: demonstrations are pure, and runs with a fixed seed come again and again."""
    return find(setting.name).run(setting.accepted, generator(setting.seed))


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
