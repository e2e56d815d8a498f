"""What demonstrations declare and what they measure: at random points of the whole ranges that they take."""

from __future__ import annotations

import re
import warnings
from itertools import islice

import numpy as np
import pytest

from engine.demonstration import Demonstration, demonstration
from engine.measurements import Array1D, Grade, Measurement, Measurements, by_name, declared, measurement
from engine.parameters import Array, Choice, Float, Integer, Parameter, ParameterError
from engine.registry import catalogue, find, generator
from engine.result import Result
from engine.text import Text

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHORT = {
    "batchnorm_race": {"depth": 1, "width": 4, "steps": 10},
    "batchnorm_rates": {"depth": 1, "width": 4, "steps": 20},
    "batch_generalisation": {"epochs": 1, "repeats": 1, "small": 64},
}
"""Settings at which a long demonstration soon comes to its end."""
PIECES = 3
"""Partial results that are drawn from a long demonstration at a random point."""


def drawn(parameter: Parameter, rng: np.random.Generator) -> object:
    """A value within the range: often an end of it, else uniform or log-uniform."""
    match parameter:
        case Choice():
            return parameter.options[rng.integers(len(parameter.options))]
        case Array():
            return array(parameter, rng) if rng.random() < 0.5 else parameter.default
    low, high = float(parameter.low), float(parameter.high)
    modest = low + np.expm1(rng.random() * np.log1p(high - low))
    value = rng.choice([low, low, high, rng.uniform(low, high), *[modest] * 6])
    return round(value) if isinstance(parameter, Integer) else float(np.clip(value, low, high))


def array(parameter: Array, rng: np.random.Generator) -> object:
    """An array or nested list of any shape and of several types, not always one that is taken."""
    shape = [int(n) for n in rng.integers(0, 4, rng.choice([parameter.ndim] * 8 + [0, 1, 2, 3]))]
    if rng.random() < 0.05:
        shape = [parameter.longest + 1] * parameter.ndim
    values = rng.uniform(max(parameter.low, -9), min(parameter.high, 9), shape)
    values = rng.choice([0.0, parameter.low, parameter.high], shape) if rng.random() < 0.3 else values
    kinds = (
        np.asarray,
        np.float32,
        np.int64,
        np.bool_,
        lambda x: np.rint(x).tolist(),
        lambda x: x.astype(str).tolist(),
    )
    return kinds[rng.integers(len(kinds))](values)


def wrong(result: Result, item: Demonstration) -> list[str]:
    """Measurements that are missing, were not declared, or are of another kind than declared."""
    names = {m.name for m in item.measurements}
    found = [f"{name}: undeclared or missing" for name in names ^ set(result.measurements)]
    for m in item.measurements:
        value = result.measurements.get(m.name)
        if m.kind is np.ndarray:
            fits = isinstance(value, np.ndarray) and value.dtype == np.float64 and value.ndim == m.axes
        else:
            fits = type(value) is m.kind or (m.kind is float and type(value) is int)
        if not fits:
            found.append(f"{m.name}: {value!r} is no {m.kind.__name__}{m.axes or ''}")
    return found


def run(item: Demonstration, given: dict[str, object], pieces: int | None = None) -> Result | None:
    """The last result, or None where the demonstration says in both languages what it does not take."""
    last = Result({})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            for partial in islice(item.stages(given, generator(0)), pieces):
                last = partial.result
        except ParameterError as error:
            return None if CHINESE.search(error.zh) and not CHINESE.search(str(error)) else last
    return last


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_measurement_is_what_was_declared_wherever_the_demonstration_runs(name, in_full):
    item = find(name)
    points = (60 if in_full else 3) if not item.long else (4 if in_full else 1)
    ran = 0
    for seed in range(points):
        rng = np.random.default_rng([seed, *name.encode()])
        given = {parameter.name: drawn(parameter, rng) for parameter in item.parameters}
        result = run(item, given, PIECES if item.long else None)
        ran += result is not None
        assert result is None or not result.measurements or wrong(result, item) == [], given
    assert ran or any(isinstance(parameter, Array) for parameter in item.parameters)


