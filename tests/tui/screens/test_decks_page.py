"""The decks page and the editor: own decks are made, filled, edited, checked, taken over and put aside in the app."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.types import NewReview, Rating
from engine.messages import Usage
from engine.text import Language
from tests.shipped import deck, warm
from tests.tui.screens.conftest import MORNING, Launch, shown
from tui.context import Context, frozen
from tui.locations import Locations
from tui.screens.decks import DecksScreen
from tui.screens.question_editor import EditorScreen
from tui.screens.study import StudyScreen
from tui.sessions import own_decks

EASY = NewReview(Rating.EASY, Rating.EASY, "", 1.0, 4.0)


def with_deck(folder: Path, language: Language = "en") -> Context:
    """The shipped deck and one of the learner's own."""
    warm(folder)
    context = Context(Locations(folder), language=language, clock=frozen(MORNING))
    own_decks.make("mine", context)
    return context


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def to_own(pilot):
    """The cursor on the own deck's topic."""
    await press(pilot, "end")
    assert "mine/first-topic" in shown(pilot)


def questions(context: Context) -> Path:
    return context.locations.decks / "mine" / "first-topic" / "questions.yaml"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_decks_are_listed_with_their_topics(launch: Launch, tmp_path: Path, language: Language, size) -> None:
    async with launch(context=with_deck(tmp_path, language), language=language, size=size) as pilot:
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, DecksScreen)
        assert {"en": "shipped", "zh": "自带"}[language] in shown(pilot)
        shipped = deck()
        claims, asked = len(shipped.claims), len(shipped.questions)
        counted = {"en": f"{claims} claims, {asked} questions", "zh": f"{claims} 条论断，{asked} 道题"}
        assert counted[language] in shown(pilot)
        await to_own(pilot)
        assert {"en": "2 questions, 0 due, 2 new", "zh": "2 道题，到期 0，新题 2"}[language] in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_the_shipped_deck_is_not_changed(launch: Launch, tmp_path: Path) -> None:
    async with launch("decks", context=with_deck(tmp_path)) as pilot:
        await press(pilot, "a", "e", "delete")
        assert isinstance(pilot.app.screen, DecksScreen)
        await press(pilot, "escape", "b", "slash", *"pooling-ties", "enter", "e")
        assert any("belongs to the shipped deck" in told.message for told in pilot.app._notifications)


async def test_a_deck_is_made_and_put_aside_again(launch: Launch, tmp_path: Path) -> None:
    async with launch("decks", context=Context(Locations(tmp_path), clock=frozen(MORNING))) as pilot:
        await press(pilot, "n", *"No Name", "enter")
        assert any("lower-case words" in told.message for told in pilot.app._notifications)
        await press(pilot, "n", *"my-notes", "enter")
        assert (tmp_path / "decks" / "my-notes" / "deck.yaml").is_file()
        assert "my-notes" in pilot.app.context.memory.card("my-notes-question-1").question_id
        await press(pilot, "end", "delete", "escape")
        assert (tmp_path / "decks" / "my-notes").is_dir()
        await press(pilot, "delete", "enter")
        assert not (tmp_path / "decks" / "my-notes").exists()
        assert len(list((tmp_path / "removed-decks").iterdir())) == 1
        assert "my-notes" not in shown(pilot)


