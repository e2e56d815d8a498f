"""Shapes are types: few annotations say no more than "a mapping of names to anything"."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("tui", "content", "engine", "db")
MOST = 20
BORDERS = {
    "content/loader.py": "content files as they were parsed",
    "content/strict_yaml.py": "content files as they were parsed",
    "content/structure.py": "content files as they were parsed",
    "content/validation/form.py": "content files as they were parsed",
    "db/cards.py": "rows of the database",
    "db/review_log/log.py": "rows of the database",
    "db/review_log/replay.py": "rows of the database",
    "db/transfer/": "lines of a progress file",
    "engine/judging/": "JSON between the judge and its process",
}
LOOSE = {"Any", "object"}
MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "MappingProxyType", "defaultdict", "OrderedDict"}
LISTS = {"list", "tuple", "set", "Sequence", "Iterable", "Iterator", "Optional", "Union"}

Aliases = Mapping[str, ast.expr]
"""What the names of a file stand for, those that it imports included."""


def last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def parsed(node: ast.expr) -> ast.expr:
    """A type that is written as a string, without its quotes; other strings, as in Literal, stay."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        with suppress(SyntaxError):
            return ast.parse(node.value.strip(), mode="eval").body
    return node


def loose(node: ast.expr, aliases: Aliases, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a value of this type may be anything, or a list of anything."""
    node = parsed(node)
    name = last(node)
    if name in LOOSE:
        return True
    if name in aliases and name not in seen:
        return loose(aliases[name], aliases, seen | {name})
    if isinstance(node, ast.BinOp):
        return loose(node.left, aliases, seen) or loose(node.right, aliases, seen)
    if isinstance(node, ast.Subscript) and last(node.value) in LISTS:
        return any(loose(part, aliases, seen) for part in parts(node))
    return False


def parts(node: ast.Subscript) -> list[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def mappings(node: ast.expr, aliases: Aliases, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The mappings to anything that a type holds, those behind other names included."""
    node = parsed(node)
    mapping = isinstance(node, ast.Subscript) and last(node.value) in MAPPINGS
    if mapping and loose(parts(node)[-1], aliases):
        yield ast.unparse(node)
        return
    if last(node) in aliases and last(node) not in seen:
        yield from mappings(aliases[last(node)], aliases, seen | {last(node)})
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            yield from mappings(part, aliases, seen)


def annotations(tree: ast.Module) -> Iterator[ast.expr]:
    """Every type that is written: of arguments, results, variables and bases, and what aliases stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.ClassDef):
            yield from node.bases
    yield from own_aliases(tree).values()


def own_aliases(tree: ast.Module) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and last(node.annotation) == "TypeAlias" and node.value is not None:
            found[last(node.target)] = node.value
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp | ast.Name):
            found |= {last(target): node.value for target in node.targets}
    return found


def trees(root: Path) -> dict[str, ast.Module]:
    files = [file for package in PACKAGES for file in sorted((root / package).rglob("*.py"))]
    return {str(file.relative_to(root)): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def found_in(root: Path) -> list[str]:
    """`file:line: type` of every annotation that holds a mapping to anything."""
    all_of = trees(root)
    own = {file.removesuffix(".py").replace("/", "."): own_aliases(tree) for file, tree in all_of.items()}
    found = []
    for file, tree in all_of.items():
        if file.startswith(tuple(BORDERS)):
            continue
        aliases = dict(own[file.removesuffix(".py").replace("/", ".")])
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in own:
                theirs = own[node.module]
                aliases |= {n.asname or n.name: theirs[n.name] for n in node.names if n.name in theirs}
        for annotation in annotations(tree):
            found += [f"{file}:{annotation.lineno}: {kind}" for kind in list(mappings(annotation, aliases))[:1]]
    return found


def test_few_mappings_may_hold_anything() -> None:
    found = found_in(ROOT)
    assert len(found) <= MOST, "\n".join(found)


def test_every_border_is_still_there() -> None:
    assert [border for border in BORDERS if not (ROOT / border).exists()] == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(a: dict[str, Any]) -> None: ...",
        "def f() -> Mapping[str, object]: ...",
        "x: list[dict[str, Any]] = []",
        "x: 'dict[str, Any] | None' = None",
        "x: dict[int, list[Any]] = {}",
        "class A(dict[str, Any]): ...",
        "def f(*, a: tuple[str, Mapping[str, typing.Any]]) -> None: ...",
    ],
)
def test_a_mapping_to_anything_is_seen(tmp_path: Path, source: str) -> None:
    assert len(planted(tmp_path, {"tui/a.py": source})) == 1


def test_other_names_are_seen_through(tmp_path: Path) -> None:
    files = {
        "engine/a.py": "Spec: TypeAlias = Any\nGiven = Mapping[str, object]",
        "content/b.py": "from engine.a import Given, Spec as S\ndef f(a: Given, b: dict[str, S]) -> 'Given | None': ...",
    }
    assert [line.rpartition(":")[0] for line in planted(tmp_path, files)] == [
        *("content/b.py:2", "content/b.py:2", "content/b.py:2"),
        "engine/a.py:2",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "x: dict[str, int] = {}",
        "x: Mapping[str, Column[Any]] = {}",
        "x: Callable[..., Any]",
        "Json: TypeAlias = 'str | Mapping[str, Json]'\nx: Json",
    ],
)
def test_a_typed_mapping_is_none(tmp_path: Path, source: str) -> None:
    assert planted(tmp_path, {"db/a.py": source}) == []


def planted(root: Path, files: dict[str, str]) -> list[str]:
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source, encoding="utf-8")
    return found_in(root)
