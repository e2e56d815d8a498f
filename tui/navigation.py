"""Every screen by the name that opens it.

To add a screen, write its file in `tui/screens` and an entry here. With keys and words, home and the command palette
offer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from textual.screen import Screen

from engine.text import NOTHING, Text
from tui.locale.keys import KeyWords


class Entry(NamedTuple):
    """Where a name leads, and how home offers it."""

    module: str
    """The file in `tui/screens`, imported when the screen is first opened."""
    screen: str
    """The class in it."""
    options: Mapping[str, str | bool] = MappingProxyType({})
    """Arguments that the screen is always opened with under this name."""
    keys: str = ""
    """On home; none for a screen that only other screens open."""
    label: Text = NOTHING
    help: Text = NOTHING


SCREENS = {
    "study": Entry(
        "study",
        "StudyScreen",
        keys="s",
        label=Text("Study", "学习"),
        help=Text("Study what is due, then new questions.", "先复习到期题，再学新题。"),
    ),
    "interview": Entry(
        "interview",
        "InterviewScreen",
        keys="i",
        label=Text("Interview", "面试"),
        help=Text("Sit a timed mock interview.", "进行限时模拟面试。"),
    ),
    "weak": Entry(
        "weak",
        "WeakScreen",
        keys="w",
        label=Text("Weak topics", "薄弱"),
        help=Text("Practise what you are about to forget.", "练习最容易忘记的内容。"),
    ),
    "laboratory": Entry(
        "laboratory",
        "LaboratoryScreen",
        keys="l",
        label=Text("Laboratory", "实验室"),
        help=Text("Turn the knobs of every demonstration.", "亲手调节每个演示的参数。"),
    ),
    "notes": Entry(
        "notes",
        "NotesScreen",
        keys="n",
        label=Text("Notes", "笔记"),
        help=Text("Read the audited notes as a short course.", "把核查过的笔记当短课程来读。"),
    ),
    "browse": Entry(
        "browse",
        "BrowseScreen",
        keys="b",
        label=Text("Browse", "题库"),
        help=Text("Search and manage all questions.", "搜索并管理全部题目。"),
    ),
    "statistics": Entry(
        "statistics",
        "StatisticsScreen",
        keys="t",
        label=Text("Statistics", "统计"),
        help=Text("See how your memory is doing.", "查看记忆状况。"),
    ),
    "decks": Entry(
        "decks",
        "DecksScreen",
        keys="d",
        label=Text("Decks", "牌组"),
        help=Text("Add and edit decks of your own.", "添加、编辑自己的牌组。"),
    ),
    "settings": Entry(
        "settings",
        "SettingsScreen",
        keys="comma,f9",
        label=Text("Settings", "设置"),
        help=Text("Change limits, language, looks.", "调整上限、语言与外观。"),
    ),
    "welcome": Entry("welcome", "WelcomeScreen"),
    "ask": Entry("study", "StudyScreen", {"mode": "ask"}),
    "practise": Entry("study", "StudyScreen", {"mode": "weak"}),
    "summary": Entry("summary", "SummaryScreen"),
    "answer": Entry("interview_answer", "AnswerScreen"),
    "editor": Entry("question_editor", "EditorScreen"),
}

HOME = {name: entry for name, entry in SCREENS.items() if entry.keys}
"""The screens that home and the palette offer, in their order."""
HOME_KEYS = {f"home.{name}": KeyWords(entry.label, entry.help) for name, entry in HOME.items()}
"""Their words by binding id, which is also the name in the learner's `keys.yaml`."""


def opened(name: str, **options: Any) -> Screen[Any]:
    """The screen of this name. Its file is imported now, if this is the first time. Raises KeyError."""
    entry = SCREENS[name]
    made: Callable[..., Screen[Any]] = getattr(import_module(f"tui.screens.{entry.module}"), entry.screen)
    return made(**entry.options, **options)
