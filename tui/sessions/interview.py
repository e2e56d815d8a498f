"""A mock interview: questions without feedback, each answer on disk at once, key points ticked at the end.

Order of calls: `next`, `give` until `next` gives None; then `tick` for each of `to_tick`; then `finish`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from content.library import Library
from content.variants import Variant, make
from db.cards import stable_id
from db.errors import StaleCard, UnknownCard
from db.interviews import Coming, InterviewAnswer, Interviews, InterviewState, StoredInterview
from db.memory import Memory
from db.types import NewReview, Rating
from engine.grading import Answer
from engine.messages import ExpectedError
from engine.text import Text, same
from tui.sessions.interview_follow_up import allowed, react
from tui.sessions.interview_plan import PLANNED, InterviewPlan, InterviewRequest, draw
from tui.sessions.interview_report import report_of
from tui.sessions.question import PASSING, AskedQuestion, Phase
from tui.sessions.report_types import InterviewReport, from_json, to_json

MODE = "interview"
LONGEST_DRAFT = 10_000
NOTED = "noted"
"""Where in the stored plan the question in front of the learner is noted."""


@dataclass
class InterviewSession:
    """An interview that was begun; `start` and `resume` make one."""

    memory: Memory
    library: Library
    clock: Callable[[], datetime]
    stored: StoredInterview
    current: AskedQuestion | None = None
    faults: list[Text] = field(default_factory=list)
    draft: str = ""
    """What was typed for the present question before the interview was cut off; empty for nothing."""

    def __post_init__(self) -> None:
        self._interviews = Interviews(self.memory)
        self._load(self.stored)

    @classmethod
    def start(
        cls, memory: Memory, library: Library, clock: Callable[[], datetime], wish: InterviewRequest
    ) -> InterviewSession:
        """Draw a plan and begin. Raises UnknownItem, Usage and DatabaseTrouble."""
        plan = draw(library, wish, suspended(memory))
        coming = [Coming(name) for name in plan.questions]
        return cls(memory, library, clock, Interviews(memory).begin(plan.to_json(), coming, clock()))

    @classmethod
    def resume(
        cls, memory: Memory, library: Library, clock: Callable[[], datetime], interview_id: int | None = None
    ) -> InterviewSession | None:
        """An open interview as it stands on disk, the newest unless its id is given; None where there is none."""
        found = Interviews(memory).all_unfinished()
        stored = next((one for one in found if interview_id in (None, one.interview_id)), None)
        return cls(memory, library, clock, stored) if stored is not None else None

    def _load(self, stored: StoredInterview) -> None:
        self.stored = stored
        self.plan = InterviewPlan.from_json(stored.plan)
        self.coming, self.answers = list(stored.coming), list(stored.answers)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def total(self) -> int:
        """How many questions there are, asked and to come."""
        return len(self.answers) + len(self.coming)

    @property
    def left(self) -> float:
        """Seconds left for the current question, below zero when the time is over; nothing is cut off."""
        return self.plan.seconds_each - (self.current.elapsed() if self.current else 0.0)

    @property
    def left_in_all(self) -> float:
        """Seconds left for the whole interview, below zero when they are over."""
        spent = sum(answer.seconds for answer in self.answers) + (self.current.elapsed() if self.current else 0.0)
        return self.plan.seconds_each * self.total - spent

    def next(self) -> AskedQuestion | None:
        """Show the next question, or None when all are asked. One whose key cannot be computed is passed over."""
        self.current, self.draft = None, ""
        while self.coming:
            variant = self._variant(self.coming[0].question_id)
            if variant is not None:
                self.current = AskedQuestion(variant, self.clock)
                self._take_up(self.current)
                return self.current
            self.coming.pop(0)
        return None

    def _take_up(self, question: AskedQuestion) -> None:
        """Go on where the question was cut off: the time it has taken and what was typed."""
        noted = self.stored.plan.get(NOTED)
        if isinstance(noted, dict) and noted.get("question") == [len(self.answers) + 1, question.variant.question.id]:
            question.carry(float(noted["seconds"]))
            self.draft = str(noted["draft"])

    def note(self, draft: str = "") -> Callable[[], None] | None:
        """What keeps on disk how far the present question is, so that a crash loses neither its time nor what is
        typed; None when no question is open. It may be called in another thread."""
        if self.current is None or self.current.phase is not Phase.ASKING:
            return None
        place = [len(self.answers) + 1, self.current.variant.question.id]
        noted = {"question": place, "seconds": self.current.elapsed(), "draft": draft[:LONGEST_DRAFT]}
        plan = {**self.plan.to_json(), NOTED: noted}
        return partial(self._interviews.keep_plan, self.stored.interview_id, plan)

    def variant_seed(self, question_id: str) -> int:
        """The same after a crash, other in each interview."""
        return stable_id("interview-variant", str(self.stored.interview_id), question_id) & 0x7FFFFFFF

    def _variant(self, question_id: str, seed: int | None = None) -> Variant | None:
        try:
            return make(self.library.question(question_id), self.variant_seed(question_id) if seed is None else seed)
        except (ValueError, LookupError) as error:
            why = error.text if isinstance(error, ExpectedError) else same(str(error))
            self.faults.append(Text(f"{question_id}: {why.en}", f"{question_id}：{why.zh}"))
            return None

    def give(self, answer: Answer | None, confidence: int | None = None) -> None:
        """Take the answer, or None for "I do not know"; returns once it is on disk, and says nothing about it.

        After DatabaseTrouble it may be called again. StaleCard: another window answered, the session has caught up.
        """
        question = self.current
        if question is None:
            return
        if question.phase is Phase.ASKING:
            question.confidence = confidence
            empty = answer is None or (isinstance(answer, str) and not answer.strip())
            question.give_up() if empty or answer is None else question.submit(answer)
        given = self._given(question)
        coming = self._after(question, given)
        try:
            self._interviews.answer(self.stored.interview_id, given, coming)
        except StaleCard:
            self.current = None
            self._load(self._interviews.get(self.stored.interview_id))
            raise
        self.answers.append(given)
        self.coming, self.current = coming, None

    def _given(self, question: AskedQuestion) -> InterviewAnswer:
        return InterviewAnswer(
            number=len(self.answers) + 1,
            question_id=question.variant.question.id,
            why=self.coming[0].why,
            variant_seed=question.variant.seed,
            at=self.clock(),
            answer=question.answer_text(),
            correctness=question.verdict.correctness if question.verdict is not None else None,
            proposed=question.proposed,
            seconds=question.seconds,
            confidence=question.confidence,
        )

    def _after(self, question: AskedQuestion, given: InterviewAnswer) -> list[Coming]:
        rest = self.coming[1:]
        followed = sum(answer.why != PLANNED for answer in self.answers)
        # One follow-up to a question: an interviewer goes on to other things after it.
        if given.correctness is None or given.why != PLANNED or followed >= allowed(self.total):
            return rest
        shut = {*(answer.question_id for answer in self.answers), given.question_id, *suspended(self.memory)}
        return react(self.library, self.plan, rest, question.variant.question, given.correctness, shut)

    def stop(self) -> None:
        """Ask no more; what was answered is reported."""
        self._interviews.leave_out(self.stored.interview_id, [])
        self.coming, self.current = [], None

    def drop(self) -> None:
        """Abandon the interview: it cannot be gone on with and no later one is compared with it, but it stays in the
        record. What could be graded still counts for study. Raises StaleCard when it was over already."""
        self._record()
        self._interviews.drop(self.stored.interview_id, to_json(self._report(abandoned=True)), self.clock())
        self.coming, self.current = [], None

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def to_tick(self) -> list[tuple[InterviewAnswer, Variant]]:
        """Open answers whose key points are still to be ticked, with what was asked."""
        found = []
        for answer in self.answers:
            variant = self.variant_of(answer) if answer.correctness is None else None
            if variant is not None and variant.key.ticked:
                found.append((answer, variant))
        return found

    def variant_of(self, answer: InterviewAnswer) -> Variant | None:
        """What was asked; None when the question has vanished since."""
        return self._variant(answer.question_id, answer.variant_seed)

    def tick(self, number: int, points: frozenset[int]) -> None:
        """The key points that the open answer `number` made; returns once they are on disk."""
        answer, variant = next(pair for pair in self.to_tick if pair[0].number == number)
        correctness = variant.key.grade(points).correctness
        rating = Rating.AGAIN if correctness < PASSING else Rating.HARD if correctness < 1 else Rating.GOOD
        self._interviews.tick(self.stored.interview_id, answer.number, correctness, rating)
        self._load(self._interviews.get(self.stored.interview_id))

    def finish(self) -> InterviewReport:
        """Hand every answer to the memory and keep the report, which is given back. Can be done again after a
        crash in the middle: no answer is recorded twice. Raises DatabaseTrouble; StaleCard when it was abandoned."""
        kept = self._interviews.get(self.stored.interview_id)
        if kept.state is InterviewState.FINISHED:
            return from_json(kept.report) or InterviewReport()
        self._record()
        report = self._report()
        self._interviews.finish(self.stored.interview_id, to_json(report), self.clock())
        return report

    def _report(self, abandoned: bool = False) -> InterviewReport:
        earlier = self._interviews.finished()
        return report_of(self.stored, self.answers, self.plan, self.library, earlier, self.clock(), abandoned)

    @property
    def over(self) -> bool:
        """Whether this window or another has finished or abandoned it."""
        return self._interviews.get(self.stored.interview_id).state is not InterviewState.OPEN

    def _record(self) -> None:
        for answer in self.answers:
            if answer.correctness is not None and not self._recorded(answer):
                self._remember(answer, answer.correctness)

    def _recorded(self, answer: InterviewAnswer) -> bool:
        try:
            reviews = self.memory.history(answer.question_id)
        except UnknownCard:
            return True
        return any(review.mode == MODE and review.variant_seed == answer.variant_seed for review in reviews)

    def _remember(self, answer: InterviewAnswer, correctness: float) -> None:
        review = NewReview(
            rating=answer.proposed,
            proposed=answer.proposed,
            answer=answer.answer,
            correctness=correctness,
            seconds=answer.seconds,
            variant_seed=answer.variant_seed,
            confidence=answer.confidence,
            mode=MODE,
        )
        card = self.memory.answer(self.memory.card(answer.question_id), review)
        # Without learning steps a miss would wait until tomorrow; it comes back today.
        if answer.proposed is Rating.AGAIN and card.due_day is not None and card.due_day > self.memory.today():
            self.memory.set_due(answer.question_id, self.memory.today())


def suspended(memory: Memory) -> set[str]:
    """Questions that the learner does not want to be asked."""
    return {card.question_id for card in memory.cards() if card.suspended}
