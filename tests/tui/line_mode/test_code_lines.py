"""Code questions in line mode and in interviews: a source line by line, or a file; tried again until it is right."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.kind import kind_of
from content.library import Library
from content.variants import Variant, make
from db.types import Rating
from engine.keys.code import CodeKey
from engine.task_source import solution
from tests import shipped
from tui.context import frozen
from tui.line_mode.study import LineMode
from tui.sessions.interview_plan import InterviewRequest, draw
from tui.sessions.question import AskedQuestion, Phase

QUESTION = "code-max-pool-backward"


def variant() -> Variant:
    return make(shipped.deck().questions[QUESTION], 2)


def right() -> str:
    key = variant().key
    assert isinstance(key, CodeKey)
    return solution(key.task, key.options)


def asked(typed: str) -> tuple[AskedQuestion, str]:
    """The question after these lines were typed, and what was said."""
    output = io.StringIO()
    question = AskedQuestion(variant(), frozen(datetime(2027, 3, 1, 9, tzinfo=UTC)))
    LineMode("en", io.StringIO(typed), output).ask(question)
    return question, output.getvalue()


def test_lines_up_to_a_full_stop_are_the_source_blank_ones_too():
    question, said = asked(f"{right()}.\n")
    assert question.verdict is not None
    assert question.verdict.correct
    assert "✓ correct" in said
    assert question.answer == right()


def test_a_wrong_source_is_told_and_tried_again(tmp_path: Path):
    file = tmp_path / "answer.py"
    file.write_text(right(), encoding="utf-8")
    question, said = asked(f"{right().replace('+= top', '= top')}.\nx = 1\n.\n@{file}\n")
    assert question.tries == 2
    assert question.proposed is Rating.HARD
    assert "A later window overwrites what an earlier one gave" in said
    assert "It does not define max_pool_backward." in said


@pytest.mark.parametrize(
    ("raw", "said"),
    [(None, "cannot be read: No such file"), (b"\xff\xfe", "it looks like UTF-16"), ("# 中".encode("gbk"), "GBK")],
)
def test_a_file_that_cannot_be_read_is_asked_for_again(tmp_path: Path, raw: bytes | None, said: str):
    file = tmp_path / "answer.py"
    if raw is not None:
        file.write_bytes(raw)
    question, told = asked(f"@{file}\n\n")
    assert said in told
    assert question.phase is Phase.JUDGED
    assert question.tries == 0


def test_an_empty_line_gives_up_and_shows_the_reference():
    question, said = asked("?\n\n")
    assert question.proposed is Rating.AGAIN
    assert variant().hints[0].en in said
    assert right() in said


def test_the_statement_says_what_was_drawn_and_the_same_seed_draws_the_same():
    drawn = {make(shipped.deck().questions[QUESTION], seed).prompt.en for seed in range(12)}
    assert len(drawn) == 3
    assert variant().prompt == variant().prompt
    assert variant().key == variant().key


def test_an_interview_has_one_task_in_eight_questions_at_most_and_none_at_level_one():
    library = Library((shipped.deck(),))
    counts = set()
    for seed in range(12):
        plan = draw(library, InterviewRequest(seed=seed, topics=("pooling", "activations"), questions=8))
        tasks = [name for name in plan.questions if kind_of(library.question(name)).judged]
        counts.add(len(tasks))
        assert all(plan.seconds_for(library.question(name)) == 900 for name in tasks)
        few = draw(library, InterviewRequest(seed=seed, topics=("pooling", "activations"), questions=7))
        assert not any(kind_of(library.question(name)).judged for name in few.questions)
        easy = draw(library, InterviewRequest(seed=seed, levels=(1, 1)))
        assert not any(kind_of(library.question(name)).judged for name in easy.questions)
    assert max(counts) <= 1
    long = draw(library, InterviewRequest(seed=1, topics=("pooling", "activations"), questions=80))
    assert sum(kind_of(library.question(name)).judged for name in long.questions) > 0
