"""Mock interviews on disk: plan, answers and report. Each answer is one durable transaction.

What a plan and a report hold is the session's business; here they are JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from db.cards import stable_id
from db.errors import StaleCard
from db.memory import Memory
from db.scheduling.study_days import instant, micros
from db.tables import ANSWERS, INTERVIEWS
from db.types import Json, Rating


class InterviewState(StrEnum):
    """Unfinished, finished with a report, or abandoned."""

    OPEN = "open"
    FINISHED = "finished"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Coming:
    """A question still to be asked; `why` is planned, harder or easier."""

    question_id: str
    why: str = "planned"


@dataclass(frozen=True, slots=True)
class InterviewAnswer:
    """One answer. `correctness` is None while an open answer's key points are not ticked."""

    number: int
    question_id: str
    why: str
    variant_seed: int
    at: datetime
    answer: str
    correctness: float | None
    proposed: Rating
    seconds: float
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something said about an answer besides it: the interviewer's question, in both languages, and the reply.

    `kind` is the session's word; `point` is the key point that it is about.
    """

    kind: str
    asked: tuple[str, str] = ("", "")
    reply: str = ""
    point: int | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredInterview:
    """An interview as it stands on disk, its answers in order."""

    interview_id: int
    started: datetime
    finished: datetime | None
    state: InterviewState
    plan: Mapping[str, Json]
    coming: tuple[Coming, ...]
    answers: tuple[InterviewAnswer, ...] = ()
    report: Mapping[str, Json] = field(default_factory=dict)


class Interviews:
    """One learner's interviews. Every method raises DatabaseTrouble when the database fails."""

    def __init__(self, memory: Memory) -> None:
        self._memory, self._store = memory, memory.store

    def begin(self, plan: Mapping[str, Json], coming: Sequence[Coming], at: datetime) -> StoredInterview:
        """A new interview, on disk when this returns."""
        learner, started = self._memory.learner_id, micros(at)
        with self._store.writing() as connection:
            mine = select(INTERVIEWS.c.started).where(INTERVIEWS.c.learner_id == learner)
            last = connection.execute(mine.order_by(INTERVIEWS.c.started.desc()).limit(1)).scalar()
            # Two interviews never share an instant, even when the clock was set back.
            started = max(started, (last or 0) + 1)
            interview_id = stable_id("interview", str(learner), str(started))
            connection.execute(
                insert(INTERVIEWS).values(
                    id=interview_id,
                    learner_id=learner,
                    started=started,
                    state=InterviewState.OPEN.value,
                    plan=_text(plan),
                    coming=_coming_text(coming),
                    report="",
                )
            )
        return self.get(interview_id)

    def answer(
        self,
        interview_id: int,
        given: InterviewAnswer,
        coming: Sequence[Coming],
        plan: Mapping[str, Json] | None = None,
    ) -> None:
        """Write one answer, what comes after it, and the plan with what was noted in it, in one transaction.

        Raises StaleCard, and writes nothing, when another window has answered this number.
        """
        taken = (ANSWERS.c.interview_id == interview_id) & (ANSWERS.c.number == given.number)
        with self._store.writing() as connection:
            self._must_be_open(connection, interview_id)
            if connection.execute(select(ANSWERS.c.number).where(taken)).first() is not None:
                raise StaleCard(
                    f"question {given.number} of the interview was answered in another window",
                    f"面试的第 {given.number} 题已在另一个窗口作答",
                )
            values = {**asdict(given), "at": micros(given.at), "proposed": int(given.proposed)}
            connection.execute(insert(ANSWERS).values(interview_id=interview_id, **values))
            noted = {} if plan is None else {"plan": _text(plan)}
            self._change(connection, interview_id, coming=_coming_text(coming), **noted)

    def exchange(
        self,
        interview_id: int,
        number: int,
        plan: Mapping[str, Json],
        coming: Sequence[Coming],
        outcome: tuple[float, Rating] | None = None,
    ) -> None:
        """Write the plan with what was said about answer `number`, what comes after it now, and what the answer comes
        to, where that has changed. Raises StaleCard when the interview is over."""
        with self._store.writing() as connection:
            self._must_be_open(connection, interview_id)
            self._change(connection, interview_id, plan=_text(plan), coming=_coming_text(coming))
            if outcome is not None:
                self._outcome(connection, interview_id, number, *outcome)

    def tick(self, interview_id: int, number: int, correctness: float, proposed: Rating) -> None:
        """Write the grade that an open answer's ticked points give. Raises StaleCard when the interview is over."""
        with self._store.writing() as connection:
            self._must_be_open(connection, interview_id)
            self._outcome(connection, interview_id, number, correctness, proposed)

    @staticmethod
    def _outcome(connection: Any, interview_id: int, number: int, correctness: float, proposed: Rating) -> None:
        which = (ANSWERS.c.interview_id == interview_id) & (ANSWERS.c.number == number)
        values = {"correctness": correctness, "proposed": int(proposed)}
        connection.execute(update(ANSWERS).where(which).values(values))

    def leave_out(self, interview_id: int, coming: Sequence[Coming]) -> None:
        """Other questions are to come, or none. Raises StaleCard when the interview is over."""
        with self._store.writing() as connection:
            self._must_be_open(connection, interview_id)
            self._change(connection, interview_id, coming=_coming_text(coming))

    def keep_plan(self, interview_id: int, plan: Mapping[str, Json]) -> None:
        """The plan with what the session has noted in it. Of an interview that is over nothing changes."""
        which = (INTERVIEWS.c.id == interview_id) & (INTERVIEWS.c.state == InterviewState.OPEN.value)
        with self._store.writing() as connection:
            connection.execute(update(INTERVIEWS).where(which).values(plan=_text(plan)))

    def finish(self, interview_id: int, report: Mapping[str, Json], at: datetime) -> None:
        """Keep the report; the interview is over. Raises StaleCard when it was over already."""
        self._end(interview_id, InterviewState.FINISHED, report, at)

    def drop(self, interview_id: int, report: Mapping[str, Json], at: datetime) -> None:
        """Abandon the interview; plan, answers and grades stay. Raises StaleCard when it was over."""
        self._end(interview_id, InterviewState.DROPPED, report, at)

    def _end(self, interview_id: int, state: InterviewState, report: Mapping[str, Json], at: datetime) -> None:
        with self._store.writing() as connection:
            self._must_be_open(connection, interview_id)
            self._change(connection, interview_id, state=state.value, finished=micros(at), report=_text(report))

    @staticmethod
    def _must_be_open(connection: Any, interview_id: int) -> None:
        query = select(INTERVIEWS.c.state).where(INTERVIEWS.c.id == interview_id).with_for_update()
        if connection.execute(query).scalar() != InterviewState.OPEN.value:
            raise StaleCard("the interview was ended in another window", "面试已在另一个窗口结束")

    @staticmethod
    def _change(connection: Any, interview_id: int, **values: Any) -> None:
        connection.execute(update(INTERVIEWS).where(INTERVIEWS.c.id == interview_id).values(values))

    def get(self, interview_id: int) -> StoredInterview:
        """One interview with its answers. Raises LookupError."""
        with self._store.reading() as connection:
            row = connection.execute(select(INTERVIEWS).where(INTERVIEWS.c.id == interview_id)).first()
            if row is None:
                raise LookupError(f"there is no interview {interview_id}")
            query = select(ANSWERS).where(ANSWERS.c.interview_id == interview_id).order_by(ANSWERS.c.number)
            return _stored(row, connection.execute(query).all())

    def unfinished(self) -> StoredInterview | None:
        """The newest unfinished interview."""
        found = self._ids(InterviewState.OPEN)
        return self.get(found[0]) if found else None

    def all_unfinished(self) -> list[StoredInterview]:
        """All unfinished interviews, newest first."""
        return [self.get(found) for found in self._ids(InterviewState.OPEN)]

    def past(self) -> list[StoredInterview]:
        """All interviews that are over, finished or abandoned, newest first."""
        return [self.get(found) for found in self._ids(InterviewState.FINISHED, InterviewState.DROPPED)]

    def lately(self, count: int) -> frozenset[str]:
        """The questions that the newest `count` interviews that are over asked."""
        ids = self._ids(InterviewState.FINISHED, InterviewState.DROPPED)[:count]
        with self._store.reading() as connection:
            query = select(ANSWERS.c.question_id).where(ANSWERS.c.interview_id.in_(ids))
            return frozenset(connection.execute(query).scalars())

    def finished(self) -> list[StoredInterview]:
        """All interviews that have a report, newest first."""
        return [self.get(found) for found in self._ids(InterviewState.FINISHED)]

    def last(self) -> StoredInterview | None:
        """The newest interview that has a report."""
        found = self._ids(InterviewState.FINISHED)
        return self.get(found[0]) if found else None

    def _ids(self, *states: InterviewState) -> list[int]:
        wanted = INTERVIEWS.c.state.in_([state.value for state in states])
        mine = (INTERVIEWS.c.learner_id == self._memory.learner_id) & wanted
        with self._store.reading() as connection:
            query = select(INTERVIEWS.c.id).where(mine).order_by(INTERVIEWS.c.started.desc())
            return list(connection.execute(query).scalars())


def _text(data: Mapping[str, Json]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _coming_text(coming: Sequence[Coming]) -> str:
    return json.dumps([[one.question_id, one.why] for one in coming])


def _stored(row: Row[Any], answers: Sequence[Row[Any]]) -> StoredInterview:
    r = row._mapping
    return StoredInterview(
        interview_id=r["id"],
        started=instant(r["started"]),
        finished=instant(r["finished"]) if r["finished"] is not None else None,
        state=InterviewState(r["state"]),
        plan=json.loads(r["plan"]),
        coming=tuple(Coming(*one) for one in json.loads(r["coming"])),
        answers=tuple(_answer(answer) for answer in answers),
        report=json.loads(r["report"]) if r["report"] else {},
    )


def _answer(row: Row[Any]) -> InterviewAnswer:
    r = dict(row._mapping)
    del r["interview_id"]
    return InterviewAnswer(**{**r, "at": instant(r["at"]), "proposed": Rating(r["proposed"])})
