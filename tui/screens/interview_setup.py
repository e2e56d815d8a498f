"""What the learner wishes of an interview, as rows: ticked topics, numbers turned with the arrows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from content.library import Library
from db.interviews import StoredInterview
from engine.text import Language
from tui.locale import interview as words
from tui.sessions.interview_plan import LEVELS, QUESTIONS, InterviewRequest, fitting
from tui.text.interview_report import open_words
from tui.widgets.rows import Row

NUMBERS = ("questions", "minutes", "levels")
"""The rows whose number the arrows turn."""
MOST_QUESTIONS, MOST_MINUTES, MINUTES_STEP = 30, 120, 5
RANGES = ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))


@dataclass(frozen=True, slots=True)
class Resume:
    """A row that continues an open interview."""

    interview_id: int


@dataclass(frozen=True, slots=True)
class TickTopic:
    """A row that puts a topic in or out."""

    topic: str


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A row that opens a past interview's report."""

    interview_id: int


@dataclass
class SetUp:
    """The wish while it is being made. `minutes` 0 stands for no limit but two a question, `questions` 0 for as many
    as the minutes give."""

    topics: set[str] = field(default_factory=set)
    questions: int = QUESTIONS
    minutes: int = 0
    levels: tuple[int, int] = LEVELS

    def turn(self, name: str, step: int) -> None:
        """Change the number in the row called `name`."""
        if name == "questions":
            self.questions = min(MOST_QUESTIONS, max(0 if self.minutes else 1, self.questions + step))
        elif name == "minutes":
            self.minutes = min(MOST_MINUTES, max(0, self.minutes + step * MINUTES_STEP))
            self.questions = self.questions or (0 if self.minutes else QUESTIONS)
        elif name == "levels":
            self.levels = RANGES[(RANGES.index(self.levels) + step) % len(RANGES)]

    def tick(self, topic: str) -> None:
        """A topic in or out."""
        self.topics ^= {topic}

    def wish(self, seed: int) -> InterviewRequest:
        """The request, with a seed."""
        return InterviewRequest(
            seed, tuple(sorted(self.topics)), self.questions or None, self.minutes or None, self.levels
        )

    def rows(
        self, library: Library, language: Language, unfinished: Sequence[StoredInterview], shut: Collection[str]
    ) -> list[Row]:
        """Everything that can be chosen: interviews to continue, then a new one; `shut` questions are not asked."""
        rows = []
        for stored in unfinished:
            text = words.RESUME.said(language).format(**open_words(stored))
            rows.append(
                Row(
                    Content.styled(f"▸ {text}", "bold $text-warning"),
                    f"resume {stored.interview_id}",
                    Resume(stored.interview_id),
                )
            )
        begin = Content.assemble((f"▸ {words.BEGIN.said(language)}", "bold $accent"), "  ")
        rows.append(Row(begin + self._fitting(library, language, shut), "begin"))
        rows.append(Row(Content(f"▸ {words.SURPRISE.said(language)}"), "surprise"))
        if library.threads:
            rows.append(Row(Content(f"▸ {words.WARM_UP.said(language)}"), "warm_up"))
        rows.append(Row(Content(f"▸ {words.PAST.said(language)}"), "past"))
        rows += [Row(Content("")), *self._numbers(language), Row(Content(""))]
        rows.append(Row(Content.styled(words.TOPICS.said(language), "bold $accent")))
        for topic in library.topics.values():
            mark = "x" if topic.id in self.topics else " "
            rows.append(
                Row(Content(f"  [{mark}] {topic.title.said(language)}"), f"topic {topic.id}", TickTopic(topic.id))
            )
        return rows

    def _fitting(self, library: Library, language: Language, shut: Collection[str]) -> Content:
        there = len(fitting(library, self.topics, self.levels, shut))
        if not there:
            return Content.styled(words.NONE_FITS.said(language), "$text-warning")
        asked = min(self.wish(0).count, there)
        return Content.styled(words.FITTING.said(language).format(asked=asked, fitting=there), "$foreground-muted")

    def _numbers(self, language: Language) -> list[Row]:
        minutes = str(self.minutes) if self.minutes else words.FREE.said(language)
        questions = str(self.questions) if self.questions else words.AS_MINUTES.said(language)
        low, high = self.levels
        texts = {
            "questions": words.QUESTIONS.said(language).format(count=questions),
            "minutes": words.MINUTES.said(language).format(count=minutes),
            "levels": words.LEVELS.said(language).format(low=low, high=high),
        }
        return [Row(Content(f"◂▸ {text}"), name) for name, text in texts.items()]
