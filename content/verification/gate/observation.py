"""What is seen of one question over its draws: how much it varies, and what blind players score."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from content.variants import Variant
from content.verification.gate.kind import gate_of
from content.verification.gate.players import scores


@dataclass
class PlayerScore:
    """A player's sum of scores, the sum that chance gives, and in how many draws it played."""

    score: float = 0.0
    chance: float = 0.0
    draws: int = 0

    def add(self, other: PlayerScore) -> None:
        """Count `other` in."""
        self.score += other.score
        self.chance += other.chance
        self.draws += other.draws


@dataclass
class Observation:
    """Counters over draws. `shown` counts prompts with their options, in any order; `right` the texts of the answer;
    `places` the side or the line that is right; `counts` how many options are right."""

    draws: int = 0
    told: int = 0
    """In how many draws the prompt holds the key's number."""
    shown: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    places: Counter[int] = field(default_factory=Counter)
    counts: Counter[int] = field(default_factory=Counter)
    players: dict[str, PlayerScore] = field(default_factory=dict)

    def see(self, variant: Variant) -> None:
        """Count one variant."""
        self.draws += 1
        gate = gate_of(variant.question)
        self.told += gate.told(variant)
        self.shown[seen_text(variant)] += 1
        self.right[gate.right_text(variant)] += 1
        if (count := gate.right_options(variant)) is not None:
            self.counts[count] += 1
        if (place := gate.place(variant)) is not None:
            self.places[place] += 1
        expected = gate.chance(variant)
        for name, score in scores(variant).items():
            player = self.players.setdefault(name, PlayerScore())
            player.add(PlayerScore(expected if score is None else score, expected, 1))

    def add(self, other: Observation) -> None:
        """Count `other` in."""
        self.draws += other.draws
        self.told += other.told
        for name in ("shown", "right", "places", "counts"):
            getattr(self, name).update(getattr(other, name))
        for name, player in other.players.items():
            self.players.setdefault(name, PlayerScore()).add(player)


def seen_text(variant: Variant) -> str:
    """The prompt with what there is to choose from, whatever its order."""
    parts = sorted(option.text.en for option in variant.options) + sorted(item.en for item in variant.items)
    return "\n".join([variant.prompt.en, *parts])
