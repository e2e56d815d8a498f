"""A folder or a file that cannot be written: a sentence, nothing changed, and all is there when it can be again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.mounts import may_mount
from tests.faults.plants import SWALLOWS
from tests.faults.program import Program, no_traceback, one_sentence, study

STUDY = ("study", "--plain", "--limit", "1")


class Writable:
    """Takes the right to write away and gives it back: by a mount, which binds root too, or by permissions."""

    def __init__(self, mounted):
        self.mounted = mounted

    def take(self, program: Program, path: Path) -> None:
        if self.mounted is not None:
            self.mounted.read_only(path)
        else:
            path.chmod(0o555 if path.is_dir() else 0o444)

    def give(self, program: Program, path: Path) -> None:
        if self.mounted is not None:
            self.mounted.run("umount", str(path))
        else:
            path.chmod(0o755 if path.is_dir() else 0o644)


WAYS = ["permissions", *(["mount"] if may_mount() else [])]
BOUND = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
"""Before a command that permissions shall bind, root or not."""


@pytest.fixture(params=WAYS)
def rights(request):
    return Writable(request.getfixturevalue("mounted") if request.param == "mount" else None)


@pytest.fixture
def home(rights, tmp_path):
    mounted = rights.mounted
    return Program(mounted.folder / "data", mounted.inside) if mounted else Program(tmp_path / "data", BOUND)


def take_and_give(rights, program: Program, what: str, *words: str) -> None:
    kept = study(program, 2)
    path = getattr(program, what)
    rights.take(program, path)
    one_sentence(program.run(*STUDY, typed="\n\n"), *words)
    no_traceback(program)
    rights.give(program, path)
    assert program.reviews() == kept
    assert study(program, 1) == 1
    assert program.reviews() == kept + 1


@pytest.mark.parametrize("what", ["folder", "database"])
def test_what_is_read_only_is_told_and_nothing_is_lost(rights, home, what):
    take_and_give(rights, home, what, str(home.folder), "--data FOLDER")


def test_the_test_notices_a_program_that_acknowledges_what_it_cannot_write(rights, home):
    home.plant = SWALLOWS + "import tui.locations\ntui.locations.os.access = lambda *a: True\n"
    with pytest.raises(AssertionError):
        take_and_give(rights, home, "database", "--data FOLDER")


def _nothing(program: Program) -> None:
    program.database.unlink()


def _folder_in_place_of_the_file(program: Program) -> None:
    program.database.mkdir()


def _file_in_place_of_the_folder(program: Program) -> None:
    program.folder.write_text("in the way")


def _folder_in_place_of_the_log(program: Program) -> None:
    Path(f"{program.database}-wal").mkdir()


@pytest.mark.parametrize("obstacle", [_folder_in_place_of_the_file, _folder_in_place_of_the_log])
def test_an_obstacle_in_the_folder_is_told(program, obstacle):
    program.folder.mkdir()
    obstacle(program)
    one_sentence(program.run(*STUDY, typed="\n\n"), str(program.database))
    assert set(no_traceback(program)) >= {("due",), ("doctor",)}


def test_an_obstacle_in_place_of_the_folder_is_told(program):
    _file_in_place_of_the_folder(program)
    one_sentence(program.run(*STUDY, typed="\n\n"), "cannot be used", "--data FOLDER")
    no_traceback(program)
