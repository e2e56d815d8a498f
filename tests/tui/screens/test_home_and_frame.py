"""Home, the first start, the small terminal, trouble, and the rooms."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.types import NewReview, Rating
from engine.text import Language
from tests.tui.screens.conftest import MORNING, Launch, context_in, shown
from tui.app import Backdrill
from tui.context import Context, frozen
from tui.locations import Locations
from tui.text.intervals import floored


@pytest.mark.parametrize(("language", "word"), [("en", "Learn 9 new questions"), ("zh", "学习 9 道新题")])
async def test_home_says_what_to_do_next(launch: Launch, language: Language, word: str) -> None:
    async with launch(language=language) as pilot:
        assert word in shown(pilot)


async def test_the_first_start_greets_and_tours_on_a_real_question(launch: Launch) -> None:
    async with launch(welcomed=False) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "欢迎使用" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "①" in shown(pilot)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "②" in shown(pilot)
        await pilot.press("3")
        await pilot.pause()
        assert "③" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HomeScreen"


@pytest.mark.parametrize("size", [(40, 12), (59, 30), (100, 17)])
async def test_a_terminal_too_small_shows_one_clear_sentence(launch: Launch, size: tuple[int, int]) -> None:
    async with launch("study", size=size) as pilot:
        await pilot.pause()
        page = shown(pilot)
        assert "60 x 18" in page
        assert "pooling" not in page.casefold()


async def test_a_page_comes_back_when_the_terminal_grows(launch: Launch) -> None:
    async with launch("study", size=(40, 12)) as pilot:
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "60 x 18" not in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 50)])
async def test_no_row_is_wider_or_narrower_than_the_terminal(
    launch: Launch, language: Language, size: tuple[int, int]
) -> None:
    async with launch("study", language=language, size=size) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        rows = shown(pilot).split("\n")
        assert len(rows) == size[1]
        assert {cell_len(row) for row in rows} == {size[0]}


async def test_a_data_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    context = Context(Locations(tmp_path / "file"), clock=frozen(MORNING))
    app = Backdrill(context)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(200):
            await pilot.pause(0.02)
            if app.failed:
                break
        await pilot.pause()
        assert "--data FOLDER" in " ".join(shown(pilot).replace("│", " ").split())


async def test_every_room_that_has_a_key_opens_and_escape_leads_home(launch: Launch) -> None:
    async with launch() as pilot:
        home = pilot.app.screen
        for letter in ("s", "n", "b", "comma"):
            await pilot.press(letter)
            await pilot.pause()
            assert pilot.app.screen is not home
            await pilot.press("f10")
            await pilot.pause()
            assert pilot.app.screen is home


async def test_help_explains_in_the_learners_language(launch: Launch) -> None:
    async with launch(language="zh") as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "当前可用的按键" in shown(pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert "当前可用的按键" not in shown(pilot)


async def test_a_setting_changed_by_a_key_is_stored(launch: Launch, tmp_path: Path) -> None:
    async with launch("settings") as pilot:
        await pilot.press("left")
        await pilot.pause()
    again = context_in(tmp_path)
    assert again.memory.settings.new_per_day == 19
    again.close()


async def test_the_learners_own_keys_rule(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").write_text('home.notes: "m"\n', encoding="utf-8")
    async with launch() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HomeScreen"
        await pilot.press("m")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "NotesScreen"


async def test_a_faulty_line_of_the_keymap_is_told_and_the_others_rule(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").write_text('home.nots: "m"\nhome.browse: "v"\n', encoding="utf-8")
    async with launch(language="zh") as pilot:
        await pilot.pause()
        told = [told.message for told in pilot.app._notifications]
        assert told == ["keys.yaml 第 1 行未生效：没有名为“home.nots”的按键。是指“home.notes”吗？"]
        await pilot.press("v")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "BrowseScreen"


async def test_browse_finds_in_both_languages(launch: Launch) -> None:
    async with launch("browse") as pilot:
        await pilot.press("slash", *"orde")
        await pilot.pause()
        assert "1 of 9" in shown(pilot)
        await pilot.press("ctrl+u", *"从小到大")
        await pilot.pause()
        assert "1 of 9" in shown(pilot)


async def test_notes_compute_their_evidence_on_a_key(launch: Launch) -> None:
    async with launch("notes", size=(120, 40)) as pilot:
        assert "holds" not in shown(pilot).replace("What holds", "")
        await pilot.press("e")
        for _ in range(50):
            await pilot.pause(0.02)
            if "✓ holds" in shown(pilot):
                break
        assert "✓ holds" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_home_shows_what_is_known_with_its_interval_and_what_to_expect_of_the_exam(
    launch: Launch, tmp_path: Path, language: Language
) -> None:
    context = context_in(tmp_path, language)
    memory = context.memory
    for card in memory.cards():
        memory.answer(card, NewReview(Rating.EASY, Rating.EASY, "", 1.0, 4.0))
    memory.settings.set("exam_date", (MORNING + timedelta(days=9)).date().isoformat())
    (known,) = context.knowledge.now().topics.values()
    async with launch(context=context, language=language) as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if {"en": "% expected", "zh": "预计 "}[language] in shown(pilot):
                break
        page = shown(pilot)
        assert f"{floored(known.mean)} {floored(known.low)[:-1]}–{100 * known.high:.0f}" in page
        assert {"en": "exam in 9 d · ", "zh": "距考试 9 天 · 预计 "}[language] in page
        assert "100% expected" not in page
