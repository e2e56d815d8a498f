"""Hostile and clumsy sources: one sentence each, and nothing is left running."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.judging.process import Process
from engine.judging.submission import judge
from engine.task_registry import find
from engine.text import LANGUAGES

TASK = find("stable_softmax")
RIGHT = "e = np.exp(x - x.max(axis=axis, keepdims=True)); y = e / e.sum(axis=axis, keepdims=True)"


def body(code: str) -> str:
    """A source whose function runs `code`."""
    lines = "\n".join("    " + line for line in code.splitlines())
    return f"import numpy as np\naxis = {TASK.draw(0)['axis']}\ndef stable_softmax(x):\n{lines}\n"


HOSTILE = {
    # it does not end
    "endless loop": (body("while True: pass"), "still running after 1 s, at line 4"),
    "endless loop at import": ("while True: pass", "The file itself was still running after 1 s, at line 1"),
    "sleep": (body("import time; time.sleep(60)"), "It imports time"),
    "endless sum": (body("n = 0\nfor i in iter(int, 1): n += i"), "still running after 1 s, at line 5"),
    "catches everything": (body("while True:\n  try:\n    while True: pass\n  except BaseException: pass"), "still running"),
    "huge power": (body("return 9 ** 9 ** 9"), "still running after 1 s, at line 4"),
    "slow power at parsing": ("x = 9 ** 9 ** 9", "still running"),
    "a little slow each time": (body(f"__import__('time').sleep(0.4)\n{RIGHT}\nreturn y"), "All calls together took more than 3 s"),
    "recursion": (body("return stable_softmax(x)"), "RecursionError"),
    "recursion without a limit": (body("def f(): return f()\n__import__('sys').setrecursionlimit(10**9)\nf()"), "."),
    # too much
    "10 GB": (body("return np.ones(10**10)"), "MemoryError"),
    "10 GB untouched": (body("return np.empty((10**5, 10**5))"), "MemoryError"),
    "a growing list": (body("a = [x]\nwhile True: a += a"), "MemoryError"),
    "a huge text": (body("return 'x' * 10**10"), "MemoryError"),
    "a large result": (body("return np.zeros(20_000_000)"), "is no array"),
    "deep nesting": ("x = " + "(" * 5_000 + ")" * 5_000, "does not parse"),
    "100,000 signs": ("x = " + "-" * 100_000 + "1", "."),
    "null byte": ("x = 1\0", "does not parse"),
    "megabytes of print": (body(f"print('x' * 10_000_000)\n{RIGHT}\nreturn y"), "Right"),
    "megabytes to stderr": (body(f"print('x' * 10_000_000, file=__import__('sys').stderr)\n{RIGHT}\nreturn y"), "Right"),
    "megabytes to the descriptor": (body(f"__import__('os').write(2, b'x' * 10_000_000)\n{RIGHT}\nreturn y"), "Right"),
    # out of its box
    "os": ("import os", "It imports os"),
    "os.system": (body("__import__('os').system('true')"), "tried to start a process"),
    "system without import": (body("__import__('os').system('true')"), "tried to start a process"),
    "subprocess": (body("__import__('subprocess').run(['true'])"), "tried to import (subprocess)"),
    "fork": (body("__import__('os').fork()"), "tried to start a process"),
    "exec": (body("__import__('os').execv('/bin/true', ['true'])"), "tried to start a process"),
    "a socket": (body("__import__('socket').socket()"), "tried to import (socket)"),
    "_socket": (body("__import__('_socket').socket()"), "tried to import (_socket)"),
    "urllib": (body("__import__('urllib.request').request.urlopen('http://127.0.0.1')"), "tried to"),
    "multiprocessing": (body("__import__('multiprocessing')"), "tried to import"),
    "a thread": (body("__import__('_thread').start_new_thread(print, ())"), "is None"),
    "ctypes": (body("__import__('ctypes').string_at(0)"), "tried to import"),
    "numpy.ctypeslib": (body("np.ctypeslib.load_library('c', '/')"), "."),
    "its parent": (body("__import__('os').kill(__import__('os').getppid(), 9)"), "tried to stop a process"),
    "reads a file": (body("return open('/etc/passwd').read()"), "tried to open a file (/etc/passwd)"),
    "reads with NumPy": (body("return np.loadtxt('/etc/passwd', dtype=str)"), "tried to open a file"),
    "reads relative": (body("return open('../../etc/passwd').read()"), "tried to open a file"),
    "writes a file": (body("open('here', 'w')"), "tried to open a file"),
    "saves with NumPy": (body("np.save('here', x)"), "tried to open a file"),
    "a memory map": (body("np.memmap('here', mode='w+', shape=(3,))"), "tried to"),
    "lists a folder": (body("__import__('os').listdir('/')"), "tried to look into a folder"),
    "removes": (body("__import__('os').remove('/nowhere')"), "tried to touch files"),
    "makes a folder": (body("__import__('os').mkdir('here')"), "tried to touch files"),
    "leaves its folder": (body("__import__('os').chdir('/')"), "tried to touch files"),
    "environment": (body("__import__('os').environ['A'] = 'b'"), "tried to change the environment"),
    "input": (body("input()"), "tried to read the keyboard"),
    "reads stdin": (body("return __import__('sys').__stdin__.read()"), "no array"),
    "hides the refusal": (body(f"try: open('/etc/passwd')\nexcept BaseException: pass\n{RIGHT}\nreturn y"), "tried to open a file"),
    "imports the reference": (body("import engine.task_registry"), "It imports engine"),
    "imports the reference secretly": (body("__import__('engine.task_registry')"), "tried to import (engine"),
    "searches objects": (body("__import__('gc').get_objects()"), "tried to search the interpreter"),
    "unpickles": (body("np.loads = __import__('pickle').loads(b'cos\\nsystem\\n.')"), "tried to"),
    "raises its limits": (body("r = __import__('resource'); r.setrlimit(r.RLIMIT_AS, (-1, -1))"), "tried to change its limits"),
    # ends
    "sys.exit": (body("raise SystemExit"), "SystemExit"),
    "quit": (body("quit()"), "NameError"),
    "os._exit": (body("__import__('os')._exit(3)"), "ended the interpreter (exit code 3)"),
    "abort": (body("__import__('os').abort()"), "crashed the interpreter (SIGABRT)"),
    "a signal to itself": (body("__import__('signal').raise_signal(11)"), "crashed the interpreter (SIGSEGV)"),
    "closes descriptors": (body("__import__('os').closerange(0, 99)"), "."),
    "writes into the channel": (body("for fd in range(3, 24):\n  try: __import__('os').write(fd, b'BD' + bytes(12))\n  except OSError: pass"), "."),
    # exceptions
    "an exception": (body("raise ValueError('no')"), "ValueError: no (line 4)"),
    "an odd exception": (body("class E(Exception):\n  def __str__(self): raise E\nraise E"), "E: ... (line 6)"),
    "a long exception": (body("raise ValueError('x' * 10**7)"), "ValueError: xxx"),
    "escape sequences": (body("raise ValueError('\\x1b[2J\\ud800')"), "ValueError: \N{REPLACEMENT CHARACTER}[2J? (line 4)"),
    "a keyboard interrupt": (body("raise KeyboardInterrupt"), "KeyboardInterrupt"),
    "an exception group": (body("raise ExceptionGroup('g', [ValueError()])"), "ExceptionGroup"),
    "no such name": (body("return y"), "NameError: name 'y' is not defined (line 4)"),
    "broken syntax": ("def f(:\n", "It does not parse: invalid syntax (line 1)"),
    "nothing": ("", "does not define stable_softmax."),
    "another function": ("def softmax(x): return x", "does not define stable_softmax; it defines: softmax"),
    "no function": ("stable_softmax = 3", "does not define stable_softmax"),
    "another signature": ("def stable_softmax(x, axis): return x", "takes (x, axis)"),
    "the stub": ("def stable_softmax(x): raise NotImplementedError", "NotImplementedError"),
    # what comes back
    "None": (body("np.exp(x)"), "probabilities is None: is a return missing?"),
    "a list": (body(f"{RIGHT}\nreturn y.tolist()"), "probabilities is a list; return an array"),
    "a tuple": (body(f"{RIGHT}\nreturn y, y"), "returns a tuple of 2"),
    "a tuple of one": (body(f"{RIGHT}\nreturn (y,)"), "returns a tuple of 1"),
    "a thousand arrays": (body("return tuple(x for _ in range(1000))"), "returns a tuple of 1000"),
    "a generator": (body("yield x"), "is no array: generator"),
    "a function": (body("return np.exp"), "is no array: ufunc"),
    "a text": (body("return 'softmax'"), "is no array: str"),
    "objects": (body("return np.array([object()])"), "is no array: ndarray (object)"),
    "whole numbers": (body(f"{RIGHT}\nreturn y.astype(int)"), "is an array of int64: the fractions are lost"),
    "half precision": (body(f"{RIGHT}\nreturn y.astype(np.float16)"), "float16, coarser than what goes in"),
    "complex": (body(f"{RIGHT}\nreturn y + 0j"), "not an array of real numbers"),
    "NaN": (body("return x * np.nan"), "Wrong: probabilities"),
    "infinities": (body("return x * 0 + np.inf"), "Wrong: probabilities"),
    "another shape": (body(f"{RIGHT}\nreturn y.ravel()"), "has shape (1,); asked is (1, 1)"),
    "a view of its input": (body("return x[:]"), "Wrong: probabilities"),
    "its input changed": (body("x -= x.max()\nreturn np.exp(x)"), "changes its input x. It happens in line 4"),
    "its input sorted": (body(f"{RIGHT}\nx.sort()\nreturn y"), "changes its input x"),
    "a subclass": (body(f"{RIGHT}\nreturn np.ma.masked_array(y)"), "Right"),
    "a matrix": (body(f"{RIGHT}\nreturn np.asfortranarray(y)"), "Right"),
    "big-endian": (body(f"{RIGHT}\nreturn y.astype('>f8')"), "Right"),
    "double for single": (body("x = x.astype(np.float64)\n" + RIGHT + "\nreturn y"), "Right"),
    "NumPy redefined": (body(f"{RIGHT}\nnp.ndarray = np.asarray = np.frombuffer = np.dtype = None\nreturn y"), "Right"),
    "builtins redefined": (body(f"{RIGHT}\n__builtins__['len'] = __builtins__['isinstance'] = None\nreturn y"), "."),
    "prints": (body(f"print('here')\n{RIGHT}\nreturn y"), "Right"),
}  # fmt: skip


def left(session: int) -> list[str]:
    """Processes of the session that the learner's process led."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = entry.read_text()
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        if int(fields[3]) == session:
            found.append(text)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_one_sentence_and_nothing_left(name, monkeypatch):
    source, expected = HOSTILE[name]
    process = Process()
    session, folder = process._process.pid, Path(process._folder)
    ruling = judge(source, TASK, 0, process, timed=False)
    assert expected in ruling.said.en, ruling.said
    for language in LANGUAGES:
        said = ruling.said.said(language)
        assert 0 < len(said) < 420
        assert "\x1b" not in said
        assert "{" not in said
    assert not folder.exists()
    assert left(session) == []
    with pytest.raises(ProcessLookupError):
        os.kill(session, 0)


def test_a_source_that_is_hostile_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("writes a file", "saves with NumPy", "makes a folder"):
        judge(HOSTILE[name][0], TASK, 0, timed=False)
    assert list(tmp_path.iterdir()) == []
