"""Every selector of the interface, in style sheets and in queries, and the classes and ids that it may name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from textual.app import App
from textual.css.model import SelectorType
from textual.css.parse import parse_selectors
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.guards.source import FOLDER, classes, everywhere, trees
from tui.themes import THEMES

QUERIES = {"query", "query_one", "query_exactly_one", "query_children", "query_ancestor", "exclude", "filter"}
GIVING = {"add_class", "remove_class", "set_class", "toggle_class"}


@dataclass(frozen=True)
class Name:
    """One part of a selector: a widget's class, an id, or a style class."""

    kind: SelectorType
    name: str


def in_style_sheets() -> Iterator[tuple[str, Name]]:
    """(place, name) of all names in `.tcss` files and in `DEFAULT_CSS`."""
    for path in sorted(FOLDER.rglob("*.tcss")):
        yield from named_by(path.read_text(encoding="utf-8"), path.name)
    for cls in classes(DOMNode):
        yield from named_by(vars(cls).get("DEFAULT_CSS", ""), cls.__qualname__)


def named_by(css: str, place: str) -> Iterator[tuple[str, Name]]:
    """The names in the selectors of a style sheet."""
    sheet = Stylesheet(variables=_variables())
    sheet.add_source(css, read_from=(place, ""))
    sheet.parse()
    for rule in sheet.rules:
        for selectors in rule.selector_set:
            yield from ((place, Name(one.type, one.name)) for one in selectors.selectors)


@cache
def _variables() -> dict[str, str]:
    app = App[None]()
    app.register_theme(THEMES[0])
    app.theme = THEMES[0].name
    return app.get_css_variables()


def in_code() -> Iterator[tuple[str, Name]]:
    """(place, name) of all names in the strings that queries, `@on` and AUTO_FOCUS take."""
    for module, tree in trees().items():
        for node in ast.walk(tree):
            for text in _selector_strings(node):
                for selectors in parse_selectors(text):
                    yield from ((f"{module}:{text}", Name(one.type, one.name)) for one in selectors.selectors)


def _selector_strings(node: ast.AST) -> list[str]:
    parts: list[ast.expr] = []
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func).rpartition(".")[2]
        parts = node.args[:1] if called in QUERIES else node.args[1:] if called == "on" else []
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "AUTO_FOCUS":
        parts = [node.value]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


@cache
def known() -> frozenset[Name]:
    """What selectors may name: widget classes, ids given to widgets, style classes that widgets are given."""
    nodes = [cls for cls in everywhere(DOMNode) if cls.__module__.startswith(("tui.", "textual."))]
    types = {Name(SelectorType.TYPE, cls.__name__) for cls in nodes}
    parts = {Name(SelectorType.CLASS, name) for cls in nodes for name in vars(cls).get("COMPONENT_CLASSES", ())}
    given = {name for tree in trees().values() for node in ast.walk(tree) for name in _given(node, tree)}
    return frozenset({*types, *parts, *given, Name(SelectorType.UNIVERSAL, "*")})


def _given(node: ast.AST, tree: ast.Module) -> Iterator[Name]:
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in ("id", "classes", "toggle_class"):
                kind = SelectorType.ID if keyword.arg == "id" else SelectorType.CLASS
                yield from (Name(kind, name) for name in _words(keyword.value, tree))
        if ast.unparse(node.func).rpartition(".")[2] in GIVING:
            yield from (Name(SelectorType.CLASS, name) for part in node.args for name in _words(part, tree))
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if ast.unparse(target).endswith("_BREAKPOINTS"):
            yield from (Name(SelectorType.CLASS, name) for name in _words(node.value, tree))


def _words(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The words of the strings in an expression; `f"-{stage}"` stands for a dash before any string of its file."""
    for node in ast.walk(value):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield from (f"{node.values[0].value}{word}" for word in _strings(tree))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.split()


def _strings(tree: ast.Module) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def unknown(found: Iterator[tuple[str, Name]]) -> list[str]:
    """Names that nothing bears."""
    return [f"{place}: no {name.kind.name.lower()} '{name.name}'" for place, name in found if name not in known()]
