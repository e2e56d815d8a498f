"""The learner's memory: the one door through which sessions, screens and commands reach the database.

memory = Memory.open(path_or_url, learner="me", clock=clock)
memory.sync(entries)
card = memory.next_card()
memory.answer(card, NewReview(...))      # on disk when it returns
memory.undo()
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from db import cards
from db.cards import card_of, held_state, mark_values, marks_of, stable_id, state_of, state_values
from db.errors import Away, StaleCard, UnknownCard
from db.exam.day import DayStart, day_start, limits, spent
from db.exam.pace import ExamPace, Wanted, course
from db.review_log import log, record, replay
from db.review_log.events import (
    Bury,
    Change,
    Flag,
    MakeDue,
    Note,
    Redo,
    Reset,
    Suspend,
    Undo,
    Unsuspend,
    applied,
    stored,
)
from db.scheduling import catch_up, daily_limits, load_balancer, queue
from db.scheduling.card_counts import TotalsKept
from db.scheduling.daily_limits import Limits
from db.scheduling.fsrs import MemoryState, Parameters, retrievability
from db.scheduling.study_days import Moment, instant, micros, offset_minutes, study_day
from db.settings import Settings
from db.storage.store import Store, insert_unless_there
from db.tables import CARDS, LEARNERS
from db.types import Card, CardEntry, CardState, Column, DueCounts, Mismatch, NewReview, Preview, Rating, Review, Undone


@dataclass
class _Step:
    """One thing that undo takes back: the card's row before and after it, and its counters."""

    what: str
    card_id: int
    at: int
    before: dict[str, Column]
    after: dict[str, Column]
    counted: record.CounterDelta | None = None


def _unknown(question_id: str) -> UnknownCard:
    return UnknownCard(
        f"the memory has no card for the question '{question_id}'", f"记忆中没有题目 '{question_id}' 的卡片"
    )


