"""The texts of demonstrations: templates name parameters, and a prompt to predict tells the values that are run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.demonstration_texts import text_faults, with_values
from engine.registry import catalogue, find
from engine.text import Text

CHAIN = find("scalar_chain")


def test_a_prompt_tells_the_values_at_hand_and_choices_by_their_labels():
    asked = Text("{{depth}} layers of {{kind}}, weight {{weight}}?", "{{depth}} 层 {{kind}}，权重 {{weight}}？")
    said = with_values(asked, CHAIN, CHAIN.accept({"depth": 7, "weight": 2.5}))
    label = CHAIN.parameter("kind").label_of("sigmoid")
    assert said == Text(f"7 layers of {label.en}, weight 2.5?", f"7 层 {label.zh}，权重 2.5？")


def test_a_template_that_names_no_parameter_is_told():
    wrong = replace(CHAIN, predict=Text("{{dephth}} layers?", "{{dephth}} 层？"))
    assert any("Did you mean 'depth'" in fault for fault in text_faults(wrong))


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_texts_of_every_demonstration_can_be_filled(name):
    demonstration = find(name)
    assert list(text_faults(demonstration)) == []
    for text in (demonstration.summary, demonstration.look_for, demonstration.predict, demonstration.limits):
        assert "{{" not in "".join(with_values(text, demonstration, demonstration.accept({})))
