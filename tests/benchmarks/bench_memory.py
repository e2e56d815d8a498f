"""The memory beside a bare `sqlite3` transaction and beside Anki's core, in turns in one run.

    .venv/bin/python tests/benchmarks/bench_memory.py [--cards 1000,10000,100000] [--reviews-a-card 6.5] [--answers 300]

Prints medians and ratios; asserts nothing. `pip install anki` lets Anki take part. The history is made up; what is
compared is the same work on as many cards and reviews, each database durable in the same way (WAL, synchronous=FULL).
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.cards import stable_id
from db.memory import Memory
from db.review_log.counters import SUMS, sums
from db.scheduling.fsrs import MemoryState, Parameters, library_version
from db.statistics.calibration import habits
from db.statistics.kept_knowledge import KeptKnowledge
from db.statistics.present_cards import present_cards
from db.statistics.progress import statistics as progress
from db.statistics.topic_standing import topic_standings
from db.types import CardEntry, CardState, NewReview, Rating

TOPICS = [f"topic {number:02d}" for number in range(10)]
NOW = datetime.now(UTC)
TODAY = NOW.date().toordinal()
GOOD = NewReview(Rating.GOOD, Rating.GOOD, "b", 1.0, 12.5, confidence=3, variant_seed=1)

ADDED = sums(MemoryState(state=CardState.REVIEW, last_day=TODAY - 5), TODAY, Rating.GOOD, 1.0, 12.5, 3)
COUNTED = (
    f"INSERT INTO counters (learner_id, day, topic, {', '.join(SUMS)}) "
    f"VALUES (:learner, :day, :topic, {', '.join(f':{name}' if name in ADDED else '0' for name in SUMS)}) "
    f"ON CONFLICT DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in SUMS)}"
)

Times = dict[str, list[float]]


def clocked(times: Times, name: str, work: Callable[[], Any]) -> Any:
    """Do `work`, keeping its milliseconds under `name`."""
    began = time.perf_counter()
    result = work()
    times.setdefault(name, []).append(1e3 * (time.perf_counter() - began))
    return result


# ── histories ───────────────────────────────────────────────────────────────────────────────────────────────


def history(rng: random.Random, mean: float) -> list[tuple[int, int]]:
    """(days before today, rating) of a card's reviews, oldest first, intervals about doubling."""
    count = max(2, min(40, round(rng.expovariate(1 / mean))))
    gap, day, found = 1.0, 0, []
    for _ in range(count):
        rating = rng.choices((1, 2, 3, 4), (12, 9, 70, 9))[0]
        found.append((day, rating))
        gap = min(300.0, max(1.0, gap * (2 if rating > 1 else 0.3)))
        day += round(gap)
    end = day + rng.randint(-round(gap), 5)
    return [(max(1, end - at), rating) for at, rating in found]


