"""What practice gains: by how much the chance of a right answer rises for a minute of it, from the one estimate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from db.memory import Memory
from db.review_log.answer_times import answer_times
from db.statistics.kept_knowledge import KeptKnowledge
from db.statistics.present_cards import PresentCard, present_cards

SESSION = 12
"""So many of a topic's best questions tell what a session on it gains."""


@dataclass(frozen=True, slots=True)
class Gains:
    """Chance of a right answer tomorrow gained in a minute: by question, of those that can be asked today; by topic,
    the mean of its best ones. `topic_of` names the questions' topics."""

    questions: Mapping[str, float]
    topics: Mapping[str, float]
    topic_of: Mapping[str, str]


def gains(memory: Memory, knowledge: KeptKnowledge) -> Gains:
    """As of now. A question answered today has nothing left to gain today. Raises DatabaseTrouble."""
    today, cards = memory.today().toordinal(), present_cards(memory)
    rises = knowledge.rises(knowledge.questions(cards))
    with memory.store.reading() as connection:
        times = answer_times(connection, memory.learner_id, today)
    cost = knowledge.answers_each()
    found = {}
    for card in cards:
        if not card.suspended and card.buried_day != today:
            rise, new = rises[card.question_id], int(card.stability is None)
            answers = rise.chance * cost[new][1] + (1 - rise.chance) * cost[new][0]
            found[card.question_id] = 60 * rise.by / (answers * times.of(card.topic))
    return Gains(found, _by_topic(found, cards), {card.question_id: card.topic for card in cards})


def _by_topic(found: Mapping[str, float], cards: list[PresentCard]) -> dict[str, float]:
    rates: dict[str, list[float]] = defaultdict(list)
    for card in cards:
        rates[card.topic].append(found.get(card.question_id, 0.0))
    best = {topic: sorted(values, reverse=True)[:SESSION] for topic, values in rates.items()}
    return {topic: sum(values) / len(values) for topic, values in best.items()}
