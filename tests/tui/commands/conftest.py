"""The program in a process of its own, with a data folder of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from tests import fork_server
from tests.shipped import warm
from tui.command_line import main

MAIN = "import sys\nfrom tui.command_line import main\nsys.exit(main())"


@pytest.fixture
def backdrill(tmp_path):
    """Run a command. In a `folder`, or `afresh`, it is an interpreter of its own and no fork."""
    warm(tmp_path / "data")

    def run(*arguments, typed="", folder=None, afresh=False, **environment):
        plain = {"BACKDRILL_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8", "LC_ALL": ""}
        env = {**os.environ, **plain, **environment}
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        if not folder and not afresh:
            return fork_server.run(MAIN, *arguments, typed=typed, encoding=encoding, env=env)
        command = [sys.executable, "-m", "tui.command_line", *arguments]
        return subprocess.run(
            command, input=typed, capture_output=True, encoding=encoding, cwd=folder, env=env, timeout=120
        )

    return run


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """The program in this process: exit code, stdout and stderr of a command line. Without a terminal, as in a pipe."""
    warm(tmp_path / "data")
    for name in ("LC_ALL", "LC_MESSAGES", "BACKDRILL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("BACKDRILL_DATA", str(tmp_path / "data"))

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = main(list(arguments))
        except SystemExit as ended:  # argparse leaves so after its help
            code = int(ended.code or 0)
        return code, *capsys.readouterr()

    return run


def one_sentence(result, *words):
    assert result.returncode == 2, result.stdout
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
