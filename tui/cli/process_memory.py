"""Keeping the process small: what was freed goes back to the system.

Each question runs its demonstration, which takes some megabytes for a moment, in one thread or another. glibc keeps
such memory for the next time, thread by thread; over 150 questions that took 40 MiB instead of 20.
"""

from __future__ import annotations

_TRIM_THRESHOLD, _ARENA_MAX = -1, -8
"""Of `mallopt`, from glibc's malloc.h."""
_KEPT = 128 * 1024
"""Bytes that may stay at the top of the heap."""


def give_memory_back() -> None:
    """Ask the C library to keep little; nothing happens where it is not glibc."""
    import ctypes  # 2 ms, after the first paint

    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return
    set_option(_ARENA_MAX, 1)
    set_option(_TRIM_THRESHOLD, _KEPT)
