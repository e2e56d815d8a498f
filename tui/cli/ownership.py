"""Makes sure that the four generically named packages are Backdrill's own, before anything relies on them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

PACKAGES = ("tui", "content", "engine", "db")


def foreign_package() -> str | None:
    """A sentence about the first package that is not Backdrill's, or None."""
    home = Path(__file__).resolve().parents[2]
    for name in PACKAGES:
        try:
            module = import_module(name)
        except ImportError as error:
            return f"its package '{name}' cannot be imported ({error}). Install Backdrill again."
        place = Path(str(getattr(module, "__file__", None) or "nowhere")).resolve()
        if getattr(module, "OWNER", None) != "backdrill" or place.parent.parent != home:
            sys.modules.pop(name, None)
            return (
                f"another package called '{name}' ({place.parent}) stands before Backdrill's own in {home}. "
                f"Install Backdrill by itself, as with 'pipx install backdrill', or start it from another folder."
            )
    return None
