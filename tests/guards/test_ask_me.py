"""`Ask me` in the laboratory asks a question on the demonstration that is on the bench."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.library import Library, open_library
from engine.registry import catalogue
from tests.guards.walk import Place, Walk, walking


def asked(walk: Walk) -> str:
    """The demonstration of the question in front of the learner."""
    question = getattr(walk.app.screen, "question", None)
    return question.variant.question.demonstration if question is not None else ""


@pytest.mark.parametrize("name", ["pooling_router", "linear_collapse"])
async def test_ask_me_asks_about_the_demonstration(folder: Path, name: str) -> None:
    async with walking(folder) as walk:
        await walk.open(Place("bench", "LaboratoryScreen", "laboratory", {"demonstration": name, "parameters": {}}))
        seen = []
        for _ in range(2):
            await walk.press("a")
            assert asked(walk) == name
            seen.append(walk.app.screen.question.variant.question.id)
            await walk.press("escape")
            assert walk.app.screen.demonstration.name == name
        assert len(set(seen)) == 2


async def test_nothing_of_it_is_recorded(folder: Path) -> None:
    async with walking(folder) as walk:
        before = walk.app.context.memory.cards()
        await walk.open(
            Place("asked", "StudyScreen", "laboratory", {"demonstration": "pooling_router"}, ("enter", "a"))
        )
        await walk.press("f4", "3")
        assert walk.app.context.memory.cards() == before


@pytest.mark.parametrize(("language", "told"), [("en", "No question uses"), ("zh", "没有题目用到")])
async def test_without_a_question_it_says_so(folder: Path, language: str, told: str) -> None:
    async with walking(folder) as walk:
        library: Library = walk.app.context.library
        bare = next(name for name in catalogue() if not library.questions_on(name))
        await walk.open(Place("bench", "LaboratoryScreen", "laboratory", {"demonstration": bare}))
        walk.app.language = language
        await walk.pilot.press("a")
        await walk.pilot.pause()
        assert [note.message for note in walk.app._notifications if told in note.message]


def test_the_easiest_question_comes_first() -> None:
    found = open_library().questions_on("pooling_router")
    assert {question.demonstration for question in found} == {"pooling_router"}
    levels = [question.level for question in found]
    assert levels == sorted(levels)
    assert len(set(levels)) > 1