def filled(folder: Path, cards: int, mean: float) -> Path:
    """A database of `cards` cards, most with a history, written past the program."""
    path = folder / f"ours-{cards}.db"
    memory = Memory.open(str(path), clock=lambda: NOW)
    memory.sync(CardEntry(f"q{i}", "deck", TOPICS[i % 10], siblings=f"s{i // 3}") for i in range(cards))
    memory.settings.set("new_per_day", 999)
    memory.settings.set("reviews_per_day", 9999)
    learner = memory.learner_id
    memory.close()
    rng, parameters = random.Random(7), Parameters()
    reviews, states, counters = [], [], {}
    for i in range(int(0.85 * cards)):
        card, topic = stable_id("me", f"q{i}"), TOPICS[i % 10]
        for before, rating in (past := history(rng, mean)):
            day = TODAY - before
            at = int((NOW - timedelta(days=before)).timestamp() * 1e6) + len(reviews)
            seconds = rng.uniform(3, 40)
            reviews.append((card, at, day, 0, rating, rating, "b", float(rating > 1), seconds, 0, 3, 1, "study"))
            tally = counters.setdefault((day, topic), dict.fromkeys(SUMS, 0.0))
            before = MemoryState(state=CardState.REVIEW, last_day=day - 5)
            for name, value in sums(before, day, Rating(rating), float(rating > 1), seconds, 3).items():
                tally[name] += value
        last = TODAY - past[-1][0]
        due = last + rng.randint(1, 300)
        states.append((due, at, last, len(past), int((NOW.timestamp() + 86400 * (due - TODAY)) * 1e6), card))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "INSERT OR IGNORE INTO parameter_sets VALUES (?, 'fsrs', ?, ?)",
            (parameters.key, library_version(), parameters.text),
        )
        raw.executemany(
            "INSERT OR IGNORE INTO reviews (card_id, at, day, offset_minutes, rating, proposed, answer, correctness, "
            "seconds, hints, confidence, variant_seed, mode, parameter_set) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,"
            f"{parameters.key})",
            reviews,
        )
        raw.executemany(
            "UPDATE cards SET state = 2, stability = 20.0, difficulty = 5.0, due_day = ?, last_review = ?, "
            "last_day = ?, reviews = ?, due = ? WHERE id = ?",
            states,
        )
        raw.executemany(
            f"INSERT INTO counters (learner_id, day, topic, {', '.join(SUMS)}) "
            f"VALUES ({learner},?,?{',?' * len(SUMS)})",
            [(*key, *tally.values()) for key, tally in counters.items()],
        )
        raw.executemany(f"INSERT INTO hours VALUES ({learner},?,?,?)", [(hour, 100, 80.0) for hour in range(24)])
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


# ── the three ───────────────────────────────────────────────────────────────────────────────────────────────


class Ours:
    """The program's own memory."""

    def __init__(self, path: Path) -> None:
        self.memory = Memory.open(str(path), clock=lambda: datetime.now(UTC))
        self.knowledge = KeptKnowledge(self.memory, dict, path.parent)

    def answer(self, times: Times) -> None:
        """Next card, what each rating would give it, then a durable answer."""
        card = clocked(times, "next", self.memory.next_card)
        clocked(times, "previews", lambda: self.memory.previews(card))
        clocked(times, "answer", lambda: self.memory.answer(card, GOOD))

    def undo(self, times: Times) -> None:
        """An answer taken back."""
        card = self.memory.next_card()
        self.memory.answer(card, GOOD)
        clocked(times, "undo", self.memory.undo)

    def look(self, times: Times) -> None:
        """Counts and the statistics page, after an answer, so that nothing is as it was at the last look."""
        self.memory.answer(self.memory.next_card(), GOOD)
        clocked(times, "counts", self.memory.due_counts)
        clocked(times, "renewal", self.knowledge.now)
        clocked(times, "page", self._page)

    def _page(self) -> object:
        cards, known = present_cards(self.memory), self.knowledge.now()
        return progress(self.memory, cards), habits(self.memory), topic_standings(self.memory, known, cards)


