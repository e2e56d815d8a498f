"""A mock interview: questions without feedback, each answer on disk at once, key points ticked at the end.

Order of calls: `next`, `give`, and `reply` as long as `remark` gives one, until `next` gives None; then `tick` for
each of `to_tick`; then `finish`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from content.kind import kind_of
from content.library import Library
from content.variants import Variant, make
from db.cards import stable_id
from db.errors import StaleCard
from db.interviews import Coming, Exchange, InterviewAnswer, Interviews, InterviewState, StoredInterview
from db.memory import Memory
from db.statistics.kept_knowledge import KeptKnowledge
from db.types import Rating
from engine.grading import Answer
from engine.json_data import Json
from engine.messages import ExpectedError
from engine.rubric_matcher.recognise import Recognised, State
from engine.text import NOTHING, Text, same
from tui.locale import interview as words
from tui.sessions.interview_follow_up import allowed, react
from tui.sessions.interview_plan import PLANNED, THREAD, InterviewPlan, InterviewRequest, draw, step_of
from tui.sessions.interview_record import record
from tui.sessions.interview_report import Told, report_of
from tui.sessions.interview_said import Said
from tui.sessions.interviewer import (
    ALOUD,
    CHOICES,
    DOUBT,
    OWN_WORDS,
    Remark,
    asking,
    heard,
    in_own_words,
    remark,
    share,
)
from tui.sessions.question import PASSING, AskedQuestion, Phase
from tui.sessions.report_types import InterviewReport, from_json, to_json

LONGEST_DRAFT = 10_000
NOTED = "noted"
"""Where in the stored plan the question in front of the learner is noted."""
RECENT = 2
"""Interviews before this one whose questions come again only when nothing else is left."""
RESCUED = 0.5
"""The share of the credit that is left when options were asked for."""


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
    remark: Remark | None = None
    """What the interviewer says about the last answer, to be replied to before `next`."""
    replying: AskedQuestion | None = None
    """The remark as it is being answered."""
    choices_shown: bool = False
    """Whether the learner asked for the options of a question that is asked without them."""
    knowledge: KeptKnowledge | None = None
    """The estimate of the learner's knowledge, for the report."""

    def __post_init__(self) -> None:
        self._interviews = Interviews(self.memory)
        self._load(self.stored)

    @classmethod
    def start(
        cls, memory: Memory, library: Library, clock: Callable[[], datetime], wish: InterviewRequest
    ) -> InterviewSession:
        """Draw a plan and begin. Raises UnknownItem, Usage and DatabaseTrouble."""
        plan = draw(library, wish, suspended(memory), Interviews(memory).lately(RECENT))
        return cls(memory, library, clock, Interviews(memory).begin(plan.to_json(), plan.coming(library), clock()))

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
        self.said = Said.from_plan(stored.plan)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def total(self) -> int:
        """How many questions there are, asked and to come."""
        return len(self.answers) + len(self.coming)

    @property
    def left(self) -> float:
        """Seconds left for the current question, below zero when the time is over; nothing is cut off."""
        if self.current is None:
            return 0.0
        return self.plan.seconds_for(self.current.variant.question) - self.current.elapsed()

    @property
    def left_in_all(self) -> float:
        """Seconds left for the whole interview, below zero when they are over."""
        now = self.current or self.replying
        spent = sum(answer.seconds for answer in self.answers) + (now.elapsed() if now else 0.0)
        return self.plan.seconds - spent - self.said.seconds

    def next(self) -> AskedQuestion | None:
        """Show the next question, or None when all are asked. One whose key cannot be computed is passed over."""
        self.current, self.draft, self.remark, self.choices_shown = None, "", None, False
        self.replying = None
        while self.coming:
            variant = self._variant(self.coming[0].question_id)
            if variant is not None:
                bare = self.asked_bare(variant)
                self.current = AskedQuestion(in_own_words(variant) if bare else variant, self.clock)
                self._take_up(self.current)
                return self.current
            self.coming.pop(0)
        return None

    def asked_bare(self, variant: Variant) -> bool:
        """Whether a question is asked without its options or its answer, in the learner's own words."""
        step = step_of(self.library, self.plan, variant.question.id)
        kind = kind_of(variant.question)
        return kind.compared or (step is not None and step.own_words and bool(variant.options))

    @property
    def can_show_choices(self) -> bool:
        """Whether the present question has options that are not shown."""
        variant = self.current and self._variant(self.current.variant.question.id)
        return bool(variant and variant.options and not self.current.variant.options) if self.current else False

    def show_choices(self) -> None:
        """Show the options after all, for less credit."""
        if self.current is not None and self.can_show_choices:
            variant = self._variant(self.current.variant.question.id)
            assert variant is not None
            seconds, self.choices_shown = self.current.elapsed(), True
            self.current = AskedQuestion(variant, self.clock)
            self.current.carry(seconds)

    @property
    def lead(self) -> Text:
        """What the interviewer says before the present question; empty for a single one."""
        if self.current is None or not self.coming:
            return NOTHING
        question = self.current.variant.question
        step = step_of(self.library, self.plan, question.id) if self.coming[0].why == THREAD else None
        if step is None:
            return NOTHING
        title = self.library.topic_of(question.id).title
        lead = step.bridge if step.bridge.en else words.LEADS[step.move.value]
        return Text(*(said.format(title=name) for said, name in zip(lead, title, strict=True)))

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
        place: list[Json] = [len(self.answers) + 1, self.current.variant.question.id]
        noted: dict[str, Json] = {"question": place, "seconds": self.current.elapsed(), "draft": draft[:LONGEST_DRAFT]}
        plan = {**self._plan_json(), NOTED: noted}
        return partial(self._interviews.keep_plan, self.stored.interview_id, plan)

    def _plan_json(self, said: Said | None = None) -> dict[str, Json]:
        return {**self.plan.to_json(), **(said or self.said).in_plan()}

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

    def give(self, answer: Answer | None, *, aloud: bool = False) -> None:
        """Take the answer, or None for "I do not know"; returns once it is on disk. `remark` then is what the
        interviewer says. With `aloud` it was spoken: its key points are ticked at the end.

        After DatabaseTrouble it may be called again. StaleCard: another window answered, the session has caught up.
        """
        question = self.current
        if question is None:
            return
        if question.phase is Phase.ASKING:
            empty = answer is None or (isinstance(answer, str) and not answer.strip())
            if (empty and not aloud) or answer is None:
                question.give_up()
            else:
                question.submit(answer, final=True)
        given = self._given(question)
        said = self.said.more(given.number, *self._how(question, aloud))
        coming = self._after(question, given)
        try:
            self._interviews.answer(self.stored.interview_id, given, coming, self._plan_json(said))
        except StaleCard:
            self.current = None
            self._load(self._interviews.get(self.stored.interview_id))
            raise
        self.answers.append(given)
        self.coming, self.current, self.said = coming, None, said
        self._asked = question.variant
        self._think()

    def _how(self, question: AskedQuestion, aloud: bool) -> list[Exchange]:
        """How an answer was given, where that was not the usual way."""
        asked = question.variant.question
        bare = question.verdict is None and asked != self.library.question(asked.id)
        told = [(aloud, ALOUD), (bare, OWN_WORDS), (self.choices_shown, CHOICES)]
        return [Exchange(kind) for so, kind in told if so]

    def _think(self) -> None:
        """The interviewer's remark about the last answer."""
        given = self.answers[-1]
        right = (given.correctness or 0.0) >= 1
        self.remark = remark(self._asked, given.answer, right, self.said.about(given.number))

    def asking_remark(self) -> AskedQuestion | None:
        """The remark as a question of its own, answered as the last one was; None when there is none."""
        found = self.remark
        self.replying = None if found is None else AskedQuestion(asking(self._asked, found), self.clock)
        return self.replying

    def reply(self, text: str, answer: Answer | None = None) -> None:
        """What the learner replies to `remark`: words, or another answer for a number; returns once it is on disk.

        A number given again counts instead of the first. An empty reply leaves everything as it was. After
        DatabaseTrouble it may be called again.
        """
        asked, given = self.remark, self.answers[-1]
        if asked is None:
            return
        seconds = self.replying.elapsed() if self.replying else 0.0
        told = Exchange(asked.kind, (asked.text.en, asked.text.zh), text, asked.point, seconds)
        said = self.said.more(given.number, told)
        outcome = self._second(answer) if asked.kind == DOUBT and answer is not None else None
        plan = self._plan_json(said)
        self._interviews.exchange(self.stored.interview_id, given.number, plan, self.coming, outcome)
        if outcome is not None:
            self.answers[-1] = replace(given, correctness=outcome[0], proposed=outcome[1])
        self.said, self.replying = said, None
        self._think()

    def _second(self, answer: Answer) -> tuple[float, Rating]:
        again = AskedQuestion(self._asked, self.clock)
        again.submit(answer, final=True)
        return (again.verdict.correctness if again.verdict else 0.0), again.proposed

    def _given(self, question: AskedQuestion) -> InterviewAnswer:
        return InterviewAnswer(
            number=len(self.answers) + 1,
            question_id=question.variant.question.id,
            why=self.coming[0].why,
            variant_seed=question.variant.seed,
            at=self.clock(),
            answer=question.answer_text(),
            correctness=self._credit(question),
            proposed=Rating.HARD if self.choices_shown and question.proposed > Rating.HARD else question.proposed,
            seconds=question.seconds,
        )

    def _credit(self, question: AskedQuestion) -> float | None:
        if question.verdict is None:
            return None
        return question.verdict.correctness * (RESCUED if self.choices_shown else 1.0)

    def _after(self, question: AskedQuestion, given: InterviewAnswer) -> list[Coming]:
        rest, strength = self.coming[1:], self._strength(question, given)
        followed = sum(answer.why not in (PLANNED, THREAD) for answer in self.answers)
        # One follow-up to a question: an interviewer goes on to other things after it.
        if strength is None or given.why not in (PLANNED, THREAD) or followed >= allowed(self.total):
            return rest
        asked = {*(answer.question_id for answer in self.answers), given.question_id}
        shut = asked | suspended(self.memory) | self._interviews.lately(RECENT)
        return react(self.library, self.plan, rest, self.library.question(given.question_id), strength, shut)

    def _strength(self, question: AskedQuestion, given: InterviewAnswer) -> float | None:
        """How good an answer looks, 0 to 1, to choose what comes next; None where that cannot be told."""
        if given.correctness is not None:
            return given.correctness
        points = question.variant.question.rubric
        told = given.answer and points and all(point.cues for point in points)
        return share(question.variant, given.answer, self.said.about(given.number)) if told else None

    def stop(self) -> None:
        """Ask no more; what was answered is reported."""
        self._interviews.leave_out(self.stored.interview_id, [])
        self.coming, self.current = [], None

    def drop(self) -> None:
        """Abandon the interview: it cannot be continued and no later one is compared with it, but it stays in the
        record. What could be graded still counts for study. Raises StaleCard when it was over already."""
        record(self.memory, self.answers)
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
        """What was asked, without its options where it was asked so; None when the question has vanished since."""
        variant = self._variant(answer.question_id, answer.variant_seed)
        bare = self.said.has(answer.number, OWN_WORDS)
        return in_own_words(variant) if variant is not None and bare else variant

    def proposal(self, answer: InterviewAnswer, variant: Variant) -> list[Recognised]:
        """What was recognised of each key point of an open answer. It is proposed; the learner decides."""
        if not variant.question.rubric:
            return [Recognised(State.UNSURE) for _ in variant.rubric]
        return heard(variant, answer.answer, self.said.about(answer.number))

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
        record(self.memory, self.answers)
        report = self._report()
        self._interviews.finish(self.stored.interview_id, to_json(report), self.clock())
        return report

    def _report(self, abandoned: bool = False) -> InterviewReport:
        earlier = self._interviews.finished()
        known = self.knowledge.now().topics if self.knowledge is not None else {}
        told = Told(self.answers, self.said, self.plan, self.library, known)
        return report_of(self.stored, told, earlier, self.clock(), abandoned)

    @property
    def over(self) -> bool:
        """Whether this window or another has finished or abandoned it."""
        return self._interviews.get(self.stored.interview_id).state is not InterviewState.OPEN


def suspended(memory: Memory) -> set[str]:
    """Questions that the learner does not want to be asked."""
    return {card.question_id for card in memory.cards() if card.suspended}
