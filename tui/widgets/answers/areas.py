"""Which widget answers which kind of question."""

from __future__ import annotations

from content.model import Kind
from tui.widgets.answers.choice import ChoiceArea
from tui.widgets.answers.matrix import GridArea
from tui.widgets.answers.ordering import OrderArea
from tui.widgets.answers.numeric import NumberArea, ProseArea

Area = ChoiceArea | GridArea | OrderArea | NumberArea | ProseArea

AREAS: dict[Kind, type[Area]] = {
    Kind.SINGLE_CHOICE: ChoiceArea,
    Kind.MULTIPLE_CHOICE: ChoiceArea,
    Kind.TRUE_FALSE: ChoiceArea,
    Kind.SPOT_THE_ERROR: ChoiceArea,
    Kind.NUMERIC: NumberArea,
    Kind.MATRIX: GridArea,
    Kind.ORDERING: OrderArea,
    Kind.OPEN: ProseArea,
    Kind.RECALL: ProseArea,
    Kind.CODE: ProseArea,
}


def area_for(kind: Kind) -> type[Area]:
    """The widget class for a kind of question."""
    return AREAS[kind]
