"""Which of our files imports which, read from their source.

Every import counts, whether at the top, inside a function or under TYPE_CHECKING: a direction is a direction, however
it is hidden. Where a file needs no more of another than its shape, a Protocol says so without an import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGES = ("tui", "content", "engine", "db")
Graph = Mapping[str, Mapping[str, int]]
"""By file, the files that it imports, each with the line of the first import."""


def modules(root: Path) -> dict[str, Path]:
    """Our files under `root` by their dotted names."""
    files = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def graph(root: Path) -> Graph:
    """All imports among our files."""
    known = modules(root)
    return {name: _imports(name, path, known) for name, path in known.items()}


def _imports(name: str, path: Path, known: Mapping[str, Path]) -> dict[str, int]:
    found: dict[str, int] = {}
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for target in _targets(node, package, known):
            for run in _run_by_import(target):
                # A file's own packages are being imported already when it runs.
                if run in known and run != name and (run == target or not f"{name}.".startswith(f"{run}.")):
                    found.setdefault(run, node.lineno)
    return found


def _targets(node: ast.AST, package: str, known: Mapping[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: 1 - node.level or None] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base


def _run_by_import(target: str) -> Iterator[str]:
    """The packages around a file and the file: importing it runs them all."""
    parts = target.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def circles(imports: Graph) -> list[list[str]]:
    """One shortest circle through each file that is part of any, without repeats; empty where there is none."""
    found = {}
    for start in imports:
        way = _way_back(imports, start)
        if way:
            found.setdefault(frozenset(way), way)
    return list(found.values())


def _way_back(imports: Graph, start: str) -> list[str]:
    before: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for target in imports[name]:
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if target not in before:
                before[target] = name
                waiting.append(target)
    return []


def told(circle: list[str], imports: Graph) -> str:
    """The circle as a sentence, each arrow with its line."""
    pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
    return ", ".join(f"{name}:{imports[name][target]} imports {target}" for name, target in pairs)
