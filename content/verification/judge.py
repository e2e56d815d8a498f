"""The gate over a deck: what is found in each item, and what only all of them together show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.kind import kind_of
from content.loader import SHIPPED
from content.model import Claim, Deck, Question
from content.verification.gate.findings import Finding, Point
from content.verification.gate.languages import id_names, text_findings
from content.verification.gate.players import FEWEST_QUESTIONS, player_findings
from content.verification.gate.tautology import claim_tautologies, question_tautologies
from content.verification.gate.variety import variety_findings
from content.verification.item import ItemProof
from content.verification.known import is_known, known_of, no_longer_found


def static_findings(deck: Deck, items: Sequence[Claim | Question]) -> list[Finding]:
    """Findings that need no draw; `check` reports them too."""
    ids, found = id_names(deck), list[Finding]()
    for item in items:
        found += claim_tautologies(item) if isinstance(item, Claim) else question_tautologies(item)
        found += text_findings(item, ids)
    return found


def gate_findings(
    deck: Deck, items: Sequence[Claim | Question], proofs: Mapping[str, ItemProof], judge_players: bool = True
) -> list[Finding]:
    """All findings, in the order of the points and items. Players are judged over whole decks of enough questions."""
    questions = {item.id: item for item in items if isinstance(item, Question)}
    found = static_findings(deck, items)
    found += [finding for proof in proofs.values() for finding in proof.findings]
    found += variety_findings(questions, {name: proof.observation for name, proof in proofs.items()})
    if judge_players and sum(kind_of(q).graded for q in questions.values()) >= FEWEST_QUESTIONS:
        found += player_findings(deck.info.id, _totals(proofs))
    order = list(Point)
    return sorted(dict.fromkeys(found), key=lambda f: (order.index(f.point), f.id, str(f.path)))


@dataclass(frozen=True)
class Judgement:
    """The findings that count against a deck, those that are known to wait for new content, and known ones that are
    gone. `strict` decks fail by them; others are warned."""

    strict: bool
    new: list[Finding]
    known: list[Finding]
    gone: list[str]

    @property
    def stops(self) -> bool:
        """Whether the deck does not pass."""
        return self.strict and bool(self.new or self.gone)


def judged(deck: Deck, folder: Path, findings: Sequence[Finding], strict: bool, whole: bool) -> Judgement:
    """Judge located findings. `whole`: all items were looked at, so that known entries without a finding are gone."""
    known = known_of(folder)
    return Judgement(
        strict=strict or judged_strictly(deck),
        new=[finding for finding in findings if not is_known(finding, known)],
        known=[finding for finding in findings if is_known(finding, known)],
        gone=no_longer_found(findings, known) if whole else [],
    )


def judged_strictly(deck: Deck) -> bool:
    """Whether the gate stops this deck by itself: the shipped one, and those of format 2."""
    return deck.info.format == 2 or deck.info.id == SHIPPED


def _totals(proofs: Mapping[str, ItemProof]) -> dict[str, tuple[float, float, int]]:
    totals: dict[str, tuple[float, float, int]] = {}
    for proof in proofs.values():
        for name, player in proof.observation.players.items():
            score, chance, draws = totals.get(name, (0.0, 0.0, 0))
            totals[name] = (score + player.score, chance + player.chance, draws + player.draws)
    return totals
