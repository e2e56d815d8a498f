"""The command line's parser. A command's arguments are declared by its own file, when that command is called.

Help and refusals are in the learner's language, argparse's own words too.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from shutil import get_terminal_size
from typing import Any, NoReturn
from unicodedata import east_asian_width

from engine.messages import Usage
from engine.text import Language, Text
from tui.commands import COMMANDS, module_of
from tui.locale import command_line as words
from tui.output import PROGRAM, put

_PIECES = re.compile(r"\s+|(?:[!-~]+|\S)[，。；：、！？）”]*")
"""What a line may be broken between: words, and Chinese characters with the punctuation that follows them."""


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


class HelpText(argparse.HelpFormatter):
    """Lines are as wide as the terminal in cells: a Chinese character takes two."""

    def __init__(self, prog: str, language: Language) -> None:
        usage = words.USAGE.said(language)
        surplus = cells(usage) - len(usage)  # argparse counts letters
        super().__init__(prog, width=get_terminal_size().columns - 2 - surplus)
        self._language = language

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """argparse's own, with the word before it in the learner's language."""
        super().add_usage(usage, actions, groups, words.USAGE.said(self._language) if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        lines, room = [""], width
        for piece in _PIECES.findall(" ".join(text.split())):
            if cells(piece) > room and lines[-1]:
                lines.append("")
                room = width
            lines[-1] += piece if lines[-1] else piece.lstrip()
            room -= cells(piece)
        return [line.rstrip() for line in lines]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """Raises Usage for wrong usage, in both languages and without the usage that would hide it."""

    def __init__(self, language: Language = "en", **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(HelpText, language=language), **options)
        self.language: Language = language
        self._positionals.title, self._optionals.title = self.said(words.POSITIONALS), self.said(words.OPTIONS)
        self.add_argument("-h", "--help", action="help", help=self.said(words.HELP))

    def said(self, text: Text) -> str:
        """A text in the learner's language."""
        return text.said(self.language)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help goes the way of all texts."""
        put(message, file, end="")

    def error(self, message: str) -> NoReturn:
        """What argparse found wrong. Raises Usage."""
        text = words.argparse_message(message)
        raise Usage(
            words.SEE_HELP.en.format(message=text.en, program=self.prog),
            words.SEE_HELP.zh.format(message=text.zh, program=self.prog),
        )

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """A `type` that raises Usage need not know whose value it reads."""
        try:
            return super()._get_value(action, arg_string)
        except Usage as error:
            name = "/".join(action.option_strings) or action.metavar or action.dest
            raise Usage(
                words.OF_ARGUMENT.en.format(name=name, what=error.text.en),
                words.OF_ARGUMENT.zh.format(name=name, what=error.text.zh),
            ) from error


class CommandParser(Parser):
    """One command's parser. Declaring every argument of every command at each start would take 10 ms."""

    def __init__(self, command: str, **options: Any) -> None:
        super().__init__(**options)
        self.set_defaults(command=command)
        self._command = command
        self._declared = False

    def declare(self) -> None:
        """Ask the command's file for its arguments, once."""
        if not self._declared:
            self._declared = True
            import_module(module_of(self._command)).arguments(self)
            _everywhere(self)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Called for the command that stands on the command line."""
        self.declare()
        return super().parse_known_args(args, namespace)


def parser(language: Language = "en", declared: bool = False) -> Parser:
    """The parser of the whole command line; `declared` if every command's arguments are wanted at once."""
    made = Parser(language, prog=PROGRAM, description=words.DESCRIPTION.said(language))
    _everywhere(made)
    made.add_argument("--version", action="store_true", help=made.said(words.VERSION))
    made.set_defaults(command="app")
    commands = made.add_subparsers(title=made.said(words.COMMANDS), metavar="COMMAND", parser_class=CommandParser)
    for name, text in COMMANDS.items():
        said = made.said(text)
        command = commands.add_parser(name, help=said, description=said, command=name, language=language)
        if declared:
            command.declare()
    return made


def _everywhere(parser: Parser) -> None:
    """Options that stand before or after the command. SUPPRESS keeps the later default from undoing the earlier."""
    group = parser.add_argument_group(parser.said(words.EVERYWHERE), argument_default=argparse.SUPPRESS)
    group.add_argument("--data", metavar="FOLDER", help=parser.said(words.DATA))
    group.add_argument("--database", metavar="URL", help=parser.said(words.DATABASE))
    group.add_argument("--learner", metavar="NAME", help=parser.said(words.LEARNER))
    group.add_argument("--lang", choices=("en", "zh"), help=parser.said(words.LANG))
    group.add_argument("--now", metavar="ISO-TIME", help=parser.said(words.NOW))
    group.add_argument("--json", action="store_true", help=parser.said(words.JSON))


def positive(text: str) -> int:
    """A whole number above 0, as an argument's `type`. Raises Usage."""
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise Usage(*words.NOT_POSITIVE.format(text=text))
    return int(text)


def before_parsing(arguments: Sequence[str]) -> argparse.Namespace:
    """`--lang` and `--json` wherever they stand: they decide how even a wrong command line is answered."""
    found = argparse.Namespace()
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--json":
            found.json = True
        elif argument == "--lang":
            found.lang = following
        elif argument.startswith("--lang="):
            found.lang = argument.partition("=")[2]
    return found
