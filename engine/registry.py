"""All demonstrations: Backdrill's own in `engine/demonstrations`, and those of other installed packages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine import demonstrations
from engine.demonstration import Demonstration
from engine.messages import ExpectedError, suggestion
from engine.register import Register
from engine.text import Text

REGISTER = Register(
    demonstrations,
    "backdrill.demonstrations",
    Demonstration,
    Text("demonstration", "演示"),
    lambda item: (item.number,),
)


class UnknownDemonstration(ExpectedError, LookupError):
    """No demonstration has this name; the message suggests the nearest one."""


def catalogue() -> Mapping[str, Demonstration]:
    """All demonstrations by name, our own first and in the order of their numbers."""
    return REGISTER.catalogue()


def troubles() -> tuple[Text, ...]:
    """Why demonstrations of other packages are missing, one sentence each. Backdrill's own are never missing."""
    return REGISTER.troubles()


def find(name: str) -> Demonstration:
    """The demonstration with this name, or with this number (`D15`, in any case). Raises UnknownDemonstration."""
    if found := REGISTER.get(name):
        return found
    known = catalogue()
    for item in known.values():
        if item.number.casefold() == name.casefold():
            return item
    hint = suggestion(name, known)
    raise UnknownDemonstration(f"unknown demonstration '{name}'. {hint.en}", f"没有演示“{name}”。{hint.zh}")


def generator(seed: int) -> np.random.Generator:
    """A random generator for `seed`; it draws the same numbers on every machine."""
    return np.random.Generator(np.random.PCG64(seed))
