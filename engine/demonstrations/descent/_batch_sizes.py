"""The batch sizes on the axis of D22 and D23."""

from __future__ import annotations

import numpy as np

SIZES = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096])
"""The batch sizes of the curves."""
