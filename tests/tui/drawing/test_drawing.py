"""Every view can be drawn at every width, with and without colour and Unicode, and says what it shows."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.result import Axis, Bars, HeatMap, Lines, Mark, Matrix, Series, Step, Steps, Table, View
from engine.text import Language, Text, same
from tui.drawing import Palette, draw, plain, plain_lines
from tui.drawing.canvas import aligned, number
from tui.drawing.scale import scale_of
from tui.drawing.words import describe

X = np.linspace(0.1, 10.0, 200)
LOSS = Lines(
    Text("Loss while training", "训练损失"),
    Axis(Text("step", "步数"), Text("thousand", "千")),
    Axis(Text("loss", "损失"), log=True),
    (Series(same("SGD"), X, np.exp(-X)), Series(same("Adam"), X, np.exp(-2 * X), "stairs")),
    (Mark(Text("target", "目标"), 0.01), Mark(Text("warm-up", "预热"), 2.0, "x")),
)
CLOUD = Lines(same("c"), Axis(same("x")), Axis(same("y")), (Series(same("p"), X[:9], X[:9] ** 2, "points"),))
BARS = Bars(
    Text("cost", "代价"), Axis(Text("work", "计算量"), log=True), (same("a"), same("b")), np.array([1.0, 1000.0])
)
SIGNED = Bars(same("t"), Axis(same("v")), (same("down"), same("up")), np.array([-2.0, 4.0]))
HEAT = HeatMap(Text("map", "热图"), np.arange(12.0).reshape(3, 4), Axis(same("rows")), Axis(same("columns")))
BIG = HeatMap(same("big"), np.arange(6000.0).reshape(60, 100), Axis(same("r")), Axis(same("c")))
NAMED = HeatMap(
    same("by week"),
    np.array([[1.0, np.nan, 3.0] * 9, [4.0, 5.0, 6.0] * 9]),
    Axis(same("topic")),
    Axis(same("week")),
    row_names=(Text("pooling", "池化"), same("a name far longer than a third of any terminal's width")),
)
MATRIX = Matrix(
    Text("gradient", "梯度"), np.array([[1.5, -2.25], [10.0, 0.0]]), np.array([[True, False], [False, False]])
)
TABLE = Table(same("t"), (Text("name", "名称"), same("value")), ((Text("mean pooling", "平均池化"), 1.5), ("x", True)))
STEPS = Steps(same("walk"), (Step(Text("first", "第一步"), (MATRIX,), r"\frac{a}{b}"), Step(Text("last", "最后"))))
VIEWS: list[View] = [LOSS, CLOUD, BARS, SIGNED, HEAT, BIG, NAMED, MATRIX, TABLE, STEPS]
EMPTY: list[View] = [
    Lines(same("t"), Axis(same("x")), Axis(same("y")), ()),
    Lines(same("t"), Axis(same("x")), Axis(same("y"), log=True), (Series(same("s"), X, -X),)),
    Lines(same("t"), Axis(same("x")), Axis(same("y")), (Series(same("s"), X, X * np.nan),)),
    Lines(same("t"), Axis(same("x")), Axis(same("y")), (Series(same("s"), X[:1], X[:1]),)),
    Bars(same("t"), Axis(same("v")), (), np.zeros(0)),
    Bars(same("t"), Axis(same("v"), log=True), (same("a"),), np.array([0.0])),
    HeatMap(same("t"), np.full((2, 2), np.nan), Axis(same("r")), Axis(same("c"))),
    Matrix(same("t"), np.zeros((0, 0))),
    Table(same("t"), (same("a"),), ()),
    Steps(same("t"), ()),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [16, 30, 79, 160])
@pytest.mark.parametrize("view", VIEWS + EMPTY)
def test_no_line_is_wider_than_asked(view: View, width: int, language: Language) -> None:
    for unicode in (True, False):
        for line in draw(view, width, None, language, Palette(), unicode, unicode):
            assert line.cell_len <= width
    assert describe(view, language)


@pytest.mark.parametrize("view", VIEWS)
def test_a_terminal_without_unicode_is_given_ascii(view: View) -> None:
    assert plain(view, 70, "en", unicode=False).isascii()


@given(st.integers(0, 10**6), st.integers(16, 120), st.integers(6, 40))
def test_wild_curves_are_drawn_within_their_room(seed: int, width: int, height: int) -> None:
    rng = np.random.default_rng(seed)
    y = rng.standard_normal(50) * 10.0 ** rng.integers(-200, 200)
    y[rng.integers(0, 50, 5)] = rng.choice([np.nan, np.inf, -np.inf, 0.0])
    series = (Series(same("s"), np.sort(rng.standard_normal(50)), y),)
    view = Lines(same("t"), Axis(same("x")), Axis(same("y"), log=bool(seed % 2)), series)
    rows = draw(view, width, height, "en", Palette())
    assert all(row.cell_len <= width for row in rows)
    assert len(rows) <= max(height, 12)


def test_a_rising_line_goes_from_bottom_left_to_top_right() -> None:
    view = Lines(same(""), Axis(same("x")), Axis(same("y")), (Series(same("s"), X, X),))
    area = [line.split("│")[-1].split("┤")[-1] for line in plain_lines(view, 60, "en") if "│" in line or "┤" in line]
    first = [next(c for c, sign in enumerate(line) if sign > "\u2800") for line in area if line.strip()]
    assert first == sorted(first, reverse=True)
    assert first[-1] == 0


def test_series_are_told_apart_without_colour() -> None:
    text = plain(LOSS, 80, "en")
    assert "●" in text.split("─●─")[0]
    assert "─●─ SGD" in text
    assert "┘▲┌ Adam" in text
    assert "╌╌ target = 0.01" in text


def test_axes_bear_names_units_and_round_ticks() -> None:
    text = plain(LOSS, 80, "zh")
    assert "步数（千）" in text
    assert "损失" in text
    assert "1e−6┤" in text


def test_a_third_of_a_million_points_is_drawn_as_its_envelope() -> None:
    x = np.arange(300_000.0)
    view = Lines(same(""), Axis(same("x")), Axis(same("y")), (Series(same("s"), x, np.where(x == 150_000, 9.0, 0.0)),))
    top = next(line for line in plain_lines(view, 80, "en") if any(sign > "\u2800" for sign in line))
    assert 35 <= next(c for c, sign in enumerate(top) if sign > "\u2800") <= 48


def test_bars_on_a_log_axis_are_as_long_as_their_logarithms() -> None:
    labels = tuple(same(label) for label in "abc")
    view = Bars(same(""), Axis(same("v"), log=True), labels, np.array([1.0, 10.0, 100.0]))
    lengths = [line.count("█") for line in plain_lines(view, 60, "en")[-3:]]
    assert lengths[0] > 0
    assert lengths[1] - lengths[0] > 10
    assert abs((lengths[2] - lengths[1]) - (lengths[1] - lengths[0])) <= 1


def test_a_negative_bar_runs_left_from_the_common_zero() -> None:
    down, up = plain_lines(SIGNED, 60, "en")[-2:]
    assert down.rindex("▓") + 1 == up.index("█")


def test_a_small_heat_map_shows_its_numbers_and_a_large_one_its_scale() -> None:
    assert " 11 " in plain(HEAT, 60, "en") + " "
    assert "0 " in plain(BIG, 60, "en").splitlines()[-1]
    assert len(plain_lines(BIG, 60, "en")) <= 30


@pytest.mark.parametrize("width", [140, 60])
@pytest.mark.parametrize("colour", [True, False])
def test_named_rows_bear_their_names_and_what_is_missing_is_no_value(width: int, colour: bool) -> None:
    rows = [line.plain for line in draw(NAMED, width, None, "zh", Palette(), True, colour)]
    first = next(line for line in rows if line.startswith("池化"))
    assert first.count("·") == 9
    assert next(line for line in rows if line.startswith("a name")).count("·") == 0
    assert any("…" in line for line in rows)


def test_colours_of_a_heat_map_run_from_the_lowest_to_the_highest() -> None:
    rows = draw(HEAT, 60, None, "en", Palette())
    styles = [str(span.style) for row in rows for span in row.spans]
    assert any("#440154" in style for style in styles)
    assert any("#fde725" in style for style in styles)


def test_highlighted_entries_bear_brackets_and_decimals_line_up() -> None:
    lines = plain_lines(MATRIX, 60, "en")[1:]
    assert "[ 1.50]" in lines[0].replace("[1.50]", "[ 1.50]")
    assert lines[0].index(".") == lines[1].index(".")


def test_a_table_wraps_wide_cells_and_puts_numbers_on_the_right() -> None:
    view = Table(same(""), (same("text"), same("n")), (("a long sentence that must wrap", 1), ("b", 100)))
    lines = plain_lines(view, 24, "en")
    assert lines[2].endswith("  1")
    assert lines[-1].endswith("100")


def test_no_markup_and_no_escape_of_a_deck_is_obeyed() -> None:
    view = Table(same("[bold]t[/bold]"), (same("a\x1b[31m"),), (("[red]x[/red]\x07",),))
    text = plain(view, 60, "en")
    assert "[bold]t[/bold]" in text
    assert "[red]x[/red]" in text
    assert "\x1b" not in text + describe(view, "en")
    assert "\x07" not in text + describe(view, "en")


def test_a_curve_in_words_tells_ends_extremes_trend_and_crossings() -> None:
    said = describe(LOSS, "en")
    assert "falls throughout" in said
    assert "Across: step (thousand). Up: loss, logarithmic." in said
    assert "SGD crosses target near 4.61" in said
    assert "SGD在 4.61 附近穿过“目标”" in describe(LOSS, "zh")


def test_a_matrix_in_words_is_read_row_by_row_with_its_marks() -> None:
    assert "Row 1: 1.50 (marked), −2.25." in describe(MATRIX, "en")


def test_a_walk_in_words_has_its_steps_and_formulas() -> None:
    assert "Step 1: first\na/b\n" in describe(STEPS, "en")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.5, "−0.5"), (1234.5678, "1235"), (1e-7, "1e−7"), (643210.0, "643210"), (float("inf"), "∞")],
)
def test_numbers_are_short_and_have_true_minus_signs(value: float, text: str) -> None:
    assert number(value) == text


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=20))
def test_aligned_numbers_have_one_count_of_decimals(values: list[float]) -> None:
    tails = {
        len(text.split(".")[1]) if "." in text else 0 for text in aligned(values) if "e" not in text and text != "0"
    }
    assert len(tails) <= 1


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 12))
def test_ticks_are_few_and_inside(low: float, span: float, count: int) -> None:
    scale = scale_of(np.array([low, low + span]), False)
    assert scale is not None
    ticks = scale.ticks(count)
    assert len(ticks) <= count + 2
    assert all(-1e-6 <= place <= 1 + 1e-6 for place, _ in ticks)


def test_cells_of_chinese_labels_are_counted_not_characters() -> None:
    view = Bars(same(""), Axis(same("v")), (same("平均池化"), same("max")), np.array([1.0, 2.0]))
    first, second = plain_lines(view, 40, "zh")[-2:]
    assert cell_len(first.split("█")[0]) == cell_len(second.split("█")[0])


def test_drawing_needs_no_textual() -> None:
    code = "import sys, tui.drawing, tui.drawing.words; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
