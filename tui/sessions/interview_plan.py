"""The plan of a mock interview, drawn from a seed: threads that go into depth, and single questions beside them.

Topics alternate, levels of single questions rise, what the last interviews asked comes only when nothing else is
left, and one question at least wants more than a mark where the topics have such.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict, cast

import numpy as np

from content.interview import Step, Thread
from content.kind import kind_of
from content.library import Library
from content.model import Question
from db.interviews import Coming
from engine.json_data import Json
from engine.messages import Usage
from engine.registry import generator

QUESTIONS = 8
"""How many questions, where nothing else is wished."""
SECONDS = 120.0
"""Time for each question, in seconds, by which minutes are turned into a number of questions."""
LEVELS = (1, 3)
QUESTIONS_A_TASK, TASK_LEVEL = 8, 2
"""At most one function to write in so many questions, and from this level on."""
PLANNED, THREAD = "planned", "thread"
"""Why a question is asked: it stands alone, or it belongs to a thread."""
IN_THREADS = 0.75
"""The largest share of an interview that threads take; single questions give the other topics their turn."""


class NothingFits(Usage):
    """No question has the topics and levels that were wished."""


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """What the learner asks for. Without topics all, without numbers eight questions; `thread` names the only one."""

    seed: int
    topics: tuple[str, ...] = ()
    questions: int | None = None
    minutes: float | None = None
    levels: tuple[int, int] = LEVELS
    thread: str = ""

    @property
    def count(self) -> int:
        """How many questions are asked for."""
        if self.questions is not None:
            return self.questions
        return max(1, round(self.minutes * 60 / SECONDS)) if self.minutes is not None else QUESTIONS


class _StoredPlan(TypedDict):
    """A plan as JSON; `threads`, `pace` and `seconds` came later, `seconds_each` is of before them."""

    seed: int
    topics: list[str]
    levels: list[int]
    questions: list[str]
    threads: NotRequired[list[str]]
    pace: NotRequired[float]
    seconds: NotRequired[float]
    seconds_each: NotRequired[float | None]


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """A drawn interview: the wish with its numbers settled, the questions in order, and the threads they belong to.

    A question has the time of its kind, times `pace`. Plans of before threads gave each `seconds_each` instead.
    """

    seed: int
    topics: tuple[str, ...]
    levels: tuple[int, int]
    questions: tuple[str, ...]
    threads: tuple[str, ...] = ()
    pace: float = 1.0
    seconds: float = 0.0
    seconds_each: float | None = None

    def seconds_for(self, question: Question) -> float:
        """Time for one question in seconds."""
        return kind_of(question).interview_seconds * self.pace if self.seconds_each is None else self.seconds_each

    def to_json(self) -> dict[str, Json]:
        """As it is kept in the database."""
        return {
            "seed": self.seed,
            "topics": list(self.topics),
            "levels": list(self.levels),
            "questions": list(self.questions),
            "threads": list(self.threads),
            "pace": self.pace,
            "seconds": self.seconds,
            "seconds_each": self.seconds_each,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> InterviewPlan:
        """Back from the database; from a plan of before threads too."""
        plan = cast(_StoredPlan, data)
        low, high = plan["levels"]
        each = plan.get("seconds_each")
        questions = tuple(plan["questions"])
        return cls(
            seed=plan["seed"],
            topics=tuple(plan["topics"]),
            levels=(low, high),
            questions=questions,
            threads=tuple(plan.get("threads", ())),
            pace=float(plan.get("pace", 1.0)),
            seconds=float(plan.get("seconds", (each or 0.0) * len(questions))),
            seconds_each=each,
        )

    def coming(self, library: Library) -> list[Coming]:
        """The questions, each with why it is asked."""
        threaded = {step.question for name in self.threads for step in library.thread(name).steps}
        return [Coming(name, THREAD if name in threaded else PLANNED) for name in self.questions]


def draw(
    library: Library, wish: InterviewRequest, shut: Collection[str] = (), recent: Collection[str] = ()
) -> InterviewPlan:
    """The plan that the wish's seed gives. `shut` questions (suspended ones) are left out, `recent` ones come last.

    Raises UnknownItem for a topic or thread that does not exist, and NothingFits when no question fits.
    """
    topics = tuple(library.topic(name).id for name in wish.topics) or tuple(library.topics)
    threads, names = _one_thread(library, wish.thread) if wish.thread else _mixed(library, wish, topics, shut, recent)
    each = [kind_of(library.question(name)).interview_seconds for name in names]
    pace = wish.minutes * 60 / sum(each) if wish.minutes is not None else 1.0
    return InterviewPlan(wish.seed, topics, wish.levels, names, threads, pace, pace * sum(each))


def _one_thread(library: Library, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    thread = library.thread(name)
    return (thread.id,), tuple(step.question for step in thread.steps)


def _mixed(
    library: Library, wish: InterviewRequest, topics: Collection[str], shut: Collection[str], recent: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The threads and all questions of an interview on several things."""
    pool = _few_tasks(fitting(library, topics, wish.levels, shut), wish)
    if not pool:
        raise NothingFits(
            "no question has these topics and levels; choose more topics or a wider range of levels",
            "没有题目符合所选主题和难度；请多选主题或放宽难度",
        )
    rng = generator(wish.seed)
    threads = _threads(library, wish, topics, shut, recent, rng)
    taken = {step.question for thread in threads for step in thread.steps}
    room = max(0, min(wish.count, len(pool)) - len(taken))
    single = _singles(library, [question for question in pool if question.id not in taken], wish, room, recent, rng)
    return tuple(thread.id for thread in threads), _woven(threads, single)


