"""`python -m tests.fuzz [decks|archives|expressions|command_lines|parameters]... [--count N] [--from N]`."""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.archives import Archives
from tests.fuzz.command_lines import CommandLines
from tests.fuzz.decks import Decks
from tests.fuzz.expressions import Expressions
from tests.fuzz.harness import hunt, scratch
from tests.fuzz.parameters import Parameters

FUZZERS = {one.name: one for one in (Decks, Archives, Expressions, CommandLines, Parameters)}


def main() -> int:
    """1 when anything was found. Every fault is printed with the number that brings it back: `--from N --count 1`."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FUZZER", help=", ".join(FUZZERS))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N")
    options = parser.parse_args()
    found = 0
    for name in options.names or FUZZERS:
        started, here = time.monotonic(), 0
        with scratch() as folder:
            for fault in hunt(FUZZERS[name](folder), range(options.first, options.first + options.count)):
                here += 1
                print(f"{name} {fault.number}: {fault.what}\n    {fault.case}\n", flush=True)
        print(f"{name}: {options.count} cases, {here} faults, {time.monotonic() - started:.0f} s", flush=True)
        found += here
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