async def test_an_edited_question_keeps_its_progress_and_is_asked_afresh(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    async with launch("decks", context=context) as pilot:
        before = context.memory.answer(context.memory.card("mine-question-1"), EASY)
        await to_own(pilot)
        await press(pilot, "e", "enter")
        editor = pilot.app.screen
        assert isinstance(editor, EditorScreen)
        area = editor.query_one("TextArea")
        area.text = area.text.replace("What is its slope there?", "How steep is it there?")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, DecksScreen)
        assert "How steep is it there?" in questions(context).read_text(encoding="utf-8")
        assert "How steep" in context.library.question("mine-question-1").prompt.en
        assert context.memory.card("mine-question-1") == before
        (kept,) = (tmp_path / "replaced").rglob("*.yaml")
        assert "What is its slope there?" in kept.read_text(encoding="utf-8")
        assert "mine-question-2" in context.library.questions


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("value: derivative", "value: nonsense", "nonsense"),
        ("kind: numeric", "kind: [", "line"),
        ("id: mine-question-1", "id: mine-question-9", "would vanish"),
        ("level: 1", "level: 9", "level"),
        ("prompt:", "  prompt:", "line"),
    ],
)
async def test_what_is_wrong_is_told_with_its_line_and_nothing_is_written(
    launch: Launch, tmp_path: Path, old: str, new: str, word: str
) -> None:
    context = with_deck(tmp_path)
    before = questions(context).read_text(encoding="utf-8")
    async with launch("browse", context=context) as pilot:
        await press(pilot, "slash", *"mine", "enter", "e")
        area = pilot.app.screen.query_one("TextArea")
        area.text = area.text.replace(old, new)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, EditorScreen)
        assert word in shown(pilot)
        assert questions(context).read_text(encoding="utf-8") == before
        assert new in area.text
        await press(pilot, "escape")
        assert "would be lost" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EditorScreen)
        await press(pilot, "escape", "enter")
        assert not isinstance(pilot.app.screen, EditorScreen)


async def test_a_file_changed_outside_meanwhile_is_not_written_over(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    async with launch("browse", context=context) as pilot:
        await press(pilot, "slash", *"mine", "enter", "e")
        area = pilot.app.screen.query_one("TextArea")
        area.text = area.text.replace("level: 1", "level: 2")
        changed = questions(context).read_text(encoding="utf-8") + "# another program\n"
        questions(context).write_text(changed, encoding="utf-8")
        await press(pilot, "ctrl+s")
        assert "changed outside" in " ".join(shown(pilot).split())
        assert questions(context).read_text(encoding="utf-8") == changed


async def test_a_new_question_begins_as_one_that_is_sound_and_is_studied(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    async with launch("decks", context=context) as pilot:
        await to_own(pilot)
        await press(pilot, "a", "f5")
        for _ in range(100):
            await pilot.pause(0.02)
            if "No faults found" in shown(pilot):
                break
        assert "No faults found" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert context.memory.card("mine-question-3").reviews == 0
        assert "3 questions" in shown(pilot)


async def test_a_question_is_edited_after_its_verdict(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    async with launch("study", context=context, topics=["first-topic"]) as pilot:
        await press(pilot, "f4", "e")
        assert isinstance(pilot.app.screen, EditorScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_a_broken_deck_is_listed_with_its_faults_as_data(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    bad = context.locations.decks / "bad"
    shutil.copytree(context.locations.decks / "mine", bad)
    (bad / "deck.yaml").write_text('id: "[red]bad\x1b[31m"\n', encoding="utf-8", errors="ignore")
    async with launch("decks", context=context) as pilot:
        await press(pilot, "end")
        page = shown(pilot)
        assert "cannot be used" in page
        assert "deck.yaml:" in page
        assert "\x1b" not in page


async def test_a_check_tells_what_is_wrong_in_the_files(launch: Launch, tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    async with launch("decks", context=context, size=(120, 40)) as pilot:
        await press(pilot, "end", "up", "c")
        for wanted, spoil in (("no faults found", True), ("What is wrong", False)):
            for _ in range(150):
                await pilot.pause(0.02)
                if wanted in shown(pilot):
                    break
            assert wanted in shown(pilot)
            if spoil:
                text = questions(context).read_text(encoding="utf-8")
                questions(context).write_text(text.replace("derivative", "nonsense"), encoding="utf-8")
                await press(pilot, "c")


def test_a_folder_with_faults_is_not_taken_over(tmp_path: Path) -> None:
    context = with_deck(tmp_path)
    source = shutil.move(context.locations.decks / "mine", tmp_path / "elsewhere")
    file = source / "first-topic" / "questions.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("derivative", "nonsense"), encoding="utf-8")
    deck, faults = own_decks.take_over(source, context)
    assert deck is None
    assert faults
    with pytest.raises(Usage, match="no deck"):
        own_decks.take_over(tmp_path / "nowhere", context)
