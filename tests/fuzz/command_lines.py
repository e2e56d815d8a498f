"""Command lines: every command with options and values that belong to it, to others, or to nothing."""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

from content.loader import load_deck, shipped_folder
from engine.registry import catalogue
from tests.fuzz.harness import Fuzzer, shown
from tests.fuzz.mutations import STRANGE_NUMBERS, STRANGE_TEXTS
from tests.shipped import warm
from tui.cli.parser import parser

NEVER_ENDS = {"serve"}
"""Tested in a browser."""
LONG = {"verify": ["--only", "pooling-ties", "--draws", "2", "--jobs", "1"], "fit": ["--dry-run"]}
"""Computations for minutes by their nature: they always get these arguments in front."""
SLOW_FORMATS = ("markdown", "anki")
"""Exports that draw every question of the deck, for some seconds."""
TIMES = (
    "2027-03-05T09:00",
    "1990-01-01T00:00",
    "2200-12-31T23:59",
    "1969-12-31T23:59:59",
    "2027-03-28T02:30+01:00",
    "now",
    "0",
)
URLS = ("sqlite:///:memory:", "sqlite:////nowhere/x.db", "postgresql://", "mysql://x", "http://x", "://", "sqlite")


class CommandLines(Fuzzer):
    """A case is the arguments and what is typed."""

    name = "command_lines"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        warm(folder / "data")
        os.environ |= {"HOME": str(folder), "BACKDRILL_DATA": str(folder / "data"), "LANG": "C.UTF-8", "COLUMNS": "80"}
        self._folders(folder)
        actions = parser(declared=True)._actions
        commands = next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices
        self._commands = {name: one._actions for name, one in commands.items() if name not in NEVER_ENDS}
        self._options = [option for actions in self._commands.values() for a in actions for option in a.option_strings]
        self._names = [*load_deck(shipped_folder()).questions, *catalogue()]

    def _folders(self, folder: Path) -> None:
        (folder / "empty").mkdir()
        (folder / "binary").write_bytes(bytes(range(256)) * 40)
        (folder / "text").write_text("- id: x\n", "utf-8")
        (folder / "closed").mkdir(mode=0)
        (folder / "circle").symlink_to("circle")
        self._paths = [
            str(folder / name) for name in ("data", "empty", "binary", "text", "closed", "circle", "new/x", "x" * 300)
        ]
        self._paths += [
            "/proc/self/mem",
            "/dev/null",
            "/nowhere/x",
            "-",
            "",
            "~nouser/x",
            "relative",
            "why? not#",
            "a\nb",
        ]
        os.chdir(folder)

    def case(self, rng: random.Random) -> tuple[list[str], str]:
        name = rng.choice(list(self._commands))
        given = [name, *LONG.get(name, [])]
        if name == "check":  # of the shipped deck it takes seconds
            given.append(rng.choice(self._paths))
        for action in self._commands[name]:
            if not action.option_strings:
                given += [self._value(action, rng) for _ in range(rng.choice([0, 1, 1, 1, 2]))]
            elif rng.random() < 0.25 and not (
                name in LONG and action.option_strings[-1] in ("--draws", "--faults", "--only", "--jobs")
            ):
                given.append(rng.choice(action.option_strings))
                given += [] if action.nargs == 0 else [self._value(action, rng)]
        if rng.random() < 0.2:
            given.insert(
                rng.randrange(len(given) + 1), rng.choice([*self._options, *STRANGE_TEXTS, "--", "-x", "--=", name])
            )
        if name in LONG and not set(LONG[name]) <= set(given):
            given = [name, *LONG[name]]
        given = [name, *("csv" if word in SLOW_FORMATS else word for word in given if word != name)]
        typed = "".join(
            rng.choice([*"abc1234?q", "0.5", "1/4", *STRANGE_TEXTS]) + "\n" for _ in range(rng.randrange(12))
        )
        return [text.replace("\0", "") for text in given], typed

    def _value(self, action: argparse.Action, rng: random.Random) -> str:
        """One that this argument may take, or another one."""
        if action.choices and rng.random() < 0.8:
            return str(rng.choice(list(action.choices)))
        suited = {
            "data": self._paths,
            "now": TIMES,
            "database": URLS,
            "learner": ("me", "李雷", "x" * 201, "\x1b[31m"),
            "seed": ("0", "1", "1..3", "3..1", "-1", "1..999999999", str(2**64)),
            "set": ("x=1", "=", "kernel=2", "x", "mode=max", "seed=1"),
        }.get(action.dest, (*self._paths, *rng.sample(self._names, 3), "pooling", "1", "3", "30"))
        return str(rng.choice([*list(suited) * 3, rng.choice(STRANGE_TEXTS), str(rng.choice(STRANGE_NUMBERS))]))

    def run(self, case: tuple[list[str], str]) -> str:
        return shown(*case)[0]
