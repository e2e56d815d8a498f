"""A task as Python source: the stub that a learner starts from, and the reference that she is shown."""

from __future__ import annotations

import ast
import inspect
from textwrap import dedent, indent

from engine.task import Options, Quantity, Task
from engine.text import Language, Text

HEAD = "import numpy as np\n\n\n"
_LINE = 100
_ARGUMENTS, _RETURNS = Text("Arguments:", "参数："), Text("Returns:", "返回：")


def stub(task: Task, options: Options, language: Language, statement: bool = True) -> str:
    """The file to start from: the signature, with a docstring that gives the statement, names and shapes."""
    names = ", ".join(quantity.name for quantity in task.arguments)
    parts = [
        *([_wrapped(task.worded(options).said(language))] if statement else []),
        _listed(_ARGUMENTS.said(language), task.arguments, language),
        _listed(_RETURNS.said(language), task.results, language),
    ]
    docstring = f'"""{task.title.said(language)}\n\n' + "\n\n".join(parts) + '\n"""'
    return f"{HEAD}def {task.name}({names}):\n{indent(docstring, '    ')}\n    raise NotImplementedError\n"


def solution(task: Task, options: Options) -> str:
    """The reference as a file that runs: without annotations, its options with the drawn values as defaults."""
    source = dedent(inspect.getsource(task.reference))
    function = _function(source)
    given = [argument.arg for argument in function.args.args]
    drawn = ["*", *(f"{name}={_quoted(value)}" for name, value in options.items())] if options else []
    body = "\n".join(source.splitlines()[function.body[0].lineno - 1 :])
    return f"{HEAD}def {task.name}({', '.join([*given, *drawn])}):\n{body}\n"


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _function(source: str) -> ast.FunctionDef:
    return next(node for node in reversed(ast.parse(source).body) if isinstance(node, ast.FunctionDef))


def _listed(head: str, quantities: tuple[Quantity, ...], language: Language) -> str:
    rows = (f"    {item.name} {item.shape}".rstrip() + f": {item.meaning.said(language)}" for item in quantities)
    return "\n".join([head, *rows])


def _wrapped(text: str) -> str:
    """Lines of at most `_LINE` columns; a Chinese character takes two and may end a line anywhere."""
    lines, width = [""], 0
    for word in _words(text):
        cells = sum(2 if ord(letter) > 0x2E7F else 1 for letter in word)
        if width + cells > _LINE and word[0] not in "，。；：、）”":
            lines, width = [*lines, ""], 0
            word = word.lstrip()
        lines[-1] += word
        width += cells
    return "\n".join(line.rstrip() for line in lines)


def _words(text: str) -> list[str]:
    """Words with the space before them; a Chinese character is a word of its own."""
    words: list[str] = []
    for letter in text:
        if letter == " " or not words or ord(letter) > 0x2E7F or ord(words[-1][-1]) > 0x2E7F:
            words.append(letter)
        else:
            words[-1] += letter
    return words
