"""A session of 500 answers in the app: how long the screen stands still, CPU for each question, memory at the end.

    .venv/bin/python tests/benchmarks/bench_session.py [--answers 500] [--size 120x40] [--lang zh]

The app runs on a real SQLite file and on Textual's headless driver. Prints numbers; asserts nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.app import Backdrill
from tui.context import Context
from tui.locations import Locations

BEAT = 0.002
"""Seconds between two looks at whether the loop still turns."""


class Heart:
    """Notes for how long the event loop was held up."""

    def __init__(self) -> None:
        self.held: list[float] = []

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.held.append(max(0.0, time.perf_counter() - before - BEAT))


def resident() -> float:
    """MiB of this process in memory; 0 where the system does not say."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return int(fields[1]) * 4096 / 2**20


def begun(folder: Path) -> None:
    """Make database and cache."""
    context = Context(Locations(folder))
    context.library  # noqa: B018 - opens it
    context.memory.settings.set("welcomed", True)
    context.memory.settings.set("new_per_day", 999)
    context.close()


async def session(folder: Path, answers: int, size: tuple[int, int], language: str) -> None:
    """Answer, rate and print."""
    now = [datetime.now(UTC)]
    context = Context(Locations(folder), language=language, clock=lambda: now[0])  # type: ignore[arg-type]
    app, heart = Backdrill(context, start="study"), Heart()
    shown: list[float] = []
    judged: list[float] = []
    async with app.run_test(size=size) as pilot:
        while type(app.screen).__name__ != "StudyScreen":
            await pilot.pause(0.02)
        await pilot.pause(0.5)
        begun, beating = resident(), asyncio.create_task(heart.beat())
        for _ in range(answers):
            for key, times in (("f4", judged), ("3", shown)):
                before = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                times.append(1e3 * (time.process_time() - before))
                await pilot.pause(0.25 if key == "f4" else 0.0)
            now[0] += timedelta(minutes=7)
            if type(app.screen).__name__ != "StudyScreen":
                now[0] += timedelta(days=1)
                await pilot.press("enter", "s")
                await pilot.pause()
        beating.cancel()
        kept = sum(card.reviews for card in context.memory.cards())
    context.close()
    print(f"{kept} answers kept, {size[0]}x{size[1]}, {language}")
    for name, times in (("verdict and reasons", judged), ("next question", shown)):
        ordered = sorted(times)
        at = {share: ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99, 1.0)}
        print(f"{name:22} CPU ms p50 {at[0.5]:6.1f}  p95 {at[0.95]:6.1f}  p99 {at[0.99]:6.1f}  most {at[1.0]:6.1f}")
    held = sorted(1e3 * beat for beat in heart.held)
    over = sum(beat > 50 for beat in held)
    print(
        f"{'loop held up':22} ms p50 {statistics.median(held):.1f}  p99 {held[int(0.99 * len(held))]:.1f}  "
        f"longest {held[-1]:.1f}  over 50 ms: {over}"
    )
    print(f"{'memory':22} MiB {begun:.0f} at the first question, {resident():.0f} after the last")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=500)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--lang", default="en", choices=("en", "zh"))
    options = parser.parse_args()
    columns, _, rows = options.size.partition("x")
    with tempfile.TemporaryDirectory() as folder:
        # As on any day but the first: the database is there, and Alembic was not needed to make it.
        spawning = multiprocessing.get_context("spawn")
        first = spawning.Process(target=begun, args=(Path(folder),))
        first.start()
        first.join()
        asyncio.run(session(Path(folder), options.answers, (int(columns), int(rows)), options.lang))


if __name__ == "__main__":
    main()
