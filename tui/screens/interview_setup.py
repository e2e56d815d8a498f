"""What the learner wishes of an interview, as rows: ticked topics, numbers turned with the arrows."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.content import Content

from content.library import Library
from engine.text import Language
from tui.locale import interview as words
from tui.sessions.interview_plan import LEVELS, QUESTIONS, Wish
from tui.widgets.rows import Row

MOST_QUESTIONS, MOST_MINUTES, MINUTES_STEP = 30, 120, 5
RANGES = ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))


@dataclass
class SetUp:
    """The wish while it is being made. `minutes` 0 stands for no limit but two a question."""

    topics: set[str] = field(default_factory=set)
    questions: int = QUESTIONS
    minutes: int = 0
    levels: tuple[int, int] = LEVELS

    def turn(self, name: str, step: int) -> None:
        """Change the number in the row called `name`."""
        if name == "questions":
            self.questions = min(MOST_QUESTIONS, max(1, self.questions + step))
        elif name == "minutes":
            self.minutes = min(MOST_MINUTES, max(0, self.minutes + step * MINUTES_STEP))
        elif name == "levels":
            self.levels = RANGES[(RANGES.index(self.levels) + step) % len(RANGES)]

    def tick(self, topic: str) -> None:
        """A topic in or out."""
        self.topics ^= {topic}

    def wish(self, seed: int) -> Wish:
        """What was wished, with a seed."""
        return Wish(seed, tuple(sorted(self.topics)), self.questions, self.minutes or None, self.levels)

    def rows(self, library: Library, language: Language, open_one: tuple[int, int] | None) -> list[Row]:
        """Everything that can be chosen; `open_one` is answered and total of an interview that can be gone on with."""
        rows = []
        if open_one is not None:
            text = words.RESUME.said(language).format(done=open_one[0], total=open_one[1])
            rows.append(Row(Content.styled(f"▸ {text}", "bold $text-warning"), "resume"))
        rows.append(Row(Content.styled(f"▸ {words.BEGIN.said(language)}", "bold $accent"), "begin"))
        rows.append(Row(Content(f"▸ {words.SURPRISE.said(language)}"), "surprise"))
        rows.append(Row(Content(f"▸ {words.PAST.said(language)}"), "past"))
        rows += [Row(Content("")), *self._numbers(language), Row(Content(""))]
        rows.append(Row(Content.styled(words.TOPICS.said(language), "bold $accent")))
        for topic in library.topics.values():
            mark = "x" if topic.id in self.topics else " "
            rows.append(Row(Content(f"  [{mark}] {topic.title.said(language)}"), f"topic:{topic.id}"))
        return rows

    def _numbers(self, language: Language) -> list[Row]:
        minutes = str(self.minutes) if self.minutes else words.FREE.said(language)
        low, high = self.levels
        texts = {
            "questions": words.QUESTIONS.said(language).format(count=self.questions),
            "minutes": words.MINUTES.said(language).format(count=minutes),
            "levels": words.LEVELS.said(language).format(low=low, high=high),
        }
        return [Row(Content(f"◂▸ {text}"), name) for name, text in texts.items()]
