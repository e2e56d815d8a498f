"""Completion in a real shell, and `python -m tui`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tui.commands.conftest import one_sentence
from tui.command_line import PROGRAM, main
from tui.commands import completion

TRY = """
source "$1"; shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
"$(complete -p backdrill | sed 's/.*-F \\([^ ]*\\).*/\\1/')" backdrill "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    folder = tmp_path_factory.mktemp("completion")
    command = [sys.executable, "-m", "tui", "completion", "bash", "--data", str(folder / "data")]
    file = folder / "backdrill.bash"
    file.write_text(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    return file


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["st"], {"study", "stats"}),
        (["ask", "pooling-t"], {"pooling-ties"}),
        (["notes", "pool-01"], {"pool-01"}),
        (["verify", "--only", "pool-01"], {"pool-01"}),
        (["code", "stable_"], {"stable_softmax"}),
        (["demo", "pooling_"], {"pooling_router"}),
        (["study", "--topic", "sca"], {"scaling"}),
        (["study", "--ah"], {"--ahead"}),
        (["export", "j"], {"jsonl"}),
        (["restore", "/etc/passw"], {"/etc/passwd"}),
        (["--data", "/et"], {"/etc"}),
        (["completion", "z"], {"zsh"}),
        (["ask", "no-such-question"], set()),
    ],
)
def test_bash_completes_commands_options_files_and_names(script, typed, offered):
    command = ["bash", "--norc", "-c", TRY, "bash", str(script), PROGRAM, *typed]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert {word.rstrip("/") for word in done.stdout.split()} >= offered
    assert offered or not done.stdout.split()


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_shell_has_its_script(shell, tmp_path, capsys):
    assert main(["completion", shell, "--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    for word in ("study", "learner", "pooling-ties", "pooling_router"):
        assert word in printed


def test_another_shell_is_refused(backdrill):
    one_sentence(backdrill("completion", "csh"), "csh", "bash")


def test_a_name_that_a_shell_would_run_stays_out():
    assert completion.words(["plain-name", "x$(touch y)", "`z`", "a;b", "a b"])["fish"] == "plain-name"
