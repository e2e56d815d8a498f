"""A learner's settings: what there is, within which ranges, with one line of help in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from db.errors import BadSetting
from db.scheduling.fsrs import DEFAULT_WEIGHTS, WEIGHT_BOUNDS
from db.storage.store import Store
from db.tables import SETTINGS


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """One setting. `kind` is integer, float, choice, flag, steps (minutes), mapping (topic to retention),
    date (an ISO date, empty for none), today (a day with what its limits are raised by) or weights (sets of FSRS-6's,
    the newest last)."""

    name: str
    kind: str
    default: Any
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()

    def accept(self, value: Any) -> Any:
        """`value`, checked. Raises BadSetting with the allowed range."""
        if not _ACCEPTS[self.kind](self, value):
            raise BadSetting(
                f"the setting '{self.name}' takes {self.allowed()}, not {value!r}",
                f"设置 '{self.name}' 应为{self.allowed_zh()}，而不是 {value!r}",
            )
        return value

    def allowed(self) -> str:
        """The range in words."""
        return {
            "integer": f"a whole number from {self.low:g} to {self.high:g}",
            "float": f"a number from {self.low:g} to {self.high:g}",
            "choice": f"one of {', '.join(self.choices)}",
            "flag": "true or false",
            "steps": f"up to five lengths in minutes from {self.low:g} to {self.high:g}",
            "mapping": f"a number from {self.low:g} to {self.high:g} for each topic",
            "date": "a date such as 2027-03-01, or nothing",
            "today": f"a day with whole numbers from {self.low:g} to {self.high:g} for new and reviews",
            "weights": f"sets of {len(WEIGHT_BOUNDS)} numbers within the bounds of FSRS-6",
        }[self.kind]

    def allowed_zh(self) -> str:
        """The same in Chinese."""
        within = f" {self.low:g} 到 {self.high:g} "
        return {
            "integer": f"{within}之间的整数",
            "float": f"{within}之间的数",
            "choice": f"下列之一：{'、'.join(self.choices)}",
            "flag": " true 或 false",
            "steps": f"至多五个时长，以分钟计，{within}之间",
            "mapping": f"每个主题一个{within}之间的数",
            "date": "形如 2027-03-01 的日期，或留空",
            "today": f"一个日期，以及新卡和复习各一个{within}之间的整数",
            "weights": f"若干组 {len(WEIGHT_BOUNDS)} 个在 FSRS-6 界限内的数",
        }[self.kind]


def _is_date(value: Any) -> bool:
    try:
        return value == "" or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _number(spec: SettingSpec, value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and spec.low <= value <= spec.high


def _are_weights(values: Any) -> bool:
    numbers = isinstance(values, list) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    whole = numbers and len(values) == len(WEIGHT_BOUNDS)
    return whole and all(low <= v <= high for v, (low, high) in zip(values, WEIGHT_BOUNDS, strict=True))


def _is_today(spec: SettingSpec, value: Any) -> bool:
    if value == {}:
        return True
    whole = isinstance(value, dict) and set(value) == {"day", "new", "reviews"} and _is_date(value["day"])
    numbers = (value["new"], value["reviews"]) if whole else ()
    return whole and bool(value["day"]) and all(isinstance(n, int) and _number(spec, n) for n in numbers)


_ACCEPTS: dict[str, Callable[[SettingSpec, Any], bool]] = {
    "integer": lambda spec, value: isinstance(value, int) and _number(spec, value),
    "float": _number,
    "choice": lambda spec, value: value in spec.choices,
    "flag": lambda spec, value: isinstance(value, bool),
    "steps": lambda spec, value: isinstance(value, list) and len(value) <= 5 and all(_number(spec, v) for v in value),
    "date": lambda _spec, value: _is_date(value),
    "today": _is_today,
    "weights": lambda _spec, value: isinstance(value, list) and all(_are_weights(one) for one in value),
    "mapping": lambda spec, value: isinstance(value, dict) and all(_number(spec, v) for v in value.values()),
}

THEMES = ("backdrill-dark", "backdrill-light", "backdrill-contrast")
SPECS = {
    spec.name: spec
    for spec in (
        SettingSpec("new_per_day", "integer", 20, 0, 999),
        SettingSpec("reviews_per_day", "integer", 200, 0, 9999),
        SettingSpec("desired_retention", "float", 0.9, 0.7, 0.98),
        SettingSpec("topic_retention", "mapping", {}, 0.7, 0.98),
        SettingSpec("rollover", "integer", 4, 0, 12),
        SettingSpec("learning_steps", "steps", [1, 10], 1, 720),
        SettingSpec("learn_ahead", "integer", 20, 0, 720),
        SettingSpec("fuzz", "flag", True),
        SettingSpec("balance", "flag", True),
        SettingSpec("confidence", "flag", True),
        SettingSpec("timer", "flag", True),
        SettingSpec("language", "choice", "", choices=("", "en", "zh")),
        SettingSpec("theme", "choice", THEMES[0], choices=THEMES),
        SettingSpec("density", "choice", "comfortable", choices=("comfortable", "compact")),
        SettingSpec("animation", "flag", True),
        SettingSpec("leech_threshold", "integer", 8, 2, 99),
        SettingSpec("welcomed", "flag", False),
        SettingSpec("exam_date", "date", ""),
        SettingSpec("exam_minutes", "integer", 30, 5, 600),
        SettingSpec("today", "today", {}, 0, 9999),
        SettingSpec("weights", "weights", []),
    )
}


class Settings:
    """The settings of one learner. Read once, kept in memory, written through."""

    def __init__(self, store: Store, learner_id: int) -> None:
        self._store, self._learner = store, learner_id
        self._values: dict[str, Any] | None = None

    def _stored(self) -> dict[str, Any]:
        if self._values is None:
            with self._store.reading() as connection:
                rows = connection.execute(
                    select(SETTINGS.c.name, SETTINGS.c.value).where(SETTINGS.c.learner_id == self._learner)
                )
                self._values = {name: json.loads(value) for name, value in rows if name in SPECS}
        return self._values

    def get(self, name: str) -> Any:
        """The value, or the default. Raises BadSetting for a name that does not exist."""
        return self._stored().get(name, _spec(name).default)

    def set(self, name: str, value: Any) -> None:
        """Check and store. Raises BadSetting."""
        accepted = _spec(name).accept(value)
        mine = (SETTINGS.c.learner_id == self._learner) & (SETTINGS.c.name == name)
        with self._store.writing() as connection:
            connection.execute(delete(SETTINGS).where(mine))
            connection.execute(insert(SETTINGS).values(learner_id=self._learner, name=name, value=json.dumps(accepted)))
        self._stored()[name] = accepted

    def weights(self) -> tuple[float, ...]:
        """FSRS-6's weights in force: those adopted last, or the defaults."""
        adopted = self.get("weights")
        return tuple(float(weight) for weight in adopted[-1]) if adopted else DEFAULT_WEIGHTS

    def all(self) -> dict[str, Any]:
        """Every setting with its value."""
        return {name: self.get(name) for name in SPECS}


def _spec(name: str) -> SettingSpec:
    if name not in SPECS:
        names = ", ".join(SPECS)
        raise BadSetting(f"there is no setting '{name}'; there are {names}", f"没有设置 '{name}'；可用的有 {names}")
    return SPECS[name]
