"""Every message that the interface posts is handled in the real app, and every handler has a message."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.message import Message
from textual.message_pump import MessagePump

from tests.guards.messages import Post, handlers, orphans, posts, posts_in, unhandled, unposted
from tests.guards.source import classes
from tests.guards.walk import Place, walking
from tui.widgets.parameter_knob import Knob
from tui.widgets.parameter_panel import ParameterPanel


def test_every_message_is_posted() -> None:
    assert unposted(classes(Message), posts()) == []


def test_every_posted_message_reaches_a_handler() -> None:
    found = posts()
    assert unhandled(found) == []
    assert len(found) > 20


def test_every_handler_has_a_message() -> None:
    assert orphans(classes(MessagePump)) == []


IMPOSSIBLE = {"demonstration": "pooling_router", "parameters": {"size": 2, "kernel": 5}}
WAY = [
    Place("list", "BrowseScreen", "browse", keys=("down",)),
    Place("picked", "StudyScreen", "browse", keys=("enter",)),
    Place(
        "complaint and answer", "StudyScreen", "study", {"topics": ["multiple_choice"]}, ("enter", "1", "enter", "2")
    ),
    Place("trouble", "TroubleDialog", "ask", {"question_id": "pooling-ties"}, ("f4", "e")),
    Place(
        "computed and turned", "LaboratoryScreen", "laboratory", {"demonstration": "pooling_router"}, ("enter", "right")
    ),
    Place("array", "ArrayEditor", "laboratory", {"demonstration": "pooling_router"}, ("enter", *["down"] * 7, "enter")),
    Place("judged", "StudyScreen", "ask", {"question_id": "code-stable-softmax"}, ("f12",)),
    Place("refused", "LaboratoryScreen", "laboratory", IMPOSSIBLE),
]
"""A way through the app on which every message of ours is posted."""


async def test_every_message_is_handled_in_the_real_app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handled: set[type[Message]] = set()
    dispatch = MessagePump._get_dispatch_methods

    def noted(self: MessagePump, name: str, message: Message) -> Iterator[Any]:
        for cls, method in dispatch(self, name, message):
            if cls.__module__.startswith("tui."):
                handled.add(type(message))
            yield cls, method

    monkeypatch.setattr(MessagePump, "_get_dispatch_methods", noted)
    async with walking(folder) as walk:
        for place in WAY:
            await walk.open(place)
    assert {cls.__qualname__ for cls in classes(Message)} - {cls.__qualname__ for cls in handled} == set()


# ── planted faults ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_that_nobody_handles_is_found() -> None:
    source = "class ResultView:\n    def action_ask(self):\n        self.post_message(AskAbout(self.name))\n"
    found = list(posts_in("planted", ast.parse(source)))
    assert found == [Post("planted:3", "ResultView", "self", "AskAbout")]
    assert unhandled(found) == ["planted:3: AskAbout posted to self has no handler there"]


def test_a_message_that_is_handled_elsewhere_only_is_found() -> None:
    assert unhandled([Post("planted:1", "StatusLine", "self", "Rows.Picked")]) == []
    assert len(unhandled([Post("planted:1", "HomeScreen", "self", "Scale.Chosen")])) == 1
    assert len(unhandled([Post("planted:1", "Rows", "self.app", "Rows.Picked")])) == 1


def test_a_message_that_is_never_posted_is_found() -> None:
    assert unposted([Knob.Turned], [Post("", "Knob", "self", "Knob.Turned")]) == []
    assert unposted([Knob.Turned], []) == ["Knob.Turned"]


def test_a_handler_that_is_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert handlers(Knob.Turned) == [ParameterPanel]
    monkeypatch.delattr(ParameterPanel, "on_knob_turned")
    assert [fault.split(": ")[1] for fault in unhandled(posts())] == ["Knob.Turned posted to self has no handler there"]


def test_a_renamed_widget_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Knob.Turned, "handler_name", "on_dial_turned")
    assert len(unhandled(posts())) == 1
    assert orphans(classes(MessagePump)) == ["ParameterPanel.on_knob_turned"]
