"""An unknown name is answered with the one that was meant, or with what there is."""

from __future__ import annotations

import pytest

from content.loader import SHIPPED
from db.errors import BadSetting
from db.settings import SPECS, spec
from engine.registry import catalogue, find
from tui.commands import COMMANDS
from tui.context import Context
from tui.locations import Locations

TOPICS = ("activations", "gradient_flow", "batchnorm", "pooling", "descent", "selection_reduction", "regularization")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["study", "--topic", "nosuch", "--plain"], TOPICS),
        (["weak", "--topic", "nosuch", "--plain"], TOPICS),
        (["interview", "--topics", "pooling,nosuch", "--plain"], TOPICS),
        (["ask", "nosuch"], ("There are ", "such as ")),
        (["notes", "nosuch"], ("There are ", "such as ")),
        (["verify", "--only", "nosuch"], ("There are ", "such as ")),
        (["demo", "nosuch"], (f"There are {len(catalogue())}, such as ",)),
        (["demo", "D15", "--set", "nosuch=1"], [parameter.name for parameter in find("D15").parameters]),
        (["check", "nosuch"], (SHIPPED, "mine")),
        (["verify", "nosuch"], (SHIPPED, "mine")),
        (["deck", "remove", "nosuch"], ("mine",)),
        (["deck", "nosuch"], ("list", "new", "add", "remove")),
        (["completion", "nosuch"], ("bash", "zsh", "tcsh", "fish")),
        (["export", "nosuch", "file"], ("anki", "jsonl", "csv", "markdown")),
        (["nosuch"], COMMANDS),
        (["due", "--lang", "nosuch"], ("en", "zh")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_there_is_is_listed(here, arguments, named):
    here("deck", "new", "mine")
    code, out, said = here(*arguments)
    assert (code, out) == (2, "")
    for name in named:
        assert name in said


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["study", "--topic", "polling", "--plain"], "pooling"),
        (["ask", "pooling-tiez"], "pooling-ties"),
        (["notes", "pol-03"], "pool-03"),
        (["verify", "--only", "pooling-tiez"], "pooling-ties"),
        (["demo", "poolng_router"], "pooling_router"),
        (["demo", "D15", "--set", "kernl=2"], "kernel"),
        (["check", "deep-learning"], SHIPPED),
        (["deck", "remove", "mime"], "mine"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_was_meant_is_asked(here, arguments, meant):
    here("deck", "new", "mine")
    assert f"Did you mean '{meant}'?" in here(*arguments)[2]
    assert f"是指“{meant}”吗？" in here(*arguments, "--lang", "zh")[2]


def test_a_setting_s_name_is_one_of_those_listed():
    with pytest.raises(BadSetting) as caught:
        spec("nosuch")
    assert all(name in str(caught.value) and name in caught.value.zh for name in SPECS)


def test_the_app_refuses_a_topic_with_the_same_words(tmp_path):
    from content.library import UnknownItem
    from tui.sessions.start import session_for

    context = Context(Locations(tmp_path))
    with pytest.raises(UnknownItem, match="pooling"):
        session_for(context, topics=["nosuch"])
    context.close()
