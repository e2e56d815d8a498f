"""Which language the command line speaks. Light: `--help` waits for it."""

from __future__ import annotations

import argparse
import os
import sys

from engine.messages import Usage
from engine.text import Language
from tui.cli.encoding import speaks_chinese


def language_of(options: argparse.Namespace) -> Language:
    """`--lang`, or Chinese where the locale is Chinese and can be written, or English. Raises Usage."""
    asked = getattr(options, "lang", None)
    if asked == "zh" and not speaks_chinese():
        raise Usage(
            f"Chinese cannot be written here: the output's encoding is {sys.stdout.encoding}; set LANG=C.UTF-8",
            f"此处无法输出中文：输出编码是 {sys.stdout.encoding}；请设置 LANG=C.UTF-8",
        )
    if asked in ("en", "zh") or not speaks_chinese():
        return "zh" if asked == "zh" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].startswith("zh") else "en"
    return "en"
