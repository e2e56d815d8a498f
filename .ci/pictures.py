"""Make the README's pictures afresh: `.venv/bin/python .ci/pictures.py`. A frozen clock, a seed, an empty memory."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from engine.text import Language
from tui.app import Backdrill
from tui.context import Context, frozen
from tui.drawing.svg import mended
from tui.locations import Locations
from tui.widgets.code_editor import CodeEditor

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "pictures"
CLOCK = datetime(2027, 3, 1, 9, tzinfo=UTC)
ASSIGNED = "0 3 0 0 0 2 0 9 0"
"""What plain assignment gives where two windows share a winner: the mistake that the question names."""

TASK: dict[str, object] = {"question_id": "code-max-pool-backward", "seed": 2}
OVERWRITTEN = """import numpy as np


def max_pool_backward(dout, x, size, stride):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[rows, columns]
        first = np.zeros(window.size)
        first[window.argmax()] = dout[i, j]
        dx[rows, columns] = first.reshape(window.shape)
    return dx
"""
"""The same mistake in a function that the learner wrote."""


async def picture(
    name: str,
    language: Language,
    size: tuple[int, int],
    start: str,
    keys: list[str],
    source: str = "",
    **options: object,
) -> str:
    """Write `name`.svg and give the screen as plain text; `source` is put into the editor of a code question."""
    with tempfile.TemporaryDirectory() as folder:
        context = Context(Locations(Path(folder)), language=language, clock=frozen(CLOCK))
        context.memory.settings.set("welcomed", True)
        app = Backdrill(context, start=start, **options)
        async with app.run_test(size=size) as pilot:
            while not app.ready:
                await pilot.pause(0.02)
            await pilot.pause(0.5)
            if source:
                app.screen.query_one(CodeEditor).text = source
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.05)
            await app.workers.wait_for_complete()
            await pilot.pause(0.5)
            (FOLDER / f"{name}.svg").write_text(mended(app.export_screenshot()), encoding="utf-8")
            strips = app.screen._compositor.render_strips()
            return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def main() -> None:
    """All pictures, and the one that stands in the README as text."""
    FOLDER.mkdir(exist_ok=True)
    overlap = [*(key for entry in ASSIGNED.split() for key in (entry, "enter")), "enter"]
    asked: dict[str, object] = {"question_id": "pooling-max-overlap", "seed": 3}
    text = await picture("question-en", "en", (118, 32), "ask", overlap, **asked)
    await picture("question-zh", "zh", (118, 32), "ask", overlap, **asked)
    await picture("code-en", "en", (128, 36), "ask", ["ctrl+r"], OVERWRITTEN, **TASK)
    await picture("home-en", "en", (100, 30), "home", [])
    await picture("laboratory-zh", "zh", (118, 36), "laboratory", ["enter", "enter"], demonstration="gradient_depth")
    readme = ROOT / "README.md"
    block = f"<!-- picture -->\n```\n{text}\n```\n<!-- /picture -->"
    whole = readme.read_text(encoding="utf-8")
    readme.write_text(
        re.sub(r"<!-- picture -->.*?<!-- /picture -->", lambda _: block, whole, flags=re.S), encoding="utf-8"
    )


if __name__ == "__main__":
    asyncio.run(main())
