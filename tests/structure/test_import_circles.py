"""No file of ours imports itself by way of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.structure.import_graph import circles, graph, told

ROOT = Path(__file__).resolve().parents[2]


def planted(root: Path, files: dict[str, str]) -> list[str]:
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    imports = graph(root)
    return [told(circle, imports) for circle in circles(imports)]


def test_there_is_no_circle_of_imports():
    imports = graph(ROOT)
    assert len(imports) > 200
    assert [told(circle, imports) for circle in circles(imports)] == []


@pytest.mark.parametrize(
    "back",
    [
        "import tui.a",
        "from tui import a",
        "from tui.a import thing",
        "from . import a",
        "from .a import thing",
        "def f():\n    from tui.a import thing",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tui.a import Thing",
        "try:\n    import tui.a\nexcept ImportError:\n    pass",
    ],
)
def test_a_planted_circle_is_told_however_it_is_hidden(tmp_path, back):
    files = {"tui/__init__.py": "", "tui/a.py": "import engine.b\n", "engine/b.py": "import tui.c\n", "tui/c.py": back}
    (circle,) = planted(tmp_path, files)
    assert "tui.a:1 imports engine.b, engine.b:1 imports tui.c, tui.c:" in circle


def test_a_circle_by_way_of_a_package_s_own_file_is_told(tmp_path):
    files = {
        "tui/drawing/__init__.py": "from tui.drawing.steps import draw",
        "tui/drawing/steps.py": "from tui.formula.box import box",
        "tui/drawing/clean.py": "",
        "tui/formula/box.py": "from tui.drawing.clean import inert",
    }
    (circle,) = planted(tmp_path, files)
    assert "tui.formula.box:1 imports tui.drawing" in circle


def test_a_package_that_gathers_what_its_files_hold_is_no_circle(tmp_path):
    files = {
        "tui/drawing/__init__.py": "from tui.drawing.bars import draw",
        "tui/drawing/bars.py": "from tui.drawing.canvas import Canvas",
        "tui/drawing/canvas.py": "import tui.other",
        "tui/other.py": "",
    }
    assert planted(tmp_path, files) == []
