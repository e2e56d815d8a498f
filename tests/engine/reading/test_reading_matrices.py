"""Matrices in the forms that people type and paste, made from known numbers by NumPy's own printing and by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading.layout import unclosed
from engine.reading.matrices import read_block, read_entries, read_matrix
from engine.reading.notations import PRINTED
from engine.reading.outcome import Ambiguous, Unreadable

FORMS = [
    *(
        "0 4; 0 8",
        "0, 4; 0, 8",
        "0,4;0,8",
        "0，4；0，8",
        "0、4；0、8",
        "0 4\n0 8",
        "0\t4\n0\t8",
        "0\t4\r\n0\t8\r\n",
        "0 4\r0 8",
        "0 4;0 8;",
    ),
    *(
        "[[0,4],[0,8]]",
        "[[0, 4], [0, 8]]",
        "[0,4],[0,8]",
        "((0,4),(0,8))",
        "[(0, 4), (0, 8)]",
        "{{0,4},{0,8}}",
        "【0 4; 0 8】",
    ),
    *(
        "[0 4; 0 8]",
        "[0, 4; 0, 8]",
        "A = [0 4; 0 8];",
        "A =\n\n     0     4\n     0     8\n",
        "[0 4\n 0 8]",
        "[0 4]\n[0 8]",
    ),
    *("[[0. 4.]\n [0. 8.]]", "array([[0., 4.],\n       [0., 8.]])", "np.array([[0, 4], [0, 8]], dtype=np.float32)"),
    *(
        "W = np.array([\n    [0, 4],\n    [0, 8],\n])",
        "[[np.float64(0.0), np.float64(4.0)], [np.float64(0.0), np.float64(8.0)]]",
    ),
    *(
        "tensor([[0., 4.],\n        [0., 8.]])",
        "tensor([[0., 4.],\n        [0., 8.]], dtype=torch.float64, requires_grad=True)",
    ),
    *(
        "torch.tensor([[0, 4], [0, 8]])",
        "tensor([[0., 4.],\n        [0., 8.]], device='cuda:0', grad_fn=<MmBackward0>)",
    ),
    *(
        "Array([[0., 4.],\n       [0., 8.]], dtype=float32)",
        "[array([0., 4.]), array([0., 8.])]",
        "Matrix([[0, 4], [0, 8]])",
    ),
    r"\begin{pmatrix} 0 & 4 \\ 0 & 8 \end{pmatrix}",
    r"$$\begin{bmatrix}0&4\\0&8\end{bmatrix}$$",
    r"\left[\begin{array}{cc} 0 & \frac{8}{2} \\[2pt] \hline 0 & 2^{3} \\ \end{array}\right]",
    *("0 8/2; 0 2^3", "0 4.0; -0 80e-1", "０ ４；０ ８", "０．０ ４；0 800%"),
]


@pytest.mark.parametrize("text", FORMS)
def test_a_matrix_is_read_in_every_form(text: str) -> None:
    np.testing.assert_array_equal(read_matrix(text, (2, 2)), [[0, 4], [0, 8]])


@pytest.mark.parametrize("text", FORMS)
def test_a_pasted_block_is_read_as_the_whole_answer_is(text: str) -> None:
    np.testing.assert_array_equal(read_block(text, (2, 2)), [[0, 4], [0, 8]])


@pytest.mark.parametrize(
    ("text", "shape", "values"),
    [
        ("0,4;0,8", (2, 1), [[0.4], [0.8]]),
        ("0,5 1,5; 2,5 3,5", (2, 2), [[0.5, 1.5], [2.5, 3.5]]),
        ("0,5 1,5", (1, 2), [[0.5, 1.5]]),
        ("0,5 1,5", (1, 4), None),
        ("0,5,1,5", (1, 4), [[0, 5, 1, 5]]),
        ("1.234 0.5; 3 4", (2, 2), [[1.234, 0.5], [3, 4]]),
        ("[1.234 2; 3 4]", (2, 2), [[1.234, 2], [3, 4]]),
        ("1 -2; 3 4", (2, 2), [[1, -2], [3, 4]]),
        ("5 3/5, 2", (1, 2), [[5.6, 2]]),
        ("1½ ¼; √2 2pi", (2, 2), [[1.5, 0.25], [2**0.5, 2 * np.pi]]),
        ("1 2 3", (3, 1), [[1], [2], [3]]),
        ("[1, 2, 3]", (3, 1), [[1], [2], [3]]),
        ("tensor([1., 2., 3.])", (1, 3), [[1, 2, 3]]),
        ("[1. 2.\n 3. 4.]", (1, 4), [[1, 2, 3, 4]]),
        ("1;2;3", (3, 1), [[1], [2], [3]]),
        ("0.5", (1, 1), [[0.5]]),
        ("3 - 4", (1, 1), [[-1]]),
    ],
)
def test_the_shape_asked_for_tells_separators_from_decimal_commas(text, shape, values) -> None:
    if values is None:
        with pytest.raises(Unreadable):
            read_matrix(text, shape)
    else:
        np.testing.assert_allclose(read_matrix(text, shape), values, rtol=1e-15)


@pytest.mark.parametrize(
    ("text", "shape", "readings"),
    [
        ("1.234 2; 3 4", (2, 2), ("1.2340 2; 3 4", "1234 2; 3 4")),
        ("1,234 5", (1, 2), ("1234 5", "1.2340 5")),
    ],
)
def test_a_matrix_with_two_meanings_is_asked_again(
    text: str, shape: tuple[int, int], readings: tuple[str, ...]
) -> None:
    with pytest.raises(Ambiguous) as told:
        read_matrix(text, shape)
    assert told.value.readings == readings
    for reading in readings:
        assert read_matrix(reading, shape).shape == shape


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 2 3 4", "this is 1 x 4"),
        ("[[1,2,3],[4,5,6]]", "this is 2 x 3"),
        ("[[1,2,3,4]]", "this is 1 x 4"),
        ("1 2; 3", "differ in length"),
        ("1 - 2; 3 4", "differ in length"),
        ("", "differ in length"),
        ("[[0,4],[0,8]", "not closed"),
        (r"\begin{pmatrix} 0 & 4 \\", "not closed"),
        ("[[[1,2],[3,4]]]", "do not give rows"),
        ("[[1 2] x [3 4]]", "do not give rows"),
        ("[1 2; nan 4]", "a finite number"),
        ("1 2; 1e400 4", "too large"),
        ("1 x; 3 4", "is not a number"),
        ("[0,5 1; 2 3]", "differ in length"),
        ("1 2; 3 4" + " " * 6000, "5000 characters"),
    ],
)
def test_what_is_no_such_matrix_is_asked_again_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_matrix(text, (2, 2))
    assert not isinstance(told.value, Ambiguous)
    assert why in told.value.text.en
    assert told.value.text.zh != told.value.text.en


@pytest.mark.parametrize(
    ("text", "room", "values"),
    [
        ("7", (2, 2), [[7]]),
        ("[1, 2]", (2, 2), [[1, 2]]),
        ("[1, 2]", (2, 1), [[1], [2]]),
        ("1\n2", (2, 2), [[1], [2]]),
        ("0,4\n0,8", (2, 2), [[0, 4], [0, 8]]),
        ("0,4\n0,8", (2, 1), [[0.4], [0.8]]),
    ],
)
def test_a_block_may_fill_a_part(text: str, room: tuple[int, int], values: list[list[float]]) -> None:
    np.testing.assert_array_equal(read_block(text, room), values)


def test_a_block_that_does_not_fit_says_so_and_one_with_two_meanings_too() -> None:
    with pytest.raises(Unreadable, match=r"from this cell on there are 1 x 2 cells .* this is 2 x 2"):
        read_block("[[1,2],[3,4]]", (1, 2))
    with pytest.raises(Ambiguous) as told:
        read_block("0,4", (2, 3))
    assert told.value.readings == ("0 4", "0.4")


def test_what_is_written_as_a_row_is_no_column() -> None:
    for row in ("[[1, 2, 3]]", "tensor([[1., 2., 3.]])", r"\begin{pmatrix} 1 & 2 & 3 \end{pmatrix}"):
        with pytest.raises(Unreadable, match="3 x 1"):
            read_matrix(row, (3, 1))
    with pytest.raises(Unreadable, match="1 x 3"):
        read_matrix("1; 2; 3", (1, 3))


def test_one_cell_shows_the_decimal_sign_of_all() -> None:
    np.testing.assert_array_equal(read_entries([["1.234", "0.5"]]), [[1.234, 0.5]])
    np.testing.assert_array_equal(read_entries([["1.234", "0,5"]]), [[1234, 0.5]])
    np.testing.assert_array_equal(read_entries([["0.25", "0,5"]]), [[0.25, 0.5]])
    np.testing.assert_array_equal(read_entries([["1.234", "2.345"]], (PRINTED,)), [[1.234, 2.345]])
    with pytest.raises(Ambiguous):
        read_entries([["1.234", "2"]])
    with pytest.raises(Ambiguous):
        read_entries([["1.234", "0.25", "0,5"]])


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("[[0,4],", True),
        ("[[0,4],[0,8]]", False),
        ("array([[0],", True),
        ("0 4; 0 8", False),
        ("0 4;", False),
        ("【0", True),
        ("\\begin{pmatrix}", True),
        ("\\begin{pmatrix} 1 \\end{pmatrix}", False),
        ("(1", True),
        ("(1)", False),
        ("[" * 6000, False),
    ],
)
def test_an_answer_goes_on_only_while_a_bracket_is_open(text: str, open_: bool) -> None:
    assert unclosed(text) is open_


entries = st.one_of(
    st.integers(-9999, 9999).map(float),
    st.decimals(-99, 99, places=3).map(float),
    st.floats(1e-9, 1e9).map(lambda x: float(f"{x:.4g}")),
)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return np.array(draw(st.lists(st.lists(entries, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))


def _joined(between: str, end: str, frame: str = "{}", entry: str = "{!r}"):
    return lambda table: frame.format(end.join(between.join(entry.format(v) for v in row) for row in table.tolist()))


PRINTERS = {
    "repr": lambda table: repr(table),
    "str": lambda table: str(table),
    "short": lambda table: np.array2string(table, floatmode="maxprec_equal", separator=", "),
    "list": lambda table: str(table.tolist()),
    "numpy 2 list": lambda table: (
        "[" + ", ".join(str([f"np.float64({v!r})" for v in row]).replace("'", "") for row in table.tolist()) + "]"
    ),
    "tensor": lambda table: f"tensor({table.tolist()}, dtype=torch.float64)",
    "matlab": _joined(" ", "; ", "[{}]"),
    "matlab commas": _joined(", ", ";\n", "[{}]"),
    "latex": _joined(" & ", r" \\ ", r"\begin{{pmatrix}} {} \end{{pmatrix}}"),
    "wide": lambda table: _joined("，", "；", "［{}］")(table),
}
TYPED = {
    "rows": _joined(" ", "; "),
    "commas": _joined(", ", "; "),
    "tight commas": _joined(",", ";"),
    "lines": _joined(" ", "\n"),
    "tabs": _joined("\t", "\n"),
    "decimal commas": lambda table: _joined(" ", "; ")(table).replace(".", ","),
    "decimal commas, tabs": lambda table: _joined("\t", "\n")(table).replace(".", ","),
    "thousands": _joined(" ", "; ", entry="{:,}"),
    "thousands, points": lambda table: _joined(" ", "; ", entry="{:,}")(table).translate(str.maketrans(",.", ".,")),
    "dashes": lambda table: _joined(" ", ";")(table).replace("-", "−"),
}


@settings(max_examples=300, deadline=None)
@given(tables())
@pytest.mark.parametrize("form", [name for name in PRINTERS if name not in ("str", "short", "latex")])
def test_what_a_program_prints_reads_as_it_was(form: str, table: np.ndarray) -> None:
    with np.printoptions(precision=17, floatmode="maxprec", suppress=False):
        text = PRINTERS[form](table)
    np.testing.assert_allclose(read_matrix(text, table.shape), table, rtol=1e-12)


@settings(max_examples=300, deadline=None)
@given(tables())
@pytest.mark.parametrize("form", ["str", "short", "latex"])
def test_what_is_printed_in_few_digits_never_reads_as_another(form: str, table: np.ndarray) -> None:
    text = PRINTERS[form](table)
    near = np.abs(table).max() * 1e-6
    never_another(text, table, near)


@settings(max_examples=300, deadline=None)
@given(tables())
@pytest.mark.parametrize("form", TYPED)
def test_what_is_typed_never_reads_as_another(form: str, table: np.ndarray) -> None:
    never_another(TYPED[form](table), table, 0)


def never_another(text: str, table: np.ndarray, near: float) -> None:
    try:
        found = read_matrix(text, table.shape)
    except Unreadable as error:
        assert isinstance(error, Ambiguous) or re.search(r"\d[.,]\d", text), text  # noqa: PT017
    else:
        np.testing.assert_allclose(found, table, rtol=1e-12, atol=near, err_msg=text)
