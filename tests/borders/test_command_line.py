"""Whatever comes in from outside: one sentence, exit code 2, no control byte on the terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

LONG = "a" * 5000
REFUSED = {
    "an unknown user's home": ["due", "--data", "~nouser/x"],
    "a folder with too long a name": ["due", "--data", f"/x/{LONG}"],
    "a deck with too long a name": ["check", f"/x/{LONG}"],
    "a file with too long a name": ["import", f"/x/{LONG}"],
    "a file that cannot be read": ["import", "/proc/self/mem"],
    "the first day of the calendar": ["due", "--now", "0001-01-01"],
    "the last day of the calendar": ["due", "--now", "9999-12-31T23:59:59"],
    "an exam at the end of the calendar": ["exam", "9999-12-31"],
    "an exam at its beginning": ["exam", "0001-01-01"],
    "a learner who is not UTF-8": ["due", "--learner", b"\xff"],
    "a folder that is not UTF-8": ["due", "--data", b"/x/\xff"],
    "a learner's name without end": ["due", "--learner", LONG],
    "a question that steers": ["ask", "\x1b[31mred\x07"],
    "a command that steers": ["\x1b]0;title\x07"],
    "a file that steers": ["import", "\x1b[2J\u202e"],
}
FAST = (
    "an unknown user's home",
    "the last day of the calendar",
    "a learner who is not UTF-8",
    "a command that steers",
    "a file with too long a name",
)


@pytest.fixture
def backdrill(tmp_path):
    def run(*arguments, **options):
        return subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            capture_output=True,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            env=options.pop("env", {**os.environ, "BACKDRILL_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}),
            timeout=120,
            **options,
        )

    return run


def one_sentence(result, code=2):
    text = result.stderr.decode("utf-8")
    assert result.returncode == code, text
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    assert not any(sign < " " for sign in text.rstrip("\n"))
    assert "\u202e" not in text
    assert LONG[:301] not in text
    return text


@pytest.mark.parametrize("case", [c if c in FAST else pytest.param(c, marks=pytest.mark.long) for c in REFUSED])
def test_it_is_refused_in_a_sentence(backdrill, case):
    one_sentence(backdrill(*REFUSED[case]))


@pytest.mark.parametrize(
    "arguments",
    [["study", "--plain"], *(pytest.param([c], marks=pytest.mark.long) for c in ("app", "study", "interview"))],
)
def test_a_closed_stdin_is_told(tmp_path, arguments):
    arguments = [] if arguments == ["app"] else arguments
    result = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", sys.executable, "-m", "tui", *arguments],
        capture_output=True,
        timeout=120,
        env={**os.environ, "LANG": "C.UTF-8", "BACKDRILL_DATA": str(tmp_path / "data")},
    )
    assert ("stdin" if arguments else "terminal") in one_sentence(result)


@pytest.mark.long
def test_closed_outputs_end_quietly(tmp_path):
    for streams in (">&-", "2>&-", "<&- >&- 2>&-"):
        command = f'"$@" {streams}'
        result = subprocess.run(
            ["sh", "-c", command, "sh", sys.executable, "-m", "tui", "due"],
            capture_output=True,
            timeout=120,
            env={**os.environ, "BACKDRILL_DATA": str(tmp_path / "data")},
        )
        assert result.returncode == 0
        assert b"Traceback" not in result.stderr


def test_no_home_is_told():
    """A user without an entry in the password file, as in a container."""
    script = (
        "import os, pwd, sys\n"
        "os.environ.pop('HOME', None)\n"
        "def none(*_): raise KeyError('no entry')\n"
        "pwd.getpwuid = pwd.getpwnam = none\n"
        "from tui.command_line import main\n"
        "sys.exit(main(['due']))\n"
    )
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "BACKDRILL_")) and k != "HOME"}
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, env=bare, timeout=120)
    assert "--data" in one_sentence(result)


def test_ctrl_c_in_an_import_is_130_and_nothing_is_taken_in(tmp_path):
    """The file is a pipe that does not end: the import waits in the midst of it."""
    environment = {**os.environ, "BACKDRILL_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}
    running = subprocess.Popen(
        [sys.executable, "-m", "tui", "import", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    limit = time.monotonic() + 60
    while not (tmp_path / "data" / "backups").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert out == err == b""


@pytest.mark.parametrize(
    ("answer", "code"), [(b"\xef\xbb\xbfq\r\n", 0), (b"\xc4\xe3\r\n\r\nq\r\n", 0), (b"\xff\xfe\n\nq\n", 0)]
)
def test_piped_answers_may_hold_any_byte(tmp_path, answer, code):
    result = subprocess.run(
        [sys.executable, "-m", "tui", "study", "--plain"],
        input=answer,
        capture_output=True,
        env={**os.environ, "BACKDRILL_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"},
        timeout=120,
    )
    assert result.returncode == code, result.stderr
    assert result.stderr == b""
    assert b"\r" not in result.stdout


def test_an_export_that_went_through_windows_comes_back(backdrill, tmp_path):
    exported = backdrill("export", "jsonl", "-").stdout
    assert exported
    file = tmp_path / "progress.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + exported.replace(b"\n", b"\r\n"))
    with file.open("rb") as stdin:
        assert backdrill("import", "-", stdin=stdin).returncode == 0
    file.write_bytes(exported.replace(b"{", b"{\xff", 1))
    text = one_sentence(backdrill("import", str(file)))
    assert "line 1" in text
    assert "byte 2" in text
