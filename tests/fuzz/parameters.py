"""Parameters: every demonstration at random points of the whole ranges that it takes, as typed and as given by a deck."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from engine.parameters import ParameterError
from engine.registry import catalogue, find, generator
from tests.engine.test_measurements import drawn
from tests.fuzz.harness import Fuzzer, shown
from tests.fuzz.mutations import STRANGE_TEXTS


class Parameters(Fuzzer):
    """A case is a demonstration, its parameters, and a seed."""

    name = "parameters"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._names = list(catalogue())

    def case(self, rng: random.Random) -> tuple[str, dict[str, Any], int]:
        item = find(rng.choice(self._names))
        numbers = np.random.default_rng(rng.randrange(2**32))
        given = {parameter.name: drawn(parameter, numbers) for parameter in item.parameters if rng.random() < 0.8}
        return item.name, given, rng.choice([0, 1, rng.randrange(2**32)])

    def run(self, case: tuple[str, dict[str, Any], int]) -> str:
        """A long one shows its first piece; the others run as a command, which draws their views too."""
        name, given, seed = case
        if find(name).long:
            return _begun(name, given, seed)
        at = ["--data", str(self.folder)]
        typed = [part for key, value in given.items() for part in ("--set", f"{key}={_typed(value)}")]
        strange = (
            ["--set", f"{next(iter(given), 'x')}={STRANGE_TEXTS[seed % len(STRANGE_TEXTS)]}"] if seed % 9 == 0 else []
        )
        return shown(["demo", name, "--seed", str(seed), *typed, *strange, *at])[0]


def _begun(name: str, given: dict[str, Any], seed: int) -> str:
    try:
        first = next(find(name).stages(given, generator(seed)))
    except ParameterError as error:
        return f"{error}\n{error.zh}"
    return repr(first.done)


def _typed(value: object) -> str:
    return str(np.asarray(value).tolist() if isinstance(value, np.ndarray | np.generic) else value)
