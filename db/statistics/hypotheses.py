"""What may hold of a learner, as priors of the answer model; chosen on simulated learners. Plain data."""

from __future__ import annotations

from typing import NamedTuple


class Normal(NamedTuple):
    """A Gaussian prior of an effect on the logit of the chance."""

    mean: float
    deviation: float


class Spread(NamedTuple):
    """How far the effects of topics, kinds or questions lie apart, and how many effects that guess is worth."""

    deviation: float
    strength: float


TINY, SMALL, NARROW = Normal(0, 0.03), Normal(0, 0.05), Normal(0, 0.1)


class Hypothesis(NamedTuple):
    """One way in which a learner may answer. Effects from `level` to `difficulty` stand as the model's columns do.

    `level`: the logit of a question answered before, of middle difficulty, at a recall of one half; `unseen`: what is
    added for a question never answered; `recall`: the slope on the logit of FSRS's recall; `beyond`: what is added to
    that slope below a recall of 0.9, where few answers tell; the others: slopes on `Features` and on difficulty.
    """

    name: str
    level: Normal
    unseen: Normal
    recall: Normal
    wrong: Normal = NARROW
    practice: Normal = Normal(0, 0.09)
    days: Normal = SMALL
    surprise: Normal = SMALL
    sure: Normal = Normal(0.05, 0.1)
    lately: Normal = SMALL
    beyond: Normal = Normal(0, 0.9)
    difficulty: Normal = Normal(0, 0.15)
    topic: Spread = Spread(0.2, 3)
    unseen_topic: Spread = Spread(0.1, 1.5)
    recent_topic: Spread = Spread(0.05, 3)
    kind: Spread = Spread(0.2, 3)
    question: Spread = Spread(0.2, 40)

    @property
    def fixed(self) -> tuple[Normal, ...]:
        """The priors of the fixed effects, in the order of the model's columns."""
        return self[1:12]


HYPOTHESES = (
    Hypothesis(
        "everything matters",
        level=Normal(-0.5, 1.5),
        unseen=Normal(-0.5, 1.0),
        recall=Normal(0.9, 0.5),
        wrong=Normal(-0.7, 0.6),
        practice=Normal(0.2, 0.9),
        days=Normal(0.15, 0.15),
        surprise=Normal(-0.2, 0.4),
        sure=Normal(0.15, 0.25),
        lately=Normal(0.2, 0.3),
        difficulty=Normal(-0.2, 0.3),
        topic=Spread(2.0, 1.5),
        unseen_topic=Spread(0.5, 1.5),
        recent_topic=Spread(0.3, 1.5),
        kind=Spread(0.45, 1.5),
        question=Spread(0.35, 40),
    ),
    Hypothesis(
        "FSRS describes her roughly",
        level=Normal(0, 0.6),
        unseen=Normal(-0.7, 1.5),
        recall=Normal(1, 0.35),
        wrong=Normal(0, 0.2),
        practice=Normal(0, 0.18),
        days=NARROW,
        surprise=Normal(-0.1, 0.2),
        lately=NARROW,
        difficulty=Normal(-0.1, 0.2),
        unseen_topic=Spread(0.8, 1.5),
    ),
    Hypothesis(
        "FSRS describes her",
        level=SMALL,
        unseen=Normal(-0.7, 1.5),
        recall=Normal(1, 0.03),
        wrong=TINY,
        practice=SMALL,
        days=TINY,
        surprise=TINY,
        sure=TINY,
        lately=TINY,
        difficulty=SMALL,
        topic=Spread(0.05, 3),
        unseen_topic=Spread(0.8, 1.5),
        kind=Spread(0.05, 3),
        question=Spread(0.05, 40),
    ),
    Hypothesis(
        "one chance for all",
        level=Normal(-0.4, 2.5),
        unseen=Normal(-0.1, 0.15),
        recall=Normal(0, 0.04),
        beyond=Normal(0, 0.2),
    ),
    Hypothesis(
        "what was seen once is kept",
        level=Normal(1.5, 1.2),
        unseen=Normal(-1.5, 1.2),
        recall=Normal(0, 0.06),
        days=Normal(0.1, 0.2),
        beyond=Normal(0, 0.2),
        topic=Spread(0.4, 2),
        unseen_topic=Spread(0.8, 1.5),
        recent_topic=Spread(0.1, 3),
        question=Spread(0.3, 40),
    ),
    Hypothesis(
        "a chance for each topic",
        level=Normal(-0.4, 2.2),
        unseen=Normal(-0.1, 0.3),
        recall=NARROW,
        practice=Normal(0, 0.18),
        days=NARROW,
        surprise=NARROW,
        lately=NARROW,
        beyond=Normal(0, 0.2),
        difficulty=NARROW,
        topic=Spread(2.5, 1.5),
        unseen_topic=Spread(0.2, 1.5),
        recent_topic=Spread(0.25, 1.5),
        kind=Spread(0.3, 1.5),
        question=Spread(0.3, 40),
    ),
    Hypothesis(
        "practice helps the whole topic",
        level=Normal(-1, 1.2),
        unseen=Normal(-0.1, 0.2),
        recall=Normal(0.1, 0.1),
        wrong=Normal(-0.2, 0.2),
        practice=Normal(1.1, 0.7),
        days=Normal(0.1, 0.1),
        lately=Normal(0.2, 0.3),
        beyond=Normal(0, 0.4),
        topic=Spread(0.4, 3),
        unseen_topic=Spread(0.2, 1.5),
        recent_topic=Spread(0.35, 1.5),
        question=Spread(0.3, 40),
    ),
)
