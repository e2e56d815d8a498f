"""Findings of the shipped deck that wait for new content: by point and id, in one file that may only shrink."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from content.loader import shipped_folder
from content.strict_yaml import YamlError, load_file
from content.verification.gate.findings import Finding

FILE = "known.yaml"

Known = Mapping[str, frozenset[str]]
"""Ids by point."""


def known_of(folder: Path) -> Known:
    """What is known of the deck in `folder`: nothing, unless it is the shipped deck."""
    if folder.name != shipped_folder().name:
        return {}
    try:
        tree = load_file(folder / FILE) or {}
    except (OSError, YamlError):
        return {}
    return {point: frozenset(ids) for point, ids in tree.items()}


def is_known(finding: Finding, known: Known) -> bool:
    """Whether a finding waits for new content."""
    return finding.id in known.get(finding.point, frozenset())


def no_longer_found(findings: Iterable[Finding], known: Known) -> list[str]:
    """Entries of the list that nothing is found for any more: they must go."""
    found = {(str(finding.point), finding.id) for finding in findings}
    return sorted(
        f"{point}: {item_id}" for point, ids in known.items() for item_id in ids if (point, item_id) not in found
    )
