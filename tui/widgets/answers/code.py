"""A function to write: an editor, and beside it what the judge says."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static

from content.variants import Variant
from engine.judging.judge import Ruling
from engine.keys.code import CodeKey
from engine.messages import ExpectedError
from engine.task_source import solution, stub
from engine.text import Language
from engine.utf8 import read
from tui.locale import code as words
from tui.sessions.question import AskedQuestion
from tui.text.ruling import told
from tui.text.sanitize import inert
from tui.widgets.answers.base import AnswerArea, Complaint, Submitted
from tui.widgets.bindings import key
from tui.widgets.code_editor import CodeEditor
from tui.widgets.screen_base import Page

BESIDE = 110
"""Columns from which the result stands beside the editor and not below it."""


class ResultPane(VerticalScroll, can_focus=True):
    """What the judge says; scrolls with the arrows."""


@dataclass
class Ruled(Message):
    """The judge has come to a ruling on a source."""

    source: str
    ruling: Ruling


class CodeArea(AnswerArea):
    """Ctrl+R judges. A right source is given as the answer, a wrong one counts as a try."""

    DEFAULT_CSS = """
    CodeArea { layout: vertical; height: auto; }
    CodeArea CodeEditor { height: 16; border: round $accent 40%; }
    CodeArea CodeEditor:focus { border: round $accent; }
    CodeArea ResultPane { height: auto; max-height: 18; border: round $accent 40%; padding: 0 1; }
    CodeArea ResultPane:focus { border: round $accent; }
    CodeArea.-beside { layout: horizontal; height: 24; }
    CodeArea.-beside CodeEditor { width: 1fr; height: 100%; }
    CodeArea.-beside ResultPane { width: 1fr; height: 100%; max-height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+r,f12", "run", "code.run", priority=True),
        key("e", "outside", "code.outside"),
    ]
    shows_key = True
    language: Language = "en"
    _key: CodeKey | None = None
    _ruling: Ruling | None = None
    _shown: AskedQuestion | None = None
    _judging = False

    def compose(self) -> ComposeResult:
        """The editor and the result."""
        yield CodeEditor()
        with ResultPane():
            yield Static(markup=False)

    def on_resize(self, event: Resize) -> None:
        """Side by side where there is room."""
        self.set_class(event.size.width >= BESIDE, "-beside")

    def on_descendant_focus(self) -> None:
        """Say what the keys do now: in the editor they are text."""
        self._say()

    def ask(self, variant: Variant, language: Language) -> None:
        """The stub, and how to run it."""
        assert isinstance(variant.key, CodeKey)
        self._key, self._ruling, self._shown, self.language = variant.key, None, None, language
        editor = self.query_one(CodeEditor)
        editor.read_only = False
        editor.text = stub(variant.key.task, variant.key.options, language, statement=False)
        editor.move_cursor(editor.document.end)
        self._say()

    def take_focus(self) -> None:
        """The editor takes the keys."""
        self.query_one(CodeEditor).focus()

    def reveal(self, question: AskedQuestion) -> None:
        """The reference beside the learner's own."""
        self.query_one(CodeEditor).read_only = True
        self._shown = question
        self._say()

    @property
    def draft(self) -> str:
        """The source."""
        return self.query_one(CodeEditor).text

    def restore(self, draft: str) -> None:
        """The source again, the cursor behind it."""
        editor = self.query_one(CodeEditor)
        editor.text = draft
        editor.move_cursor(editor.document.end)

    def speak(self, language: Language) -> None:
        """The result in another language; the source is the learner's."""
        self.language = language
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is judged twice at once, nor after the verdict."""
        return action not in ("run", "outside") or not (self._judging or self.query_one(CodeEditor).read_only)

    def action_run(self) -> None:
        """Judge the source in a thread; the app goes on."""
        if self._off():
            self.post_message(Complaint(words.OFF_IN_BROWSER))
            return
        assert self._key is not None
        self._judging = True
        self._say()
        self.run_worker(partial(self._judge, self._key, self.draft), thread=True, group="judge", exclusive=True)

    def _judge(self, asked: CodeKey, source: str) -> None:
        self.post_message(Ruled(source, asked.ruling(source)))

    def _off(self) -> bool:
        """In the browser other people may reach the app: code is run only where the learner has allowed it."""
        screen = self.screen
        return self.app.is_web and isinstance(screen, Page) and not screen.backdrill.context.memory.settings.web_code

    @on(Ruled)
    def _ruled(self, event: Ruled) -> None:
        """Show the ruling and give the answer, unless another question is asked by now."""
        event.stop()
        self._judging = False
        if self._shown is None and self.query_one(CodeEditor).text == event.source:
            self._ruling = event.ruling
            self.post_message(Submitted(event.source))
        self._say()
        self.refresh_bindings()

    def action_outside(self) -> None:
        """The source in the learner's own editor, and back."""
        assert self._key is not None
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
        with tempfile.TemporaryDirectory(prefix="backdrill-") as folder:
            file = Path(folder) / f"{self._key.name}.py"
            file.write_text(self.draft, encoding="utf-8")
            try:
                with self.app.suspend():
                    subprocess.run([*shlex.split(command), str(file)], check=False)
                self.restore(read(file))
            except SuspendNotSupported:
                self.post_message(Complaint(words.NO_EDITOR_HERE))
            except ExpectedError as error:
                self.post_message(Complaint(error.text))
            except (OSError, ValueError) as error:
                self.post_message(Complaint(words.EDITOR_FAILED.format(editor=command, why=error)))
        self.take_focus()

    def _say(self) -> None:
        pane = self.query_one(ResultPane)
        pane.query_one(Static).update(self._result())
        left = pane.has_focus and not self.query_one(CodeEditor).read_only
        pane.border_subtitle = words.OUTSIDE.said(self.language) if left else ""

    def _result(self) -> Content:
        """The ruling while it is asked; then the reference beside the learner's own."""
        if self._key is None:
            return Content("")
        parts = []
        if self._judging:
            parts.append(Content.styled(words.RUNNING.said(self.language), "$text-muted"))
        elif self._ruling is not None and (self._ruling.right or self._shown is None):
            style = "$text-success" if self._ruling.right else "$text-error"
            first, *rest = told(self._ruling, self._key.task, self.language)
            parts += [Content.styled(inert(first), f"bold {style}"), Content(inert("\n".join(rest)))]
        elif self._shown is None:
            parts.append(Content.styled(words.HOW.said(self.language), "$text-muted"))
        if self._shown is not None:
            parts.append(Content.styled(words.REFERENCE.said(self.language), "bold $accent"))
            parts.append(Content(solution(self._key.task, self._key.options)))
        return Content("\n").join([part for part in parts if part.plain])


AREA = CodeArea
