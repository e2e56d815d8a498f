"""Which message is posted where, and who handles it: by Textual's own rules, read from the classes and their source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from tests.guards.source import classes, everywhere, trees


@dataclass(frozen=True)
class Post:
    """A `post_message`: the class it stands in, whom it is posted to, and the message's name."""

    place: str
    poster: str
    to: str
    message: str


def posts() -> list[Post]:
    """Every message that the interface posts."""
    return [post for name, tree in trees().items() for post in posts_in(name, tree)]


def posts_in(module: str, tree: ast.AST, poster: str = "") -> Iterator[Post]:
    """The posts in a piece of source; `Rows.Moved` is named so wherever it is posted from."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".post_message"):
            made = node.args[0]
            said = ast.unparse(made.func if isinstance(made, ast.Call) else made)
            to = ast.unparse(node.func).removesuffix(".post_message")
            yield Post(f"{module}:{node.lineno}", poster, to, said.replace("self.", f"{poster}."))
        inner = node.name if isinstance(node, ast.ClassDef) and not poster else poster
        yield from posts_in(module, node, inner)


def unposted(messages: Iterable[type[Message]], found: Iterable[Post]) -> list[str]:
    """Messages that nobody posts."""
    posted = {post.message for post in found}
    return [cls.__qualname__ for cls in messages if cls.__qualname__ not in posted]


def unhandled(found: Iterable[Post]) -> list[str]:
    """Posts that reach no handler: neither in the class that posts, nor in one that holds it, nor in the app."""
    messages = {cls.__qualname__: cls for cls in classes(Message)}
    lost = []
    for post in found:
        owners = handlers(messages[post.message]) if post.message in messages else []
        if not any(_reached(post, owner) for owner in owners):
            lost.append(f"{post.place}: {post.message} posted to {post.to} has no handler there")
    return lost


def handlers(message: type[Message]) -> list[type[MessagePump]]:
    """The classes of ours that handle a message, by method name or by `@on`."""
    return [cls for cls in classes(MessagePump) if _handles(cls, message)]


def _handles(cls: type[MessagePump], message: type[Message]) -> bool:
    own = vars(cls)
    named = own.get(f"_{message.handler_name}") or own.get(message.handler_name)
    decorated = own.get("_decorated_handlers") or {}
    return (named is not None and not hasattr(named, "_textual_on")) or any(issubclass(message, k) for k in decorated)


def _reached(post: Post, owner: type[MessagePump]) -> bool:
    if issubclass(owner, App):
        return True
    if post.to != "self":
        return False
    posting = [cls for cls in classes(MessagePump) if cls.__name__ == post.poster]
    related = any(issubclass(owner, cls) or issubclass(cls, owner) for cls in posting)
    return related or post.poster in _named_by(owner.__name__)


@cache
def _named_by(name: str) -> frozenset[str]:
    """What a top-level class, function or table names, itself or by what it names; screens do not hold each other."""
    screens = {cls.__name__ for cls in (*classes(Screen), *classes(App))}
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        found = _references().get(waiting.pop(), frozenset()) - seen - screens
        seen |= found
        waiting += found
    return frozenset(seen)


@cache
def _references() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tree in trees().values():
        for node in tree.body:
            for name in _names_of(node):
                found.setdefault(name, set()).update(_mentioned(node))
    return {name: frozenset(known & found.keys()) for name, known in found.items()}


def _names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _mentioned(node: ast.AST) -> Iterator[str]:
    """The names in it but for annotations and decorators, which a handler needs whether it holds the widget or not."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "KindFiles":
                # It holds whatever the files of kinds give that name.
                yield from (name.value for name in part.args[1:] if isinstance(name, ast.Constant))
            elif isinstance(part, ast.Name):
                yield part.id
            elif isinstance(part, ast.AST):
                yield from _mentioned(part)


def orphans(pumps: Iterable[type[MessagePump]]) -> list[str]:
    """Methods that are called as handlers are, and that no message calls."""
    called = {cls.handler_name for cls in everywhere(Message) if hasattr(cls, "handler_name")}
    return [
        f"{cls.__qualname__}.{name}"
        for cls in pumps
        for name in vars(cls)
        if name.lstrip("_").startswith("on_") and name.removeprefix("_") not in called
    ]
