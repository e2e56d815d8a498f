"""How many threads linear algebra may use."""

from __future__ import annotations

import os


def one_thread() -> None:
    """Let linear algebra use one thread, unless the environment says otherwise. Call it before NumPy is first imported.

    The arrays here are small: starting more threads costs 0.1 s, and several processes would compete for the cores."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
