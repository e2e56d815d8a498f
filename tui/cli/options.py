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
        learner=getattr(options, "learner", None) or "me",
    )


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise Usage(
            f"--now takes a time such as 2027-03-01T09:00, not '{text}'",
            f"--now 的时间写作 2027-03-01T09:00，不能是“{text}”",
        ) from error


def wants_json(options: argparse.Namespace) -> bool:
    """Whether `--json` was given."""
    return bool(getattr(options, "json", False))


def wants_plain(options: argparse.Namespace) -> bool:
    """Whether to use the line mode: asked for, or there is no terminal, or none that can draw."""
    drawn = sys.stdin.isatty() and sys.stdout.isatty() and speaks_unicode()
    return bool(getattr(options, "plain", False)) or not drawn


def print_json(data: Any) -> None:
    """One JSON document on stdout, Chinese readable where it can be. An object bears the version of its contract, or of
    its own (an interview's report); a list has no place for one."""
    if isinstance(data, Mapping):
        data = {"version": JSON_VERSION, **data}
    print(json.dumps(data, ensure_ascii=not speaks_unicode(), indent=2, default=str))
