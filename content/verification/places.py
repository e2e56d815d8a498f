"""Where an item stands in the deck's files: findings get the file and the line that their author must look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path as Folder
from typing import Any

from content.model import Deck
from content.strict_yaml import Located, LocatedList, YamlError, load_file
from content.validation.faults import Fault, Path, line_of, said
from content.verification.gate.findings import Finding


class Places:
    """The files of a deck, each parsed once, when something in it is looked for."""

    def __init__(self, folder: Folder, deck: Deck) -> None:
        self._folder = folder
        self._trees: dict[str, Located | LocatedList | None] = {}
        self._places = {
            item_id: (f"{topic.info.id}/{name}.yaml", index)
            for topic in deck.topics
            for name, ids in (("claims", [c.id for c in topic.claims]), ("questions", [q.id for q in topic.questions]))
            for index, item_id in enumerate(ids)
        }

    def find(self, item_id: str, path: Path = ()) -> tuple[str, int]:
        """(file, line) of a place inside an item; the deck's first line for what is no item."""
        file, index = self._places.get(item_id, ("deck.yaml", -1))
        return file, line_of(self._tree(file), (index, *path)) if index >= 0 else 1

    def _tree(self, file: str) -> Any:
        if file not in self._trees:
            try:
                self._trees[file] = load_file(self._folder / file)
            except (OSError, YamlError):
                self._trees[file] = None
        return self._trees[file]

    def located(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with their file and line."""
        found = []
        for finding in findings:
            file, line = self.find(finding.id, finding.path)
            found.append(replace(finding, file=file, line=line))
        return found


def as_fault(finding: Finding) -> Fault:
    """A located finding as `check` tells it."""
    place = said(finding.path)
    return Fault(
        finding.file, finding.line, f"{finding.id}: {place + ' ' if place else ''}{finding.message}; {finding.fix}"
    )
