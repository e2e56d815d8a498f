"""The program in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture
def backdrill(tmp_path):
    def run(*arguments, typed="", folder=None, **environment):
        return subprocess.run(
            [sys.executable, "-m", "tui.command_line", *arguments],
            input=typed,
            capture_output=True,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
            cwd=folder,
            env={
                **os.environ,
                "BACKDRILL_DATA": str(tmp_path / "data"),
                "LANG": "C.UTF-8",
                "LC_ALL": "",
                **environment,
            },
            timeout=120,
        )

    return run


def one_sentence(result, *words):
    assert result.returncode == 2, result.stdout
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
