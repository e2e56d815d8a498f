"""A fault of the program: one sentence for the learner, and a log file with the rest for whoever mends it."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

from engine.text import Text

EXIT_CODE = 70
"""Of sysexits.h: an internal fault."""
SENTENCE = Text(
    "a fault of the program stopped it ({what}). What you answered is saved. The details are in {log}; "
    "please send that file with a report.",
    "程序自身出错而停止（{what}）。已作答的内容都已保存。详情见 {log}；报告问题时请附上该文件。",
)


def written(error: BaseException, folder: Path) -> Path:
    """Write the traceback into the folder's `log`, or where files may be written at all; the file."""
    text = "".join([_surroundings(), *traceback.format_exception(error)])
    name = f"fault-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    for place in (folder / "log", Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            with (place / name).open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except (OSError, ValueError):
            continue
        return place / name
    return Path(os.devnull)


def told(error: BaseException, folder: Path) -> Text:
    """The sentence, once the log is written."""
    log = written(error, folder)
    return SENTENCE.format(what=type(error).__name__, log=log)


def _surroundings() -> str:
    from importlib.metadata import version  # 10 ms that no start has to pay

    command = sys.argv[1:2]
    return f"{time.strftime('%Y-%m-%d %H:%M:%S')} backdrill {version('backdrill')} {command} Python {sys.version}\n"


def log_in_threads(folder: Path) -> None:
    """No thread and no destructor writes a traceback to the terminal: it goes to the log."""
    threading.excepthook = lambda raised: log(raised.exc_value, folder)
    sys.unraisablehook = lambda raised: log(raised.exc_value, folder)


def log(error: BaseException | None, folder: Path) -> None:
    """Write an exception that nobody handles; none stands for one that is gone already."""
    if error is not None and not isinstance(error, SystemExit):
        written(error, folder)
