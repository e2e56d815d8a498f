"""How a mock interview reacts to an answer: a harder linked question after a right one, an easier one after a miss.

Within a thread a right answer leads to its next step, and a miss to an easier question on the way there. Which one it
is follows from the plan's seed, the question and whether it was right, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from content.kind import kind_of
from content.library import Library
from content.model import Question
from db.cards import stable_id
from db.interviews import Coming
from engine.registry import generator
from tui.sessions.interview_plan import THREAD, InterviewPlan, fitting, repeats, step_of
from tui.sessions.question import PASSING

HARDER, EASIER, SIBLING = "harder", "easier", "sibling"
ONE_IN = 3
"""One question in so many may be a follow-up, so that the other topics keep their turn."""


def allowed(total: int) -> int:
    """How many follow-ups an interview of `total` questions may have."""
    return -(-total // ONE_IN)


def react(
    library: Library,
    plan: InterviewPlan,
    coming: Sequence[Coming],
    asked: Question,
    correctness: float,
    shut: Collection[str],
) -> list[Coming]:
    """What comes after an answer: a follow-up, where one fits, in the place of a planned question, so that the number
    stays. `shut` are questions that may not come (asked or suspended)."""
    within = bool(coming) and coming[0].why == THREAD and step_of(library, plan, asked.id) is not None
    if not coming or (within and correctness >= PASSING):
        return list(coming)
    threaded = {one.question_id for one in coming if one.why == THREAD}
    following = _follow_up(library, plan, asked, correctness, {*shut, *threaded})
    if following is None:
        return list(coming)
    rest = [one for one in coming if one.question_id != following.question_id]
    if len(rest) < len(coming):
        return [following, *rest]
    names = [following.question_id, *shut]
    fewer = [rest[:i] + rest[i + 1 :] for i in range(len(rest)) if rest[i].why != THREAD]
    if _has_depth(library, [*names, *(one.question_id for one in rest)]):
        fewer = [kept for kept in fewer if _has_depth(library, [*names, *(one.question_id for one in kept)])]
    if not fewer:
        return list(coming)
    best = min(fewer, key=lambda kept: repeats(library, [following.question_id, *(one.question_id for one in kept)]))
    return [following, *best]


def _has_depth(library: Library, names: Sequence[str]) -> bool:
    known = library.questions
    return any(name in known and kind_of(known[name]).deep for name in names)


def _follow_up(
    library: Library, plan: InterviewPlan, asked: Question, correctness: float, shut: Collection[str]
) -> Coming | None:
    if PASSING <= correctness < 1:
        return None
    pool = [
        question
        for question in fitting(library, plan.topics, plan.levels, shut)
        if question.id != asked.id and not kind_of(question).judged
    ]
    rng = generator(stable_id("follow-up", str(plan.seed), asked.id))
    for why, fits in _choices(pool, asked, correctness >= 1):
        if fits:
            return Coming(fits[rng.integers(len(fits))].id, why)
    return None


def _choices(pool: Sequence[Question], asked: Question, right: bool) -> Iterator[tuple[str, list[Question]]]:
    """What may follow, the best first: what the deck names, then what is linked; after a miss at last a sibling that
    asks the same claim another way."""
    stepped = [q for q in pool if (q.level > asked.level if right else q.level < asked.level)]
    why = HARDER if right else EASIER
    yield why, [q for q in stepped if q.id in asked.followups]
    yield why, [q for q in stepped if _linked(q, asked)]
    if not right:
        yield SIBLING, [q for q in pool if q.level == asked.level and _linked(q, asked)]


def _linked(one: Question, other: Question) -> bool:
    return bool(one.id in other.followups or other.id in one.followups or set(one.claims) & set(other.claims))
