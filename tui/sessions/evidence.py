"""A claim's evidence, computed on demand."""

from __future__ import annotations

from typing import Any

from content.claims import evidence_scene
from content.model import Claim, Evidence
from content.scene import holds
from content.templates import fill


def evidence_now(claim: Claim, number: int, seed: int = 0) -> dict[str, Any]:
    """One piece of evidence, computed now: its checks with their truth, and what it shows in both languages."""
    evidence: Evidence = claim.evidence[number]
    if evidence.cite:
        return {"cite": evidence.cite, "checks": [], "shows": evidence.shows._asdict()}
    scene = evidence_scene(claim, number, seed)
    return {
        "demonstration": evidence.demonstration,
        "checks": [{"check": source, "holds": holds(source, scene.names)} for source in evidence.checks],
        "shows": fill(evidence.shows, scene.names)._asdict(),
    }
