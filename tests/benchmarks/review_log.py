"""A review log predicted by FSRS-6, with default and with fitted weights, and by the estimate of knowledge."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview

from db.scheduling.fsrs import DEFAULT_WEIGHTS, Parameters
from db.scheduling.fsrs_arrays import ArrayFsrs, Floats, Ints, replayed
from db.statistics import answer_model, knowledge
from db.statistics.answer_history import Row
from db.statistics.knowledge import Answer, History
from db.statistics.predictability import log_loss

BLOCKS = 6
DAY_BEGINS = timedelta(hours=10)
"""After midnight UTC: 04:00 of a learner who lives six hours west of Greenwich, as the one of py-fsrs's log."""


class Log(NamedTuple):
    """A log in order of time; `recall` marks the first answers of a later study day than the card's one before."""

    card: Ints
    day: Ints
    rating: Ints
    recall: Ints
    """Indices."""


def read(path: str) -> Log:
    """The log of a file."""
    with Path(path).open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: datetime.fromisoformat(row["review_time"]))
    times = (datetime.fromisoformat(row["review_time"]) for row in rows)
    days = np.array([(time - DAY_BEGINS).toordinal() for time in times])
    cards = np.array([int(row["card_id"]) for row in rows])
    last: dict[int, int] = {}
    recall = []
    for at, (card, day) in enumerate(zip(cards.tolist(), days.tolist(), strict=True)):
        if last.get(card, day) < day:
            recall.append(at)
        last[card] = day
    return Log(cards, days, np.array([int(row["review_rating"]) for row in rows]), np.array(recall))


def fitted_weights(log: Log, end: int) -> tuple[float, ...]:
    """FSRS-6's weights fitted to the log before `end`, one card after the other."""
    reviews: dict[int, list[FSRSReview]] = defaultdict(list)
    last: dict[int, int] = {}
    items: dict[int, list[FSRSItem]] = defaultdict(list)
    for card, day, rating in zip(*(column[:end].tolist() for column in log[:3]), strict=True):
        elapsed = day - last.get(card, day)
        reviews[card].append(FSRSReview(rating, elapsed))
        last[card] = day
        if elapsed:
            items[card].append(FSRSItem(list(reviews[card])))
    return tuple(FSRS(list(DEFAULT_WEIGHTS)).compute_parameters([item for card in items.values() for item in card]))


def answers(log: Log, recall: Floats) -> Iterator[Answer]:
    """The log as the estimate of knowledge sees it: one topic, one kind."""
    for card, day, rating, chance in zip(*(c.tolist() for c in (log.card, log.day, log.rating, recall)), strict=True):
        yield Answer(str(card), "", day, float(rating > 1), None if np.isnan(chance) else chance)


def predicted(log: Log, recall: Floats, first: int) -> Floats:
    """The chance of each recall from the place `first` on, by a fit to what came before its day."""
    history, found, marks = History(), [], set(log.recall.tolist())
    fitted, day = knowledge.fit(history, []), -1
    for at, answer in enumerate(answers(log, recall)):
        if at >= first and answer.day > day:
            fitted, day = knowledge.fit(history, []), answer.day
        history.add(answer)
        if at >= first and at in marks:
            found.append(_chance(fitted, history.rows[-1]))
    return np.array(found)


def _chance(fitted: answer_model.Fit, row: Row) -> float:
    asked, rng = answer_model.asked_in([row]), np.random.default_rng(1)
    draws = answer_model.draw(fitted, asked, 200, rng)
    return float(answer_model.chances(draws, asked, rng.standard_normal(draws.own.shape)).mean())


def print_losses(path: str) -> None:
    """Log losses over the last five of six blocks, pooled."""
    log = read(path)
    cuts = [int(log.recall[len(log.recall) * k // BLOCKS]) for k in range(1, BLOCKS)]
    tested = log.recall[len(log.recall) // BLOCKS :]
    right = (log.rating[tested] > 1).astype(float)
    default = replayed(ArrayFsrs(Parameters()), *log[:3])
    fitted = np.empty(len(log.card))
    for start, end in zip(cuts, [*cuts[1:], len(log.card)], strict=True):
        own = replayed(ArrayFsrs(Parameters(weights=fitted_weights(log, start))), *log[:3])
        fitted[start:end] = own[start:end]
    before = (log.rating[log.recall] > 1).cumsum()[len(log.recall) // BLOCKS - 1 : -1] + 1
    rate = before / (np.arange(len(tested)) + len(log.recall) // BLOCKS + 2)
    print(f"{len(log.card)} reviews of {len(set(log.card.tolist()))} cards, {len(tested)} recalls predicted")
    rows = {
        "base rate before": rate,
        "FSRS-6, default weights": default[tested],
        "FSRS-6, fitted before": fitted[tested],
    }
    rows["estimate of knowledge"] = predicted(log, default, cuts[0])
    for name, chance in rows.items():
        print(f"{name:26}{log_loss(right, chance).mean():.4f}")
