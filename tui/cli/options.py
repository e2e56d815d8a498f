"""From command-line options and the environment to a `Context`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.messages import Usage
from tui.cli.encoding import speaks_unicode
from tui.cli.language import language_of
from tui.context import Context, frozen, now
from tui.locations import find
from tui.output import put_data

LONGEST_NAME = 200
YEARS = range(1990, 2201)
"""Years that a clock may show: intervals of up to a century stay within the calendar."""
JSON_VERSION = 1
"""Of what `--json` prints. It goes up when a field changes its meaning or goes; a new field does not raise it."""


def context_of(options: argparse.Namespace) -> Context:
    """The surroundings that the options ask for. Raises Usage for a time that cannot be read."""
    at = getattr(options, "now", None)
    return Context(
        locations=find(getattr(options, "data", None)),
        language=language_of(options),
        clock=frozen(_time(at)) if at else now,
        database_url=getattr(options, "database", None) or os.environ.get("BACKDRILL_DATABASE_URL") or None,
        learner=_learner(getattr(options, "learner", None) or "me"),
    )


def _learner(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise Usage(
            f"--learner takes a name of at most {LONGEST_NAME} characters, not '{name}'",
            f"--learner 的名字最多 {LONGEST_NAME} 个字符，不能是“{name}”",
        )
    return name


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.year not in YEARS:
            raise ValueError(text)
        return at.astimezone()
    except (ValueError, OverflowError) as error:
        raise Usage(
            f"--now takes a time such as 2027-03-01T09:00, from {YEARS[0]} to {YEARS[-1]}, not '{text}'",
            f"--now 的时间写作 2027-03-01T09:00，{YEARS[0]} 至 {YEARS[-1]} 年，不能是“{text}”",
        ) from error


def wants_json(options: argparse.Namespace) -> bool:
    """Whether `--json` was given."""
    return bool(getattr(options, "json", False))


def wants_plain(options: argparse.Namespace) -> bool:
    """Whether to use the line mode: asked for, or there is no terminal, or none that can draw."""
    return bool(getattr(options, "plain", False)) or not can_draw()


def in_browser() -> bool:
    """Whether a browser's tab shows the app: `serve` gives it pipes, and a driver for them."""
    return "TEXTUAL_DRIVER" in os.environ


def can_draw() -> bool:
    """Whether there is a tab, or a terminal that moves its cursor and shows Unicode."""
    return in_browser() or (
        sys.stdin.isatty() and sys.stdout.isatty() and speaks_unicode() and os.environ.get("TERM") != "dumb"
    )


def print_json(data: Any) -> None:
    """One JSON document on stdout, Chinese readable where it can be. An object bears the version of its contract, or of
    its own (an interview's report); a list has no place for one."""
    if isinstance(data, Mapping):
        data = {"version": JSON_VERSION, **data}
    put_data(json.dumps(data, ensure_ascii=not speaks_unicode(), indent=2, default=str) + "\n")
