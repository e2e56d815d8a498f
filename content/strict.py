"""The base of everything that is read from a content file."""

from __future__ import annotations

from typing import ClassVar


class Strict:
    """Unknown keys are refused and nothing is converted (pydantic reads this)."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = {"extra": "forbid", "strict": True}