class Memory:
    """One learner's cards and reviews in one database. Safe to call from several threads, one at a time."""

    def __init__(self, store: Store, learner: str, clock: Callable[[], datetime]) -> None:
        self.store, self.learner, self._clock = store, learner, clock
        self.learner_id = stable_id("learner", learner)
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._previous_topic: str | None = None
        self.triage: Mapping[str, float] = {}
        """While an exam is near and the time too short for everything: what a question gains, which says what is asked
        first. Those that are missing are left out."""
        self._started: tuple[date, DayStart] | None = None
        self._quota: tuple[object, int | None] = (None, None)
        self._topics: tuple[str, ...] = ()
        self._recorded: set[int] = set()
        self._writing_at: int | None = None
        self._doubtful: tuple[str, int] | None = None
        self._balanced: tuple[object, dict[Rating, int]] = (None, {})
        self._totals = TotalsKept(self.learner_id)
        self._ensure_learner()
        self.settings = Settings(store, self.learner_id)

    @classmethod
    def open(cls, target: str, *, learner: str = "me", clock: Callable[[], datetime]) -> Memory:
        """Open a file or a database URL, bringing its schema up to date. Raises DatabaseTrouble."""
        return cls(Store(target, clock), learner, clock)

    def close(self) -> None:
        """Give the database back. Nothing acknowledged waits to be written."""
        self.store.close()

    def _ensure_learner(self) -> None:
        mine = LEARNERS.c.id == self.learner_id
        with self.store.reading() as connection:
            known = connection.execute(select(LEARNERS.c.id).where(mine)).first()
        if known is None:
            with self.store.writing() as connection:
                insert_unless_there(connection, LEARNERS, id=self.learner_id, name=self.learner)
        self.store.learner_id = self.learner_id

    # ── time ────────────────────────────────────────────────────────────────────────────────────────────────

    def today(self) -> date:
        """The present study day."""
        return study_day(self._clock(), self.settings.rollover)

    def exam_course(self) -> ExamPace | None:
        """What the exam that is set asks of today; None without one, or when it is over."""
        wanted = self.exam_wanted()
        return None if wanted is None else course(wanted, self._day_start().unseen, self._day_start().known)

    def exam_wanted(self) -> Wanted | None:
        """The exam that is set; None without one, or when it is over."""
        exam, today = self.settings.exam_date, self.today()
        if not exam or date.fromisoformat(exam) < today:
            return None
        answers = max(1, int(self.settings.exam_minutes * 60 / self._day_start().seconds))
        return Wanted((date.fromisoformat(exam) - today).days, answers, self.settings.desired_retention)

    def _day_start(self) -> DayStart:
        today = self.today()
        if self._started is None or self._started[0] != today:
            with self.store.reading() as connection:
                self._started = (today, day_start(connection, self.learner_id, today))
        return self._started[1]

    def _limits(self) -> Limits:
        """Of today, without what it was raised by."""
        exam, settings = self.exam_course(), self.settings
        if exam is not None:
            with self.store.reading() as connection:
                now = spent(connection, self.learner_id, self.today())
            found = limits(self._day_start(), now, exam.new_per_day, settings.exam_minutes)
            return Limits(found.new, max(found.reviews, settings.reviews_per_day))
        quota = self.catching_up()
        reviews = settings.reviews_per_day
        return Limits(settings.new_per_day, reviews if quota is None else min(quota, reviews))

    def catching_up(self) -> int | None:
        """Reviews of today while what waits after a break is caught up; None otherwise, and while an exam is set."""
        if self.exam_wanted() is not None:
            return None
        today, days = self.today(), self.settings.catch_up_days
        if self._quota[0] != (today, days):
            with self.store.reading() as connection:
                counted = self._totals.of(connection, self.store.version(connection), today.toordinal())
                waiting = counted.due.total() + spent(connection, self.learner_id, today).reviewed
                found = catch_up.quota(connection, self.learner_id, today.toordinal(), waiting, days)
            self._quota = ((today, days), found)
        return self._quota[1]

    def _moment(self) -> queue.Moment:
        settings, day, limits = self.settings, self.today(), self._limits()
        more, exam = daily_limits.extra(self.settings, day), self.exam_course()
        weakest = exam is not None or (self.catching_up() is not None and settings.catch_up_by == "recall")
        return queue.Moment(
            learner_id=self.learner_id,
            now=micros(self._clock()),
            day=day.toordinal(),
            new_per_day=limits.new + more.new,
            reviews_per_day=limits.reviews + more.reviews,
            learn_ahead=settings.learn_ahead,
            repeats=settings.repeats_per_day,
            weakest_first=weakest,
            new_waits=not more.new,
        )

    # ── cards ───────────────────────────────────────────────────────────────────────────────────────────────

    def sync(self, entries: Iterable[CardEntry], aliases: Mapping[str, str] | None = None) -> None:
        """Bring the cards in line with the content; progress is never lost."""
        wanted, renamed = list(entries), aliases or {}
        with self.store.reading() as connection:
            rows = connection.execute(select(CARDS).where(CARDS.c.learner_id == self.learner_id)).all()
        if cards.needs_sync(rows, wanted, renamed):
            with self.store.writing() as connection:
                cards.sync(connection, self.learner_id, self.learner, wanted, renamed)
        self._topics = ()

    def card(self, question_id: str) -> Card:
        """One card. Raises UnknownCard."""
        with self.store.reading() as connection:
            return card_of(self._row(connection, question_id))

    def cards(self, topics: Sequence[str] | None = None, present: bool = True) -> list[Card]:
        """All cards in the content's order, those of vanished questions only when `present` is False."""
        query = select(CARDS).where(CARDS.c.learner_id == self.learner_id).order_by(CARDS.c.position, CARDS.c.id)
        if present:
            query = query.where(CARDS.c.present == 1)
        if topics is not None:
            query = query.where(CARDS.c.topic.in_(list(topics)))
        with self.store.reading() as connection:
            return [card_of(row) for row in connection.execute(query)]

    def _row(self, connection: Connection, question_id: str) -> Row[Any]:
        row = record.CARD(connection, learner=self.learner_id, question=question_id).first()
        if row is None:
            raise _unknown(question_id)
        return row

    def next_card(
        self, *, topics: Sequence[str] | None = None, exclude: Collection[str] = (), days_ahead: int = 0
    ) -> Card | None:
        """The card to show next, or None when nothing waits. With `days_ahead` what comes due within so many days
        counts as waiting, beyond the day's limit, and new cards do not."""
        moment, exam = self._moment(), self.exam_course()
        with self.store.reading() as connection:
            self._topics = self._topics or queue.topics_of(connection, self.learner_id)
            wanted = self._topics if topics is None else tuple(topics)
            triage, sweep = (self.triage, exam.sweep) if exam is not None else ({}, False)
            wish = queue.QueueFilter(wanted, exclude, self._previous_topic, days_ahead, triage, sweep)
            row = queue.next_row(connection, moment, wish)
        return card_of(row) if row is not None else None

    def due_counts(self) -> DueCounts:
        """The numbers of cards that wait now."""
        moment = self._moment()
        with self.store.reading() as connection:
            counted = self._totals.of(connection, self.store.version(connection), moment.day)
            return queue.due_counts(connection, moment, counted)

    def next_due_day(self) -> date | None:
        """The first study day to come on which a review is due of a card not studied today."""
        with self.store.reading() as connection:
            day = queue.next_due_day(connection, self._moment())
        return None if day is None else date.fromordinal(day)

    def more_today(self, new: int = 0, reviews: int = 0) -> None:
        """Raise today's limits, and only today's. Raises BadSetting and DatabaseTrouble."""
        daily_limits.add(self.settings, self.today(), new, reviews)

    def variant_seed(self, card: Card) -> int:
        """The seed of the card's coming variant: the same until the card is answered."""
        return stable_id("variant", str(card.card_id), str(card.reviews)) & 0x7FFFFFFF

    def retrievability(self, card: Card) -> float:
        """The chance of recall today, from 0 to 1."""
        state = MemoryState(stability=card.stability, last_day=card.last_day.toordinal() if card.last_day else None)
        return retrievability(state, self.today().toordinal(), self.parameters(card.topic))

    # ── answers ─────────────────────────────────────────────────────────────────────────────────────────────

    def parameters(self, topic: str) -> Parameters:
        """The scheduler's parameters for cards of this topic, today."""
        wished, exam = self._wished(topic), self.exam_course()
        if exam is None or exam.retention <= wished.desired_retention:
            return wished
        return replace(wished, desired_retention=exam.retention)

    def _wished(self, topic: str) -> Parameters:
        settings = self.settings
        return Parameters(
            weights=settings.weights_in_force(),
            desired_retention=float(settings.topic_retention.get(topic, settings.desired_retention)),
            learning_steps=tuple(float(m) for m in settings.learning_steps),
            fuzz=settings.fuzz,
        )

    def previews(self, card: Card) -> dict[Rating, Preview]:
        """What each rating would do: the interval shown is the interval given."""
        now = self._clock()
        day = study_day(now, self.settings.rollover).toordinal()
        before, moment = held_state(card), Moment(micros(now), day, offset_minutes(now))
        with self.store.reading() as connection:
            balanced = self._intervals(connection, card.card_id, before, day, self.parameters(card.topic))
        made = {}
        for rating in Rating:
            given = balanced.get(rating)
            after = replay.scheduled(before, rating, moment, card.card_id, self.parameters(card.topic), given)
            assert after.due is not None
            assert after.due_day is not None
            in_review = after.state is CardState.REVIEW
            days = float(after.due_day - max(day, before.last_day or day)) if in_review else 0.0
            days = days or (after.due - micros(now)) / 86_400_000_000
            made[rating] = Preview(rating, days, instant(after.due))
        return made

    def _intervals(
        self, connection: Connection, card_id: int, before: MemoryState, day: int, parameters: Parameters
    ) -> dict[Rating, int]:
        """Balanced intervals; once shown, they are what an answer gives."""
        if not self.settings.balance:
            return {}
        asked = (card_id, before.reviews, before.last_review, day, parameters)
        if self._balanced[0] != asked:
            self._balanced = (
                asked,
                load_balancer.intervals(connection, self.learner_id, card_id, before, day, parameters),
            )
        return self._balanced[1]

    def answer(self, card: Card, review: NewReview) -> Card:
        """Write the review, the card's new state and the counters in one durable transaction.

        Raises StaleCard, and writes nothing, when the card was answered elsewhere since `card` was read.
        """
        now = self._clock()
        day = study_day(now, self.settings.rollover).toordinal()
        parameters = self.parameters(card.topic)
        with self._in_doubt(card.question_id), self.store.writing() as connection:
            row = record.CARD_AND_LAST(connection, learner=self.learner_id, question=card.question_id).first()
            if row is None:
                raise _unknown(card.question_id)
            if self._doubtful == (card.question_id, row.last_review_at):
                return card_of(row)
            before = state_of(row)
            if before.reviews != card.reviews or before.last_review != held_state(card).last_review:
                raise StaleCard(
                    f"'{card.question_id}' was answered in another window; nothing was written twice",
                    f"'{card.question_id}' 已在另一个窗口作答；没有重复写入",
                )
            version = self.store.version(connection)
            at = max(micros(now), (row.last_review_at or 0) + 1, (row.last_event_at or 0) + 1)
            self._writing_at = at
            moment = Moment(at, day, offset_minutes(now))
            interval = self._intervals(connection, row.id, before, day, parameters).get(review.rating)
            after = replay.scheduled(before, review.rating, moment, row.id, parameters, interval)
            self._record(connection, parameters)
            record.REVIEW(connection, **record.review_values(row.id, review, moment, parameters, interval))
            changes = state_values(after)
            record.STATE(connection, card=row.id, **changes)
            counted = record.counted(row.topic, before, review, moment)
            record.count(connection, self.learner_id, counted, 1)
            held = {name: row._mapping[name] for name in CARDS.c.keys()}  # noqa: SIM118 - a column collection
        self._recorded.add(parameters.key)
        if row.present and not row.suspended:
            self._totals.moved(version, row.topic, before, after)
        self._done(_Step("answer", row.id, at, held, {**held, **changes}, counted))
        self._previous_topic = card.topic
        return card_of({**held, **changes})

    @contextmanager
    def _in_doubt(self, question_id: str) -> Iterator[None]:
        """A server that goes away while it commits does not say whether it did: then the same answer, tried again,
        finds itself in the log."""
        try:
            yield
        except Away:
            if self._writing_at is not None:
                self._doubtful = question_id, self._writing_at
            raise
        finally:
            self._writing_at = None
        self._doubtful = None

    def _record(self, connection: Connection, parameters: Parameters) -> None:
        if parameters.key not in self._recorded:
            log.record_parameters(connection, parameters)

    def _write(self, connection: Connection, card_id: int, values: Mapping[str, Column]) -> None:
        connection.execute(update(CARDS).where(CARDS.c.id == card_id).values(dict(values)))

    # ── other things that happen to a card ──────────────────────────────────────────────────────────────────

    def bury(self, question_id: str) -> Card:
        """Do not ask the question again today."""
        return self._happen(question_id, Bury(self.today()))

    def suspend(self, question_id: str) -> Card:
        """Do not ask the question until `unsuspend`."""
        return self._happen(question_id, Suspend())

    def unsuspend(self, question_id: str) -> Card:
        """Ask the question again."""
        return self._happen(question_id, Unsuspend())

    def flag(self, question_id: str) -> Card:
        """Set or clear the flag."""
        return self._happen(question_id, Flag(not self.card(question_id).flagged))

    def note(self, question_id: str, text: str) -> Card:
        """A note to oneself; an empty one clears it."""
        return self._happen(question_id, Note(text[:10_000]))

    def set_due(self, question_id: str, day: date) -> Card:
        """Make a card that has been reviewed due on a day of one's choice."""
        return self._happen(question_id, MakeDue(day))

    def reset(self, question_id: str) -> Card:
        """Make the card new again; its reviews stay in the log."""
        return self._happen(question_id, Reset())

    def _happen(self, question_id: str, event: Change) -> Card:
        with self.store.writing() as connection:
            row = self._row(connection, question_id)
            at = record.free_instant(connection, row.id, micros(self._clock()))
            state, marks = applied(event, state_of(row), marks_of(row))
            changes = {**state_values(state), **mark_values(marks)}
            record.record_event(connection, row.id, at, event)
            self._write(connection, row.id, changes)
            what = stored(row.id, at, event).kind
            step = _Step(what, row.id, at, dict(row._mapping), {**row._mapping, **changes})
            changed = card_of(self._row(connection, question_id))
        self._done(step)
        return changed

    # ── undo ────────────────────────────────────────────────────────────────────────────────────────────────

    def _done(self, step: _Step) -> None:
        self._undo.append(step)
        self._redo.clear()

    def undo(self) -> Undone | None:
        """Take the last thing back that was done since the program started, exactly; the log keeps it and the undo.

        Raises StaleCard where the card was changed elsewhere since; that step is dropped, and the next undo goes on
        with the one before it.
        """
        return self._travel(self._undo, self._redo, Undo)

    def redo(self) -> Undone | None:
        """Do again what was undone last."""
        return self._travel(self._redo, self._undo, Redo)

    def _travel(self, source: list[_Step], target: list[_Step], kind: type[Undo | Redo]) -> Undone | None:
        if not source:
            return None
        step = source[-1]
        start, end = (step.after, step.before) if kind is Undo else (step.before, step.after)
        with self.store.writing() as connection:
            row = connection.execute(select(CARDS).where(CARDS.c.id == step.card_id)).one()
            if any(row._mapping[name] != start[name] for name in _MOVED):
                source.pop()
                raise StaleCard(
                    f"'{row.question_id}' was changed in another window and is left as it is; undo goes on before it",
                    f"'{row.question_id}' 已在另一个窗口改动，保持不变；再次撤销将跳过它",
                )
            at = record.free_instant(connection, step.card_id, micros(self._clock()))
            record.record_event(connection, step.card_id, at, kind(step.what, step.at))
            self._write(connection, step.card_id, {name: end[name] for name in _MOVED})
            if step.counted is not None:
                record.count(connection, self.learner_id, step.counted, -1 if kind is Undo else 1)
            card = card_of(self._row(connection, row.question_id))
        target.append(source.pop())
        return Undone(step.what, card.question_id, card)

    # ── history and proof ───────────────────────────────────────────────────────────────────────────────────

    def history(self, question_id: str) -> list[Review]:
        """All reviews of a card, oldest first, undone ones marked."""
        with self.store.reading() as connection:
            row = self._row(connection, question_id)
            reviews, events = replay.history(connection, row.id)
        undone = replay.undone_instants(events)
        return [log.review_of(review, question_id, review["at"] in undone) for review in reviews]

    def replay_check(self) -> list[Mismatch]:
        """Every stored state, mark and counter that replaying the log does not give."""
        with self.store.reading() as connection:
            return replay.mismatches(connection, self.learner_id)


_MOVED = (*cards.STATE_FIELDS, *cards.MARK_FIELDS)
