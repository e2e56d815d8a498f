"""YAML that means what it says: PyYAML's C loader with the surprises taken out.

Only `true`, `false` and `null` are special words, numbers are numbers, everything else is text; duplicate keys,
anchors, aliases, tags and deep nesting are refused. Every mapping and list remembers its lines, so that later
errors can name them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from engine import utf8
from engine.messages import ExpectedError

LARGEST = 2_000_000
"""The most characters a content file may have."""
DEEPEST = 24
"""The deepest nesting a content file may have."""


class Located(dict[str, Any]):
    """A mapping that knows its own line (from 1) and the line of each key."""

    __slots__ = ("key_lines", "line")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}


class LocatedList(list[Any]):
    """A list that knows its own line (from 1) and the line of each item."""

    __slots__ = ("item_lines", "line")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.item_lines: list[int] = []


class YamlError(ExpectedError, ValueError):
    """A content file that cannot be read; `line` is where, from 1."""

    def __init__(self, en: str, zh: str, line: int) -> None:
        super().__init__(en, zh)
        self.line = line


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML keeps its table on the class


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?$", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def load_file(path: Path) -> Any:
    """The document in a file, as `load` gives it. Raises YamlError with a line, and OSError."""
    try:
        return load(utf8.read(path))
    except utf8.NotUtf8 as error:
        raise YamlError(*error.text, error.line) from error


def load(text: str) -> Any:
    """The document as Located mappings, LocatedLists and scalars. Raises YamlError with a line."""
    if len(text) > LARGEST:
        raise YamlError(
            f"the file has {len(text):,} characters; {LARGEST:,} are allowed",
            f"文件有 {len(text):,} 个字符；至多 {LARGEST:,} 个",
            1,
        )
    try:
        _refuse_anchors_and_depth(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return None if node is None else _build(loader, node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = error.problem or error.context or "not YAML"
        raise YamlError(why, f"不是合法的 YAML（{why}）", mark.line + 1 if mark else 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sign = f"#x{ord(str(error.character)[:1]):04x}"
        raise YamlError(f"the character {sign} is not allowed in YAML", f"YAML 不允许字符 {sign}", line) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, YamlError):
            raise
        why = str(error) or "not YAML"
        raise YamlError(why, f"不是合法的 YAML（{why}）", 1) from error


def _refuse_anchors_and_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                "anchors and aliases are not allowed; write the value out", "不允许锚点和别名；请直接写出值", line
            )
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            tag = event.tag  # type: ignore[attr-defined]
            raise YamlError(f"the tag {tag} is not allowed; remove it", f"不允许标签 {tag}；请删去", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(f"nested deeper than {DEEPEST} levels", f"嵌套超过 {DEEPEST} 层", line)


def _build(loader: Any, node: yaml.Node) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(loader, node, line)
    if isinstance(node, yaml.SequenceNode):
        items = LocatedList(line)
        for child in node.value:
            items.append(_build(loader, child))
            items.item_lines.append(child.start_mark.line + 1)
        return items
    return loader.construct_object(node)


def _key(loader: Any, node: yaml.Node) -> Any:
    """A key as text; `true` is the name of a field, so it needs no quotes."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return node.value if node.tag == "tag:yaml.org,2002:bool" else loader.construct_object(node)


def _build_mapping(loader: Any, node: yaml.MappingNode, line: int) -> Located:
    made = Located(line)
    for key_node, value_node in node.value:
        key = _key(loader, key_node)
        key_line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise YamlError(
                f"the key {key!r} must be text; put it in quotes", f"键 {key!r} 必须是文本；请加引号", key_line
            )
        if key in made:
            first = made.key_lines[key]
            raise YamlError(
                f"the key '{key}' stands twice; it stood first on line {first}",
                f"键“{key}”出现两次；第一次在第 {first} 行",
                key_line,
            )
        made[key] = _build(loader, value_node)
        made.key_lines[key] = key_line
    return made
