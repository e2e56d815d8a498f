"""The disk is full in the middle of a session: the answer is refused, held, and written once there is space."""

from __future__ import annotations

import resource

import pytest

from tests.faults.mounts import Mounted, may_mount
from tests.faults.plants import SWALLOWS
from tests.faults.program import REFUSED, SAVED, Program, Session, no_traceback, one_sentence, study

UNLIMITED = resource.RLIM_INFINITY


class Limited:
    """No file of the session's process may grow: every machine allows that."""

    inside: tuple[str, ...] = ()

    def __init__(self, folder):
        self.folder = folder

    def fill(self, session: Session) -> None:
        resource.prlimit(session.process.pid, resource.RLIMIT_FSIZE, (0, UNLIMITED))

    def free(self, session: Session) -> None:
        resource.prlimit(session.process.pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))


class Small:
    """A disk of six megabytes, really full."""

    def __init__(self, mounted: Mounted):
        self.mounted, self.folder, self.inside = mounted, mounted.folder, mounted.inside

    def fill(self, _session: Session) -> None:
        self.mounted.fill()

    def free(self, _session: Session) -> None:
        self.mounted.free()


@pytest.fixture(params=["limited", *(["small"] if may_mount() else [])])
def disk(request, tmp_path):
    return Small(request.getfixturevalue("mounted")) if request.param == "small" else Limited(tmp_path / "data")


def fill_and_free(disk, plant: str = "") -> None:
    program = Program(disk.folder, disk.inside, plant)
    session = program.study()
    session.answer(2)
    disk.fill(session)
    assert session.rate() == REFUSED
    assert "ree some space and try again; everything acknowledged so far is safe." in session.said
    assert session.insist() == REFUSED
    disk.free(session)
    assert session.insist() == SAVED
    session.answer()
    assert session.stop() == (0, "")
    assert program.reviews() == session.acknowledged == 4


def test_an_answer_that_finds_the_disk_full_is_refused_and_written_when_there_is_space(disk):
    fill_and_free(disk)


def test_the_test_of_a_full_disk_notices_a_writer_that_swallows_the_refusal(tmp_path):
    with pytest.raises(AssertionError, match="Saved: next"):
        fill_and_free(Limited(tmp_path / "data"), SWALLOWS)


def test_who_stops_while_the_disk_is_full_is_told_and_keeps_what_was_acknowledged(disk):
    program = Program(disk.folder, disk.inside)
    session = program.study()
    session.answer(3)
    disk.fill(session)
    assert session.rate() == REFUSED
    one_sentence(session.stop(), "ree some space")
    assert "3 answered" in session.said
    disk.free(session) if isinstance(disk, Small) else None
    assert program.reviews() == 3


@pytest.mark.skipif(not may_mount(), reason="told at the end of the run")
def test_every_command_on_a_full_disk_ends_well_or_in_a_sentence(mounted):
    program = Program(mounted.folder, mounted.inside)
    kept = study(program, 2)
    mounted.fill()
    told = no_traceback(program)
    assert "no backup could be written" in told["backup",]
    assert "ree some space" in told["study", "--plain", "--limit", "3"]
    assert not list((mounted.seen / "backups").glob("*.part*"))
    mounted.free()
    assert program.reviews() == kept
