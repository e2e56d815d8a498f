"""The estimate of knowledge in words."""

from __future__ import annotations

from db.statistics.estimates import Estimate
from engine.text import Language
from tui.locale import knowledge as words
from tui.text.intervals import floored


def known(estimate: Estimate | None, language: Language) -> str:
    """The chance with its interval; or that it cannot be predicted, or that nothing was begun."""
    if estimate is None:
        return words.NOT_BEGUN.said(language)
    if not estimate.predictable:
        return words.UNPREDICTABLE.said(language)
    return words.ESTIMATE.said(language).format(mean=mean(estimate), low=low(estimate), high=high(estimate))


def chance(estimate: Estimate | None, language: Language) -> str:
    """The chance without its interval, in the same words."""
    return known(estimate, language) if estimate is None or not estimate.predictable else mean(estimate)


def moved(before: Estimate | None, after: Estimate | None, language: Language) -> str:
    """How a session changed a topic."""
    was, now = chance(before, language), chance(after, language)
    if was == now and not (after and after.predictable):
        return words.STILL.said(language).format(now=now)
    return words.MOVED.said(language).format(before=was, after=now)


def mean(estimate: Estimate) -> str:
    """In whole per cent, as on every page."""
    return floored(estimate.mean)


def low(estimate: Estimate) -> str:
    """The lower end."""
    return floored(estimate.low)


def high(estimate: Estimate) -> str:
    """The upper end."""
    return f"{estimate.high:.0%}"
