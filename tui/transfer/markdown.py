"""The questions as a Markdown document: each with its answer, why, and how far the learner is with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.trust import sign, trust_of
from content.variants import Variant
from engine.text import Language, Text
from tui.context import Context
from tui.locale import transfer as words
from tui.sessions.trust import passed
from tui.text.correct_answer import correct_answer
from tui.text.kind import text_of
from tui.text.plain import plain_text
from tui.text.sanitize import inert
from tui.transfer.sample_variants import variants

_STARTS = re.compile(r"(?m)^( *)(?:([-+=])|(\d+)([.)]))(?=[-=\s]|$)")
"""The start of a line that Markdown would read as a list, a rule or a heading."""
_MARKS = re.compile(r"([\\`*_\[\]<>#|~!&$])")


def questions_as_markdown(context: Context, seed: int) -> Iterator[str]:
    """The document, line by line."""
    library, language = context.library, context.language
    done = {card.question_id: card for card in context.memory.cards()}
    gate, topic = passed(context), None
    for variant in variants(library, seed):
        name = variant.question.id
        if library.topic_of(name) is not topic:
            topic = library.topic_of(name)
            yield from (f"# {escaped(context.said(topic.title))}\n", "\n")
            yield from (context.said(words.NUMBERS).format(seed=seed) + "\n", "\n")
        card = done.get(name)
        seen = card is not None and card.reviews > 0
        yield f"## {name}\n\n"
        yield f"*{sign(trust_of(variant.question, gate)).said(language)}*\n\n"
        yield from _body(variant, language)
        text = context.said(words.PROGRESS if seen else words.UNSEEN)
        if card is not None and seen:
            text = text.format(reviews=card.reviews, lapses=card.lapses, due=card.due_day)
        yield f"*{text}*\n\n"


def escaped(text: str) -> str:
    """Text as Markdown that shows exactly it: no markup, no HTML, no rules or lists by accident."""
    text = _STARTS.sub(_started, _MARKS.sub(r"\\\1", text))
    return text.replace("\n", "  \n")


def _started(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[2] else f"{match[1]}{match[3]}\\{match[4]}"


def _body(variant: Variant, language: Language) -> Iterator[str]:
    yield f"{_said(variant.prompt, language)}\n\n"
    yield from _listed([option.text for option in variant.options] or variant.items, language, bool(variant.items))
    answer = correct_answer(variant, language).strip()
    shown = f"\n\n```python\n{inert(answer)}\n```" if text_of(variant).is_source else f" {escaped(answer)}"
    yield f"**{words.ANSWER.said(language)}**:{shown}\n\n"
    yield f"**{words.WHY.said(language)}**: {_said(variant.explanation, language)}\n\n"
    yield from _reasons(variant, language)


def _reasons(variant: Variant, language: Language) -> Iterator[str]:
    reasons = text_of(variant).reasons(variant)
    for reason in reasons:
        sign = "" if reason.option is None else "- ✓ " if reason.right else "- ✗ "
        yield f"{sign}{_said(reason.why, language)}\n"
    if reasons:
        yield "\n"


def _listed(texts: Sequence[Text], language: Language, numbered: bool) -> Iterator[str]:
    for index, text in enumerate(texts):
        mark = str(index + 1) if numbered else chr(ord("a") + index)
        yield f"- {mark}) {_said(text, language)}\n"
    if texts:
        yield "\n"


def _said(text: Text, language: Language) -> str:
    return escaped(plain_text(text, language))
