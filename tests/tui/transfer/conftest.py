"""Anki is optional in the README's test command and required where BACKDRILL_ANKI is set, as in `.ci/run`."""

from __future__ import annotations

import os
from importlib.util import find_spec

from tests.tui.commands.conftest import backdrill

__all__ = ["backdrill"]

HERE = all(find_spec(name) for name in ("anki", "genanki"))
if os.environ.get("BACKDRILL_ANKI") and not HERE:
    raise RuntimeError("the Anki tests need the package 'anki' and the extra 'anki'")
collect_ignore = [] if HERE else ["test_anki_export.py"]
