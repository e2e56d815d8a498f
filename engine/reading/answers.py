"""Reading an answer to a key, whatever its kind."""

from __future__ import annotations

from engine.grading import Answer, ChoiceKey, Key, MatrixKey, NumberKey, OrderKey, RecallKey, RubricKey
from engine.reading.choices import read_choice
from engine.reading.matrices import read_matrix
from engine.reading.numbers import read_number
from engine.reading.orderings import read_order
from engine.reading.wording import NO_WORDING, Wording


def read(key: Key, text: str, wording: Wording = NO_WORDING) -> Answer:
    """Read `text` as an answer to `key`, whose question says `wording`. Raises Ambiguous and Unreadable."""
    match key:
        case ChoiceKey():
            return read_choice(text, key)
        case NumberKey():
            return read_number(text, wording)
        case MatrixKey():
            rows, columns = key.values.shape
            return read_matrix(text, (rows, columns), wording.decimals)
        case OrderKey():
            return read_order(text, len(key.order))
        case RubricKey():
            points = ChoiceKey(len(key.weights), frozenset(), True)
            return read_choice(text, points) if text.strip() else frozenset()
        case RecallKey():
            return text
