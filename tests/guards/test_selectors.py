"""Every selector, in style sheets and in queries, names a class or an id that there is."""

from __future__ import annotations

import pytest
from textual.css.model import SelectorType

from tests.guards.selectors import Name, in_code, in_style_sheets, known, named_by, unknown
from tests.guards.source import FOLDER


def test_every_selector_of_a_style_sheet_names_what_there_is() -> None:
    found = list(in_style_sheets())
    assert unknown(iter(found)) == []
    assert len(found) > 200


def test_every_selector_of_a_query_names_what_there_is() -> None:
    found = list(in_code())
    assert unknown(iter(found)) == []
    assert len(found) > 80


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("LaboratoryPage #bench { height: 1fr; }", "planted: no type 'LaboratoryPage'"),
        ("LaboratoryScreen #workbench { height: 1fr; }", "planted: no id 'workbench'"),
        ("StudyScreen.-broad #body { height: 1fr; }", "planted: no class '-broad'"),
        ("Rows > .rows--pointer { color: $accent; }", "planted: no class 'rows--pointer'"),
        ("Knob { Dial { height: 1; } }", "planted: no type 'Dial'"),
    ],
)
def test_a_planted_selector_is_found(css: str, fault: str) -> None:
    assert unknown(named_by(css, "planted")) == [fault]


def test_a_renamed_widget_is_missed_by_its_style_sheet() -> None:
    css = (FOLDER / "app.tcss").read_text(encoding="utf-8").replace("Rows", "RowList")
    assert len(unknown(named_by(css, "app.tcss"))) == 2


def test_stages_of_the_interview_are_known_by_the_names_they_are_set_with() -> None:
    assert Name(SelectorType.CLASS, "-ticking") in known()
    assert Name(SelectorType.CLASS, "-answered") not in known()
