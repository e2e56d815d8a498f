"""What a demonstration takes, and what it says of anything else."""

from __future__ import annotations

import re

import pytest

from engine.demonstration import Demonstration
from engine.parameters import ParameterError
from engine.registry import catalogue


@pytest.mark.parametrize("demonstration", catalogue().values(), ids=lambda found: found.name)
def test_what_a_parameter_takes_is_told_in_both_languages(demonstration: Demonstration) -> None:
    for parameter in demonstration.parameters:
        with pytest.raises(ParameterError) as caught:
            parameter.accept(object())
        assert parameter.name in caught.value.zh
        assert parameter.allowed().zh in caught.value.zh
        assert parameter.allowed().en in str(caught.value)
        assert re.search(r"[\u4e00-\u9fff]", caught.value.zh)
