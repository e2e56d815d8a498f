"""The kinds of settings: what each accepts, how its range is told, and how a key moves its value.

A setting is a descriptor: `settings.new_per_day` is the learner's value with its type, `Settings.new_per_day` the
declaration. `db` imports no engine, so the words are plain strings in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Generic, NamedTuple, Protocol, Self, TypedDict, TypeVar, cast, overload

from db.errors import BadSetting
from db.scheduling.fsrs import WEIGHT_BOUNDS

T = TypeVar("T")


YEARS = range(1990, 2201)
"""Years of a day; at the ends of the calendar intervals cannot be added any more."""


class Holder(Protocol):
    """The object that holds the values: `db.settings.Settings`."""

    def value(self, setting: Setting[T]) -> T:
        """The learner's value, or the default."""


class Both(NamedTuple):
    """A text in English and in Chinese."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """The text in one of them."""
        return self.zh if language == "zh" else self.en


ON, OFF = Both("on", "开"), Both("off", "关")


class Setting(Generic[T]):
    """One setting: its default, what it is called and what it does."""

    name = ""
    steps = False
    """Whether left and right change the value."""
    typed = False
    """Whether Enter opens a field to type into."""
    shown_on_screen = True

    def __init__(self, default: T, label: Both, help: Both) -> None:
        self.default, self.label, self.help = default, label, help

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> Self: ...
    @overload
    def __get__(self, settings: Holder, owner: type) -> T: ...
    def __get__(self, settings: Holder | None, owner: type) -> Self | T:
        return self if settings is None else settings.value(self)

    def accept(self, value: object) -> T:
        """`value`, checked. Raises BadSetting with the allowed range."""
        if not self.fits(value):
            allowed = self.allowed()
            raise BadSetting(
                f"the setting '{self.name}' takes {allowed.en}, not {value!r}",
                f"设置 '{self.name}' 应为{allowed.zh}，而不是 {value!r}",
            )
        return cast(T, value)

    def fits(self, value: object) -> bool:
        """Whether the value has the right type and lies within the range."""
        raise NotImplementedError

    def allowed(self) -> Both:
        """The range in words."""
        raise NotImplementedError

    def shown(self, value: T) -> Both:
        """The value as a learner reads it."""
        return Both(str(value), str(value))

    def moved(self, value: T, by: int) -> T:
        """The value one step on (`by` 1) or back (-1)."""
        return value


class Number(Setting[float]):
    """A number within a range; a key changes it by `stride`."""

    steps = True

    def __init__(self, default: float, low: float, high: float, label: Both, help: Both, stride: float = 1) -> None:
        super().__init__(default, label, help)
        self.low, self.high, self.stride = low, high, stride

    def fits(self, value: object) -> bool:
        """A number from `low` to `high`."""
        return _is_number(value, self.low, self.high)

    def allowed(self) -> Both:
        """The range in words."""
        return Both(f"a number from {self.low:g} to {self.high:g}", f" {self.low:g} 到 {self.high:g} 之间的数")

    def shown(self, value: float) -> Both:
        """The number without needless zeros."""
        return Both(f"{value:g}", f"{value:g}")

    def moved(self, value: float, by: int) -> float:
        """One stride on or back, within the range."""
        return min(self.high, max(self.low, round(value + by * self.stride, 4)))


class Integer(Setting[int]):
    """A whole number within a range."""

    steps = True

    def __init__(self, default: int, low: int, high: int, label: Both, help: Both, stride: int = 1) -> None:
        super().__init__(default, label, help)
        self.low, self.high, self.stride = low, high, stride

    def fits(self, value: object) -> bool:
        """A whole number from `low` to `high`."""
        return isinstance(value, int) and _is_number(value, self.low, self.high)

    def allowed(self) -> Both:
        """The range in words."""
        return Both(f"a whole number from {self.low} to {self.high}", f" {self.low} 到 {self.high} 之间的整数")

    def moved(self, value: int, by: int) -> int:
        """One stride on or back, within the range."""
        return min(self.high, max(self.low, value + by * self.stride))


class Choice(Setting[str]):
    """One of several named values."""

    steps = True

    def __init__(self, default: str, choices: Mapping[str, Both], label: Both, help: Both) -> None:
        super().__init__(default, label, help)
        self.choices = dict(choices)

    def fits(self, value: object) -> bool:
        """One of the choices."""
        return isinstance(value, str) and value in self.choices

    def allowed(self) -> Both:
        """The choices in words."""
        return Both(f"one of {', '.join(self.choices)}", f"下列之一：{'、'.join(self.choices)}")

    def shown(self, value: str) -> Both:
        """The choice's name."""
        return self.choices[value]

    def moved(self, value: str, by: int) -> str:
        """The choice after or before, round and round."""
        names = list(self.choices)
        return names[(names.index(value) + by) % len(names)]


