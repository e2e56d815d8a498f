"""One module writes to the terminal, and what it writes cannot steer one."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import tui
from tui import output
from tui.text.sanitize import LONGEST_LINE, LONGEST_QUOTE, inert, shortened

PROGRAM = sorted(Path(tui.__file__).parent.rglob("*.py"))
OTHERS = {"dialogs/export.py": "console.print"}
"""A Rich console that writes into a string."""


REORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def writes(tree):
    """Names of the calls that write to a stream of the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.endswith("print") or (name.startswith("sys.") and name.rsplit(".", 1)[-1].startswith("write")):
                yield name


@pytest.mark.parametrize(
    "source", ["print('a')", "sys.stdout.write('a')", "sys.stderr.writelines(a)", "sys.stdout.buffer.write(b'')"]
)
def test_the_search_finds_what_it_looks_for(source):
    assert list(writes(ast.parse(source)))


def test_nothing_else_writes_to_the_terminal():
    root = Path(tui.__file__).parent
    found = {}
    for file in PROGRAM:
        name = file.relative_to(root).as_posix()
        calls = {call for call in writes(ast.parse(file.read_text("utf-8"))) if call != OTHERS.get(name)}
        if calls and name != "output.py":
            found[name] = calls
    assert found == {}


@given(some.text())
def test_what_is_put_cannot_steer_and_can_be_encoded(text):
    stream = io.StringIO()
    output.put(text, stream)
    written = stream.getvalue()
    assert all(sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in written)
    assert not {unicodedata.bidirectional(sign) for sign in written} & REORDERING
    written.encode()


@given(some.text(max_size=40).map(lambda text: text * 200))
def test_a_refusal_quotes_little(text):
    refusal = f"there is no file '{text}'; name another"
    assert all(len(line) <= LONGEST_LINE for line in shortened(refusal).split("\n"))


def test_a_long_argument_is_cut_and_the_fix_stays():
    told = shortened(f"there is no file '{'a b ' * 3000}'; name another")
    assert len(told) < LONGEST_QUOTE + 50
    assert told.endswith("name another")


def test_inert_keeps_lines():
    assert inert("a\r\nb\tc") == "a\nb    c"


def test_warnings_of_python_stay_off_the_terminal():
    code = "import warnings; from tui.command_line import main; main(['--version']); warnings.warn('never shown')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stderr == ""
