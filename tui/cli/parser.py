"""The command line's parser. A command's arguments are declared by its own file, when that command is called."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any, NoReturn

from tui.commands import COMMANDS, module_of

PROGRAM = "backdrill"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage that hides it."""

    def error(self, message: str) -> NoReturn:
        """Say it and exit with 2."""
        self.exit(2, f"{self.prog}: {message}. See '{self.prog} --help'.\n")


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


def parser(declared: bool = False) -> Parser:
    """The parser of the whole command line; `declared` if every command's arguments are wanted at once."""
    made = Parser(prog=PROGRAM, description="Study deep-learning interview questions whose answers prove themselves.")
    _everywhere(made)
    made.add_argument("--version", action="store_true", help="print the version and stop")
    made.set_defaults(command="app")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", parser_class=CommandParser)
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text, command=name)
        if declared:
            command.declare()
    return made


def _everywhere(parser: argparse.ArgumentParser) -> None:
    """Options that stand before or after the command. SUPPRESS keeps the later default from undoing the earlier."""
    group = parser.add_argument_group("everywhere", argument_default=argparse.SUPPRESS)
    group.add_argument("--data", metavar="FOLDER", help="the learner's data (or BACKDRILL_DATA)")
    group.add_argument("--database", metavar="URL", help="another database (or BACKDRILL_DATABASE_URL)")
    group.add_argument("--learner", metavar="NAME", help="whose progress this is")
    group.add_argument("--lang", choices=("en", "zh"), help="language (default: from the locale)")
    group.add_argument("--now", metavar="ISO-TIME", help="a frozen clock, for rehearsals")
    group.add_argument("--json", action="store_true", help="report as JSON")


def positive(text: str) -> int:
    """A whole number above 0, as an argument's `type`."""
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)
