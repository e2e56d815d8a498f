"""Errors that a learner or an author may expect: one sentence in each language instead of a traceback.

`db.errors.DatabaseTrouble` is the same for the database; `db` imports no engine. Light on purpose: `Usage` is needed
before the first paint, so nothing here imports NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.text import Text

LISTED, FEW = 24, 5
"""Up to how many names are all listed, and how many of more than that."""


class ExpectedError(Exception):
    """Something is wrong that the learner or an author can put right.

    Both sentences are obligatory. Each says what is wrong, where, and what to do; `str` gives the English one. A `Text`
    is passed as `Usage(*text)`.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)

    def __str__(self) -> str:
        return self.text.en

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(*self.args)

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.text.zh


class Usage(ExpectedError):
    """Wrong usage or bad input."""


def suggestion(name: str, known: Iterable[str]) -> Text:
    """The known name nearest to `name` as a question, or else the list of what there is; of a long one the nearest."""
    from difflib import get_close_matches  # 2 ms, which only an unknown name costs

    names = list(known)
    if near := get_close_matches(name, names, 1, 0.5):
        return Text(f"Did you mean '{near[0]}'?", f"是指“{near[0]}”吗？")
    if len(names) > LISTED:
        some = get_close_matches(name, names, FEW, 0.0)
        return Text(
            f"There are {len(names)}, such as {', '.join(some)}.", f"共有 {len(names)} 个，如 {'、'.join(some)}。"
        )
    return Text(f"There are: {', '.join(names) or 'none'}.", f"可用的有：{'、'.join(names) or '无'}。")
