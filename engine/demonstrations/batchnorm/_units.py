"""Units that several demonstrations of batch normalisation share."""

from __future__ import annotations

from engine.text import Text

SAMPLES = Text("samples", "个样本")
