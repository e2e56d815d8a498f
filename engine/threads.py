"""How many threads linear algebra may take; to be said before NumPy is first imported."""

from __future__ import annotations

import os


def one_thread() -> None:
    """One thread a process, unless the environment wishes otherwise: the arrays here are small, starting more costs a
    tenth of a second, and processes side by side would only fight."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