@pytest.mark.parametrize("name", SHORT)
def test_a_long_demonstration_ends_with_every_measurement(name):
    assert wrong(run(find(name), SHORT[name]), find(name)) == []


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(item.name, p.name) for item in catalogue().values() for p in item.parameters if isinstance(p, Array)],
)
@pytest.mark.parametrize("value", [[], [[]], 1.0, [1.0], [1.0, 2.0, 3.0], [[1.0]], [[1.0, 2.0, 3.0]], np.ones((3, 3))])
def test_an_array_of_any_shape_is_taken_or_refused_with_a_sentence(name, parameter, value):
    result = run(find(name), {parameter: value})
    assert result is None or wrong(result, find(name)) == []


class LongestRun(Measurements):
    longest: int = measurement(Text("longest run of heads", "最长的连续正面"), grade=Grade.EXACT)
    starts: Array1D = measurement(Text("where runs start", "各段开始处"), Text("tosses", "次"))


class CoinTosses(Measurements):
    heads: int = measurement(Text("heads thrown", "正面次数"))
    run: LongestRun
    share: float = measurement(Text("share of heads", "正面比例"), grade=Grade.STATISTICAL)


TEXT = Text("a coin", "一枚硬币")
FIELDS = {
    "number": "X1",
    "name": "coin_tosses",
    "topic": "coins",
    "title": TEXT,
    "summary": TEXT,
    "look_for": TEXT,
    "predict": TEXT,
    "limits": TEXT,
    "parameters": (Integer("tosses", TEXT, 10, 1, 100),),
    "measurements": CoinTosses,
}


def tossed(longest: object = 2, share: object = 0.5) -> CoinTosses:
    return CoinTosses(heads=5, run=LongestRun(longest=longest, starts=np.zeros(2)), share=share)


def coin_tosses(rng: np.random.Generator, *, tosses: int) -> Result:
    return Result(tossed())


def test_the_measurements_of_a_part_count_as_the_whole_and_keep_their_place():
    item = demonstration(**FIELDS)(coin_tosses)
    assert [m.name for m in item.measurements] == ["heads", "longest", "starts", "share"]
    assert item.measurements[2] == Measurement(
        "starts", Text("where runs start", "各段开始处"), Text("tosses", "次"), Grade.NUMERICAL, np.ndarray, 1
    )
    assert (
        list(by_name(tossed())) == list(item.run({}, generator(0)).measurements) == [m.name for m in item.measurements]
    )
    assert wrong(item.run({}, generator(0)), item) == []


@pytest.mark.parametrize("bad", [{"longest": 2.0}, {"longest": np.int64(2)}, {"longest": True}, {"share": "half"}])
def test_a_value_of_another_kind_is_noticed(bad):
    assert len(wrong(Result(tossed(**bad)), demonstration(**FIELDS)(coin_tosses))) == 1


def test_a_measurement_left_out_or_misspelt_is_noticed():
    item = demonstration(**FIELDS)(coin_tosses)
    assert len(wrong(Result({**by_name(tossed()), "heds": 1}), item)) == 1
    assert wrong(Result({"heads": 1, "longest": 1, "share": 1.0}), item)
    with pytest.raises(TypeError, match="heds"):
        CoinTosses(heds=5, run=tossed().run, share=0.5)
    with pytest.raises(TypeError, match="share"):
        CoinTosses(heads=5, run=tossed().run)


def test_measurements_cannot_be_changed():
    measured = tossed()
    with pytest.raises(AttributeError, match="heads"):
        measured.heads = 6
    assert measured.heads == 5


def test_a_field_without_a_meaning_is_an_error_at_import():
    class Careless(Measurements):
        heads: int

    with pytest.raises(TypeError, match=r"Careless\.heads"):
        declared(Careless)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nmae": "x"}, "nmae"),
        ({"topic": None}, "topic"),
        ({"topic": 3}, "topic"),
        ({"number": 15}, "number"),
        ({"title": "A coin"}, "title"),
        ({"parameters": (Integer("tosses", TEXT, 1, 1, 2), Integer("tosses", TEXT, 1, 1, 2))}, "tosses"),
        ({"parameters": (Integer("throws", TEXT, 1, 1, 2),)}, "tosses"),
        ({"parameters": ()}, "tosses"),
        ({"parameters": (Integer("tosses", TEXT, 1, 1, 2), Float("bias", TEXT, 0.5, 0.0, 1.0))}, "bias"),
    ],
)
def test_a_wrong_declaration_is_a_clear_error_at_import(change, said):
    fields = {key: value for key, value in {**FIELDS, **change}.items() if value is not None}
    with pytest.raises((TypeError, ValueError), match=said):
        demonstration(**fields)(coin_tosses)
