"""The table of commands against their files, and that no command's usage waits for anything heavy."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import tui.commands
from tui.cli.parser import CommandParser, parser
from tui.commands import COMMANDS, module_of

FILES = {path.stem for path in Path(tui.commands.__file__).parent.glob("*.py")} - {"__init__", "app"}
HEAVY = {"numpy", "sqlalchemy", "alembic", "fsrs", "yaml", "pydantic", "simpleeval", "textual", "rich", "content"}


def test_every_file_has_its_line_and_every_line_its_file():
    assert {module_of(name).rpartition(".")[2] for name in COMMANDS} == FILES


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_declares_its_arguments_and_runs(name):
    module = import_module(module_of(name))
    assert callable(module.run)
    made = CommandParser(name)
    made.declare()
    told = made.format_help()
    assert "--data" in told
    assert "--json" in told


def test_only_the_command_that_is_called_for_is_imported():
    loaded = modules_after("from tui.cli.parser import parser; parser().parse_args(['due', '--json'])")
    assert {name for name in loaded if name.startswith("tui.commands.")} == {"tui.commands.due"}


def test_no_command_s_usage_waits_for_anything_heavy():
    declare = (
        "from tui.cli.parser import CommandParser; from tui.commands import COMMANDS\n"
        "for name in COMMANDS: CommandParser(name).declare()"
    )
    loaded = modules_after(declare)
    assert "tui.commands.verify" in loaded
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()


def test_the_version_is_told_without_anything_heavy():
    loaded = modules_after("from tui.command_line import main; main(['--version'])")
    assert {name.partition(".")[0] for name in loaded} & (HEAVY - {"content"}) == set()
    assert not any(name.startswith("content.") for name in loaded)


def modules_after(code: str) -> set[str]:
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.split())


def test_common_options_stand_before_or_after_the_command():
    for line in (["--lang", "zh", "due"], ["due", "--lang", "zh"], ["--lang", "en", "due", "--lang", "zh"]):
        assert parser().parse_args(line).lang == "zh"
    assert not hasattr(parser().parse_args(["due"]), "lang")
    assert parser().parse_args([]).command == "app"
