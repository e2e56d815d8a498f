"""`backdrill completion SHELL`: a script for the shell that completes commands, options, files and names."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui.cli.options import context_of
from tui.cli.parser import Parser
from tui.cli.parser import parser as whole_parser
from tui.context import Context
from tui.output import put_data

if TYPE_CHECKING:  # only this command pays its 8 ms
    from shtab import CompleteType

SHELLS = ("bash", "zsh", "tcsh", "fish")


def arguments(parser: Parser) -> None:
    """Which shell."""
    parser.add_argument("shell", choices=SHELLS)


def run(options: argparse.Namespace) -> int:
    """Print the script. It holds the names that the decks have now."""
    import shtab  # only this command pays its 8 ms

    completions = _completions(context_of(options))
    parser = whole_parser(declared=True)
    for action in _actions(parser):
        if action.dest in completions:
            action.complete = completions[action.dest]  # type: ignore[attr-defined]  # where shtab looks for it
    put_data(f"{shtab.complete(parser, options.shell)}\n")
    return 0


def _completions(context: Context) -> dict[str, CompleteType]:
    """What may stand for each argument, by its name on the command line's namespace."""
    import shtab  # as in run

    from engine import task_registry  # NumPy, which the usage does not wait for
    from engine.registry import catalogue

    library = context.library
    return {
        "data": shtab.DIRECTORY,
        "deck": shtab.DIRECTORY,
        "file": shtab.FILE,
        "name": words(catalogue()),
        "claim": words(library.claims),
        "question": words(library.questions),
        "only": words([*library.claims, *library.questions]),
        "topic": words(library.topics),
        "task": words(task_registry.catalogue()),
    }


def words(names: Iterable[str]) -> CompleteType:
    """Completion by these names. A shell runs the script, so a name that it would not take literally is left out."""
    import shtab  # as in run

    listed = " ".join(name for name in names if re.fullmatch(r"[\w.-]+", name))
    return {**shtab.cmd(f"echo {listed}"), "fish": listed}  # fish takes a whole line of output for one word


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
