"""Oracles that take seconds to import, imported when they are first used: every test process reads every test file."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest


class Late:
    """Stands for a module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith(("_", "pytest")):  # asked of every name in a test file by the search for fixtures
            raise AttributeError(attribute)
        return getattr(import_module(self._name), attribute)


def late(name: str) -> Late:
    """The module; the file that asks for it is left out where its package is not installed."""
    if find_spec(name.partition(".")[0]) is None:
        pytest.skip(f"{name} is not installed", allow_module_level=True)
    return Late(name)
