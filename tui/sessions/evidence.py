"""A claim's evidence, computed on demand."""

from __future__ import annotations

from dataclasses import dataclass

from content.claims import evidence_scene
from content.model import Claim, Evidence
from content.scene import holds
from content.templates import fill
from engine.json_data import Json
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence: a demonstration with its checks and whether each holds, or a citation."""

    shows: Text
    demonstration: str = ""
    checks: tuple[tuple[str, bool], ...] = ()
    cite: str = ""

    @property
    def sound(self) -> bool:
        """Whether every check holds."""
        return all(truth for _, truth in self.checks)

    def to_json(self) -> dict[str, Json]:
        """As `notes --json` shows it."""
        named = {"cite": self.cite} if self.cite else {"demonstration": self.demonstration}
        checks: list[Json] = [{"check": source, "holds": truth} for source, truth in self.checks]
        return {**named, "checks": checks, "shows": self.shows._asdict()}


def evidence_now(claim: Claim, number: int, seed: int = 0) -> ShownEvidence:
    """One piece of evidence, computed now: its checks with their truth, and what it shows in both languages."""
    evidence: Evidence = claim.evidence[number]
    if evidence.cite:
        return ShownEvidence(evidence.shows, cite=evidence.cite)
    scene = evidence_scene(claim, number, seed)
    checks = tuple((source, holds(source, scene.names)) for source in evidence.checks)
    return ShownEvidence(fill(evidence.shows, scene.names), evidence.demonstration, checks)
