"""Fuzzers: the program against inputs that nobody would write. `python -m tests.fuzz` runs them in full."""
