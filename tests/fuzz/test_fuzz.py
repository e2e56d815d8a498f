"""The fuzzers in short form, and with a fault planted for each of them to find."""

from __future__ import annotations

import json

import pytest

import db.transfer.importer
import engine.expressions
import tui.commands.due
import tui.output
from engine.demonstration import Demonstration
from tests.fuzz.__main__ import FUZZERS
from tests.fuzz.harness import hunt, scratch

SHORT = {"decks": 300, "archives": 40, "expressions": 1500, "command_lines": 200, "parameters": 200}
PLANTED = {"decks": 300, "archives": 60, "expressions": 1500, "command_lines": 200, "parameters": 300}


@pytest.fixture(params=FUZZERS)
def fuzzer(request, monkeypatch, tmp_path):
    """One of them; what it does to the environment ends with the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "BACKDRILL_DATA", "LANG", "COLUMNS"):
        monkeypatch.setenv(name, "")
    with scratch() as folder:
        yield FUZZERS[request.param](folder)


def nothing_is_cleaned(monkeypatch):
    monkeypatch.setattr(tui.output, "inert", lambda text: text)


def lines_are_taken_to_be_json(monkeypatch):
    monkeypatch.setattr(db.transfer.importer, "read", lambda line: json.loads(line.decode()))


def arrays_have_no_bounds(monkeypatch):
    monkeypatch.setattr(engine.expressions, "LARGEST_ARRAY", 10**12)


def a_command_has_a_fault(monkeypatch):
    monkeypatch.setattr(tui.commands.due, "run", lambda options: {}["nothing"])


def the_end_of_a_range_is_a_fault(monkeypatch):
    accept = Demonstration.accept

    def careless(self, given):
        ends = [getattr(self.parameter(name), "high", None) for name, value in given.items() if isinstance(value, int)]
        return {} if set(ends) & {value for value in given.values() if isinstance(value, int)} else accept(self, given)

    monkeypatch.setattr(Demonstration, "accept", careless)


PLANTS = {
    "decks": nothing_is_cleaned,
    "archives": lines_are_taken_to_be_json,
    "expressions": arrays_have_no_bounds,
    "command_lines": a_command_has_a_fault,
    "parameters": the_end_of_a_range_is_a_fault,
}


def test_nothing_is_found(fuzzer):
    assert list(hunt(fuzzer, range(SHORT[fuzzer.name]))) == []


def test_a_planted_fault_is_found(fuzzer, monkeypatch):
    PLANTS[fuzzer.name](monkeypatch)
    assert next(hunt(fuzzer, range(PLANTED[fuzzer.name])), None) is not None