class Raw:
    """The same rows by the standard library alone, in a copy of the same database."""

    def __init__(self, path: Path) -> None:
        copied = path.with_suffix(".raw")
        shutil.copyfile(path, copied)
        self.db = sqlite3.connect(copied, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA foreign_keys=ON")
        self.cards = self.db.execute("SELECT id, topic, learner_id FROM cards WHERE state = 2").fetchall()
        self.set = self.db.execute("SELECT id FROM parameter_sets").fetchone()[0]
        self.number = 0

    def answer(self, times: Times) -> None:
        """Review, card and counter in one transaction."""
        card = self.cards[self.number % len(self.cards)]
        self.number += 1
        clocked(times, "raw", lambda: self._write(*card))

    def _write(self, card: int, topic: str, learner: int) -> None:
        at = time.time_ns() // 1000
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("SELECT * FROM cards WHERE id = ?", (card,)).fetchone()
        row = (card, at, TODAY, 0, 3, 3, "b", 1.0, 12.5, 0, 3, 1, "study", self.set, 20)
        self.db.execute("INSERT INTO reviews VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
        self.db.execute(
            "UPDATE cards SET stability = 21.5, difficulty = 5.1, due = ?, due_day = ?, last_review = ?, last_day = ?, "
            "reviews = reviews + 1 WHERE id = ?",
            (at, TODAY + 20, at, TODAY, card),
        )
        self.db.execute(COUNTED, {"learner": learner, "day": TODAY, "topic": topic, **ADDED})
        self.db.execute(
            "INSERT INTO hours VALUES (?, 12, 1, 1.0) ON CONFLICT DO UPDATE SET answers = answers + 1, "
            "correct = correct + 1.0",
            (learner,),
        )
        self.db.execute("COMMIT")


class Anki:
    """Anki's core, through its own Python package."""

    def __init__(self, folder: Path, cards: int, mean: float) -> None:
        from anki.collection import Collection

        path = folder / f"anki-{cards}.anki2"
        self._build(Collection, path, cards, mean)
        self.col = Collection(str(path))

    def _build(self, collection: Any, path: Path, cards: int, mean: float) -> None:
        from anki.collection import AddNoteRequest

        col = collection(str(path))
        model = col.models.by_name("Basic")
        decks = [col.decks.add_normal_deck_with_name(f"Study::{topic}").id for topic in TOPICS]
        for start in range(0, cards, 5000):
            requests = []
            for i in range(start, min(cards, start + 5000)):
                note = col.new_note(model)
                note["Front"], note["Back"] = f"question {i}", f"answer {i}"
                requests.append(AddNoteRequest(note=note, deck_id=decks[i % 10]))
            col.add_notes(requests)
        col.close()
        self._past(path, mean)
        col = collection(str(path))
        self._prepared(col, decks[0])
        col.decks.set_current(col.decks.id("Study"))
        col.fix_integrity()
        col.close()

    def _past(self, path: Path, mean: float) -> None:
        rng, age = random.Random(7), 2000
        with closing(sqlite3.connect(path)) as raw:
            raw.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
            raw.execute("UPDATE col SET crt = crt - ?", (age * 86400,))
            ids = [row[0] for row in raw.execute("SELECT id FROM cards ORDER BY id")]
            reviews, states = [], []
            for card in ids[: int(0.85 * len(ids))]:
                past = history(rng, mean)
                for before, rating in past:
                    at = int((NOW - timedelta(days=before)).timestamp() * 1000) + len(reviews)
                    reviews.append((at, card, -1, rating, 10, 5, 2500, rng.randint(3000, 40000), 1))
                due = age - past[-1][0] + rng.randint(1, 300)
                states.append((due, 20, len(past), 0, card))
            raw.executemany("INSERT OR IGNORE INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", reviews)
            raw.executemany(
                "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = ?, lapses = ? "
                "WHERE id = ?",
                states,
            )
            raw.commit()

    def _prepared(self, col: Any, deck: int) -> None:
        """FSRS on, and daily limits that are in nobody's way."""
        from anki.deck_config_pb2 import UPDATE_DECK_CONFIGS_MODE_NORMAL, UpdateDeckConfigsRequest

        info = col.decks.get_deck_configs_for_update(deck)
        config = info.all_config[0].config
        config.config.new_per_day, config.config.reviews_per_day = 999, 9999
        col.decks.update_deck_configs(
            UpdateDeckConfigsRequest(
                target_deck_id=deck,
                configs=[config],
                removed_config_ids=[],
                mode=UPDATE_DECK_CONFIGS_MODE_NORMAL,
                card_state_customizer="",
                limits=info.current_deck.limits,
                new_cards_ignore_review_limit=False,
                fsrs=True,
                apply_all_parent_limits=False,
                fsrs_reschedule=False,
                fsrs_health_check=False,
            )
        )

    def _answered(self) -> Callable[[], object]:
        from anki.cards import Card
        from anki.scheduler.v3 import CardAnswer

        queued = self.col.sched.get_queued_cards().cards[0]
        card = Card(self.col)
        card._load_from_backend_card(queued.card)
        card.start_timer()

        def answer() -> None:
            made = self.col.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
            self.col.sched.answer_card(made)

        return answer

    def answer(self, times: Times) -> None:
        """Next card, then an answer."""
        answer = clocked(times, "anki next", self._answered)
        clocked(times, "anki answer", answer)

    def undo(self, times: Times) -> None:
        """An answer taken back."""
        self._answered()()
        clocked(times, "anki undo", self.col.undo)

    def look(self, times: Times) -> None:
        """The deck tree and the graphs."""
        clocked(times, "anki counts", self.col.sched.deck_due_tree)
        clocked(times, "anki page", lambda: self.col._backend.graphs(search="", days=0))


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────


def measured(folder: Path, cards: int, mean: float, answers: int, anki: bool) -> dict[str, float]:
    """Medians in milliseconds at one size."""
    path = filled(folder, cards, mean)
    with closing(sqlite3.connect(path)) as raw:
        count = raw.execute("SELECT count(*) FROM reviews").fetchone()[0]
    parts: list[Any] = [Raw(path), Ours(path), *([Anki(folder, cards, mean)] if anki else [])]
    times: Times = {}
    for _ in range(answers):
        for part in parts:
            part.answer(times)
    for part in parts[1:]:
        for _ in range(min(answers, 100)):
            part.undo(times)
    for _ in range(7):
        for part in parts[1:]:
            part.look(times)
    medians = {name: statistics.median(taken[2:] or taken) for name, taken in times.items()}
    return medians | {"reviews": count}


RATIOS = (
    ("answer / raw sqlite3", "answer", "raw", 2.0),
    ("answer / Anki's", "answer", "anki answer", 1.0),
    ("next card / Anki's", "next", "anki next", None),
    ("due counts / Anki's deck tree", "counts", "anki counts", 0.3),
    ("statistics / Anki's graphs", "page", "anki page", 0.2),
    ("undo / answer", "undo", "answer", 1.5),
)


def printed(rows: dict[int, dict[str, float]]) -> None:
    """Medians, then ratios with their goals."""
    print(f"{'':36}" + "".join(f"{size:>14,}" for size in rows) + "  cards")
    print(f"{'reviews':36}" + "".join(f"{row['reviews']:>14,.0f}" for row in rows.values()))
    for name in ("raw", "answer", "next", "previews", "undo", "counts", "page", "renewal"):
        for shown in (name, f"anki {name}"):
            if any(shown in row for row in rows.values()):
                values = "".join(f"{row[shown]:>14.3f}" if shown in row else f"{'-':>14}" for row in rows.values())
                print(f"{shown + ', ms':36}{values}")
    for label, over, under, goal in RATIOS:
        if all(under in row for row in rows.values()):
            values = "".join(f"{row[over] / row[under]:>14.2f}" for row in rows.values())
            print(f"{label:36}{values}" + (f"  goal {goal}" if goal else ""))
    sizes = sorted(rows)
    print(
        f"{'answer, largest over smallest':36}{rows[sizes[-1]]['answer'] / rows[sizes[0]]['answer']:>14.2f}  goal 1.3"
    )


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", default="1000,10000,100000")
    parser.add_argument("--reviews-a-card", type=float, default=7.0)
    parser.add_argument("--answers", type=int, default=300)
    options = parser.parse_args()
    try:
        import anki  # noqa: F401

        there = True
    except ImportError:
        there = False
        print("Anki is not installed here (pip install anki); going on without it.")
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for cards in map(int, options.cards.split(",")):
            rows[cards] = measured(Path(folder), cards, options.reviews_a_card, options.answers, there)
    printed(rows)


if __name__ == "__main__":
    main()
