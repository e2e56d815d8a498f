"""Runs many commands, each in a fork of its own: `python -m tests.faults.forks COMMANDS-AS-JSON PLANT`.

What takes long is imported once; whatever a command leaves open or breaks is gone with its process.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from importlib import import_module

MODULES = ("content.library", "db.memory", "db.doctor", "tui.sessions.start", "tui.expected_errors", "tui.cli.options")


def run(command: list[str]) -> dict[str, object]:
    """Exit code (negative for a signal), stdout and stderr."""
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        typed.write(b"\n" * 12)
        typed.seek(0)
        process = os.fork()
        if not process:
            for number, file in enumerate((typed, out, errors)):
                os.dup2(file.fileno(), number)
            os._exit(_run(command))
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        told = []
        for file in (out, errors):
            file.seek(0)
            told.append(file.read().decode(errors="replace"))
    return {"code": code, "out": told[0], "errors": told[1]}


def _run(command: list[str]) -> int:
    from tui.command_line import main

    try:
        code = main(command)
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    exec(sys.argv[2])
    for module in MODULES:
        import_module(module)
    print(json.dumps([run(command) for command in json.loads(sys.argv[1])]))
