"""The activation functions to choose from, with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from engine.kernels.activations import ACTIVATIONS
from engine.parameters import Scalar
from engine.text import Text

NAMES = tuple(ACTIVATIONS)
LABELS: Mapping[Scalar, Text] = {name: item.label for name, item in ACTIVATIONS.items()}