def fitting(
    library: Library, topics: Collection[str], levels: tuple[int, int], shut: Collection[str] = ()
) -> list[Question]:
    """The single questions that an interview on these topics and levels may ask; `topics` empty for all."""
    return [
        question
        for question in library.questions.values()
        if (not topics or library.topic_of(question.id).id in topics)
        and levels[0] <= question.level <= levels[1]
        and not kind_of(question).compared  # nobody but the learner could grade it
        and not (kind_of(question).judged and question.level < TASK_LEVEL)
        and question.id not in shut
    ]


def _few_tasks(pool: list[Question], wish: InterviewRequest) -> list[Question]:
    """The pool with one task for every `QUESTIONS_A_TASK` questions: a task takes a quarter of an hour."""
    tasks = [question for question in pool if kind_of(question).judged]
    kept = generator(wish.seed).permutation(len(tasks))[: wish.count // QUESTIONS_A_TASK]
    allowed = {tasks[i].id for i in kept}
    return [question for question in pool if not kind_of(question).judged or question.id in allowed]


# ── threads ─────────────────────────────────────────────────────────────────────────────────────────────────────


def one_thread(library: Library, topics: Collection[str], seed: int) -> str | None:
    """The id of some thread on these topics, all where none is named; None where there is none."""
    there = [thread.id for thread in library.threads.values() if not topics or topic_of(library, thread) in topics]
    return there[generator(seed).integers(len(there))] if there else None


def topic_of(library: Library, thread: Thread) -> str:
    """The topic that most of a thread's questions belong to."""
    return Counter(library.topic_of(step.question).id for step in thread.steps).most_common(1)[0][0]


def level_of(library: Library, thread: Thread) -> int:
    """The level of a thread: that of its hardest question."""
    return max(library.question(step.question).level for step in thread.steps)


def step_of(library: Library, plan: InterviewPlan, question_id: str) -> Step | None:
    """The step that asks a question in the plan's threads."""
    threads = [library.threads[name] for name in plan.threads if name in library.threads]
    return next((step for thread in threads for step in thread.steps if step.question == question_id), None)


def _threads(
    library: Library,
    wish: InterviewRequest,
    topics: Collection[str],
    shut: Collection[str],
    recent: Collection[str],
    rng: np.random.Generator,
) -> list[Thread]:
    """As many threads as have room, of different topics first, without those that ask what was asked lately."""
    there = [
        thread for thread in library.threads.values() if _fits(library, thread, topics, wish.levels, {*shut, *recent})
    ]
    left = [there[i] for i in rng.permutation(len(there))]
    room = IN_THREADS * wish.count
    chosen: list[Thread] = []
    while left:
        used = [topic_of(library, thread) for thread in chosen]
        best = min(left, key=lambda thread: used.count(topic_of(library, thread)))
        left.remove(best)
        asked = {step.question for thread in chosen for step in thread.steps}
        if len(best.steps) <= room - len(asked) and not asked & {step.question for step in best.steps}:
            chosen.append(best)
    return chosen


def _fits(
    library: Library, thread: Thread, topics: Collection[str], levels: tuple[int, int], shut: Collection[str]
) -> bool:
    asked = [step.question for step in thread.steps]
    if any(name in shut or name not in library.questions for name in asked):
        return False
    return topic_of(library, thread) in topics and level_of(library, thread) <= levels[1]


def _woven(threads: Sequence[Thread], single: Sequence[Question]) -> tuple[str, ...]:
    """Threads with single questions between them, the rest of these at the end."""
    names: list[str] = []
    left = [question.id for question in single]
    for number, thread in enumerate(threads):
        names += [step.question for step in thread.steps]
        share = len(left) // (len(threads) - number)
        names, left = names + left[:share], left[share:]
    return tuple(names + left)


# ── single questions ────────────────────────────────────────────────────────────────────────────────────────────


def _singles(
    library: Library,
    pool: list[Question],
    wish: InterviewRequest,
    count: int,
    recent: Collection[str],
    rng: np.random.Generator,
) -> list[Question]:
    chosen = _chosen(library, pool, wish.levels, count, recent, rng)
    return _with_depth(library, chosen, [q for q in pool if q.id not in recent], rng) if count == wish.count else chosen


def _chosen(
    library: Library,
    pool: list[Question],
    levels: tuple[int, int],
    count: int,
    recent: Collection[str],
    rng: np.random.Generator,
) -> list[Question]:
    """One question after another: of another topic than the one before, of the rarest topic, near its level."""
    left = [pool[i] for i in rng.permutation(len(pool))]
    low, high = levels
    count = min(count, len(left))
    asked: Counter[str] = Counter()
    chosen: list[Question] = []
    for slot in range(count):
        target = low + (high - low + 1) * slot // count
        last = library.topic_of(chosen[-1].id).id if chosen else ""
        floor = chosen[-1].level if chosen else low
        best = min(
            left,
            key=lambda question: (
                question.id in recent,
                library.topic_of(question.id).id == last,
                question.level < floor,
                abs(question.level - target),
                asked[library.topic_of(question.id).id],
            ),
        )
        left.remove(best)
        asked[library.topic_of(best.id).id] += 1
        chosen.append(best)
    return chosen


def _with_depth(
    library: Library, chosen: list[Question], pool: list[Question], rng: np.random.Generator
) -> list[Question]:
    """The same plan with a question of a deep kind in it, put where it disturbs topics and levels least."""
    deep = [question for question in pool if kind_of(question).deep]
    if not deep or any(kind_of(question).deep for question in chosen):
        return chosen
    deep = [deep[i] for i in rng.permutation(len(deep))]
    plans = [[*chosen[:slot], question, *chosen[slot + 1 :]] for question in deep for slot in range(len(chosen))]
    return min(plans, key=lambda plan: (repeats(library, [q.id for q in plan]), _falls(plan)))


def _falls(plan: Sequence[Question]) -> int:
    return sum(later.level < earlier.level for earlier, later in itertools.pairwise(plan))


def repeats(library: Library, names: Sequence[str]) -> int:
    """How often a question has the topic of the one before it."""
    topics = [library.topic_of(name).id for name in names]
    return sum(a == b for a, b in itertools.pairwise(topics))
