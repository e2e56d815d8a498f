"""What was said about the answers of an interview besides them, as it is kept in the stored plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TypedDict, cast

from db.interviews import Exchange
from engine.json_data import Json

KEY = "said"
"""Its key in the stored plan."""


@dataclass(frozen=True)
class Said:
    """Exchanges by the number of the answer that they are about."""

    exchanges: Mapping[int, tuple[Exchange, ...]] = field(default_factory=dict)

    @classmethod
    def from_plan(cls, plan: Mapping[str, Json]) -> Said:
        """Back from a stored plan; nothing in one of before."""
        stored = cast("Mapping[str, list[_StoredExchange]]", plan.get(KEY, {}))
        return cls({int(number): tuple(map(_exchange, said)) for number, said in stored.items()})

    def in_plan(self) -> dict[str, Json]:
        """The entry of the stored plan."""
        return {KEY: {str(number): [asdict(one) for one in said] for number, said in self.exchanges.items()}}

    def about(self, number: int) -> tuple[Exchange, ...]:
        """The exchanges about answer `number`."""
        return self.exchanges.get(number, ())

    def has(self, number: int, kind: str) -> bool:
        """Whether something of this kind was said about answer `number`."""
        return any(one.kind == kind for one in self.about(number))

    def more(self, number: int, *said: Exchange) -> Said:
        """The same and something more about answer `number`."""
        return Said({**self.exchanges, number: (*self.about(number), *said)}) if said else self

    @property
    def seconds(self) -> float:
        """Seconds that the replies took."""
        return sum(one.seconds for said in self.exchanges.values() for one in said)


class _StoredExchange(TypedDict):
    """An exchange as JSON."""

    kind: str
    asked: list[str]
    reply: str
    point: int | None
    seconds: float


def _exchange(stored: _StoredExchange) -> Exchange:
    english, chinese = stored["asked"]
    return Exchange(stored["kind"], (english, chinese), stored["reply"], stored["point"], stored["seconds"])
