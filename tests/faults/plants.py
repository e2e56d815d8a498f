"""Broken writers. Each is put into the program, and the test that passes without it has to fail with it."""

SWALLOWS = """
import db.memory
from db.errors import DatabaseTrouble
answer = db.memory.Memory.answer
def swallowing(self, card, review):
    try:
        return answer(self, card, review)
    except DatabaseTrouble:
        return card.__class__(**{**{n: getattr(card, n) for n in card.__slots__}, "due": self._clock()})
db.memory.Memory.answer = swallowing
"""
"""Says `Saved` whatever the database says."""

LAZY = """
import db.memory
answer, held = db.memory.Memory.answer, []
def lazy(self, card, review):
    held.append((card, review))
    if len(held) == 5:
        for one in held:
            try:
                answer(self, *one)
            except Exception:
                pass
        held.clear()
    return card.__class__(**{**{n: getattr(card, n) for n in card.__slots__}, "due": self._clock()})
db.memory.Memory.answer = lazy
"""
"""Acknowledges at once and writes every fifth time."""

FORGETFUL = """
import db.memory
answer, given = db.memory.Memory.answer, []
def forgetful(self, card, review):
    given.append(card)
    if len(given) % 7:
        return answer(self, card, review)
    return card.__class__(**{**{n: getattr(card, n) for n in card.__slots__}, "due": self._clock()})
db.memory.Memory.answer = forgetful
"""
"""Acknowledges every seventh answer without writing it."""