class Flag(Setting[bool]):
    """On or off."""

    steps = True

    def fits(self, value: object) -> bool:
        """True or False."""
        return isinstance(value, bool)

    def allowed(self) -> Both:
        """The values in words."""
        return Both("true or false", " true 或 false")

    def shown(self, value: bool) -> Both:
        """On or off."""
        return ON if value else OFF

    def moved(self, value: bool, by: int) -> bool:
        """The other value."""
        return not value


class Minutes(Setting[list[float]]):
    """Up to five lengths of time in minutes."""

    typed = True
    low, high, most = 1, 720, 5

    def fits(self, value: object) -> bool:
        """Up to five numbers within the range."""
        return (
            isinstance(value, list)
            and len(value) <= self.most
            and all(_is_number(minutes, self.low, self.high) for minutes in value)
        )

    def allowed(self) -> Both:
        """The range in words."""
        return Both(
            f"up to five lengths in minutes from {self.low} to {self.high}",
            f"至多五个时长，以分钟计， {self.low} 到 {self.high} 之间",
        )

    def shown(self, value: list[float]) -> Both:
        """The lengths, split by spaces."""
        text = " ".join(f"{minutes:g}" for minutes in value)
        return Both(text, text)


class PerTopic(Setting[dict[str, float]]):
    """A number for some of the topics; the others follow the general setting."""

    def __init__(self, low: float, high: float, label: Both, help: Both, stride: float) -> None:
        super().__init__({}, label, help)
        self.low, self.high, self.stride = low, high, stride

    def fits(self, value: object) -> bool:
        """Numbers within the range by topic."""
        return isinstance(value, dict) and all(_is_number(number, self.low, self.high) for number in value.values())

    def allowed(self) -> Both:
        """The range in words."""
        within = f" {self.low:g} 到 {self.high:g} "
        return Both(f"a number from {self.low:g} to {self.high:g} for each topic", f"每个主题一个{within}之间的数")

    def of(self, topic: str, value: dict[str, float], general: float) -> TopicNumber:
        """One topic's part as a setting of its own."""
        return TopicNumber(self, topic, value, general)


class Weighted(PerTopic):
    """A number for some of the topics, 1 for the others. Set by a command."""

    shown_on_screen = False


class TopicNumber(Number):
    """What one topic has of a `PerTopic` setting; `general` holds where it has nothing of its own."""

    def __init__(self, whole: PerTopic, topic: str, values: dict[str, float], general: float) -> None:
        super().__init__(general, whole.low, whole.high, whole.label, whole.help, whole.stride)
        self.name, self.topic, self.values = whole.name, topic, values

    @property
    def present(self) -> float | None:
        """The topic's own number."""
        return self.values.get(self.topic)

    def kept(self, value: float | None) -> dict[str, float]:
        """All topics' numbers with this one changed; None takes it out."""
        others = {topic: number for topic, number in self.values.items() if topic != self.topic}
        return others if value is None else {**others, self.topic: value}


class Day(Setting[str]):
    """An ISO date, or nothing. Set by a command, which shows what it means."""

    shown_on_screen = False

    def fits(self, value: object) -> bool:
        """A date such as 2027-03-01, or an empty text."""
        return value == "" or _is_date(value)

    def allowed(self) -> Both:
        """The accepted values in words."""
        return Both("a date such as 2027-03-01, or nothing", "形如 2027-03-01 的日期，或留空")


class RaisedLimits(TypedDict, total=False):
    """A study day, and by what its daily limits are raised."""

    day: str
    new: int
    reviews: int


class OneDay(Setting[RaisedLimits]):
    """Limits raised for a single study day."""

    shown_on_screen = False
    low, high = 0, 9999

    def fits(self, value: object) -> bool:
        """Nothing, or a day with two whole numbers."""
        if value == {}:
            return True
        if not isinstance(value, dict) or set(value) != {"day", "new", "reviews"} or not _is_date(value["day"]):
            return False
        numbers = (value["new"], value["reviews"])
        return all(isinstance(number, int) and _is_number(number, self.low, self.high) for number in numbers)

    def allowed(self) -> Both:
        """The range in words."""
        return Both(
            f"a day with whole numbers from {self.low} to {self.high} for new and reviews",
            f"一个日期，以及新卡和复习各一个 {self.low} 到 {self.high} 之间的整数",
        )


class Weights(Setting[list[list[float]]]):
    """Sets of FSRS-6's weights, the newest last."""

    shown_on_screen = False

    def fits(self, value: object) -> bool:
        """Sets of numbers within the bounds of the scheduler."""
        return isinstance(value, list) and all(_are_weights(one) for one in value)

    def allowed(self) -> Both:
        """The accepted values in words."""
        count = len(WEIGHT_BOUNDS)
        return Both(f"sets of {count} numbers within the bounds of FSRS-6", f"若干组 {count} 个在 FSRS-6 界限内的数")


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _are_weights(values: object) -> bool:
    return (
        isinstance(values, list)
        and len(values) == len(WEIGHT_BOUNDS)
        and all(_is_number(value, low, high) for value, (low, high) in zip(values, WEIGHT_BOUNDS, strict=True))
    )
