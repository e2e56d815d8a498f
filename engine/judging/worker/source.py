"""The learner's source: parsed, its imports looked at, compiled. Here, because a parser can be made to crash."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import CodeType
from typing import Any

FILE = "<your code>"
"""The name of the learner's file in tracebacks."""
IMPORTS = frozenset(
    "numpy math cmath functools itertools operator typing collections dataclasses fractions statistics numbers "
    "__future__ abc enum".split()
)
_DEEPEST = 5_000

Mishap = dict[str, Any]
"""What went wrong: kind, text, line, and the type of an exception."""


def compiled(source: str, forbidden: list[str]) -> CodeType | Mishap:
    """The code, or what is wrong with the source."""
    try:
        tree = ast.parse(source, FILE)
        for name, line in _used(tree):
            if name.partition(".")[0] not in IMPORTS:
                return {"kind": "import", "text": name, "line": line}
            if any(f"{name}.".startswith(f"{refused}.") for refused in forbidden):
                return {"kind": "forbidden", "text": name, "line": line}
        return compile(tree, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        return {"kind": "syntax", "text": error.msg.partition(" (detected at")[0], "line": error.lineno or 0}
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {"kind": "syntax", "text": f"{type(error).__name__}: {error}", "line": 0}


def _used(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is imported, and what is read as an attribute of an imported module, by its full name."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                known[alias.asname or root] = alias.name if alias.asname else root
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                known[alias.asname or alias.name] = f"{module}.{alias.name}"
                yield f"{module}.{alias.name}", node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root, _, rest = ast.unparse(node).partition(".")
            if root in known:
                yield f"{known[root]}.{rest}", node.lineno


def unfit(function: Any, names: list[str]) -> Mishap | None:
    """What is wrong with the function's signature: it is called with `names` by position."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*names)
    except TypeError:
        return {"kind": "signature", "text": str(signature)[:200], "line": 0}
    return None


def described(error: BaseException) -> Mishap:
    """Type, message, and the innermost line of the learner's own."""
    line, depth, entry = 0, 0, error.__traceback__
    while entry is not None and depth < _DEEPEST:
        if entry.tb_frame.f_code.co_filename == FILE:
            line = entry.tb_lineno
        entry, depth = entry.tb_next, depth + 1
    try:
        text = str(error)[:300]
    except BaseException:
        text = "..."
    return {"kind": "error", "type": type(error).__name__[:80], "text": text, "line": line}
