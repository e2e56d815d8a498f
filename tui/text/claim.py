"""The audited notes' claims, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from content.claims import stated
from content.model import Claim
from engine.json_data import Json
from tui.context import Context
from tui.locale import claims as words
from tui.sessions.evidence import ShownEvidence
from tui.text.plain import plain_text


def course(context: Context) -> Iterator[str]:
    """All claims by topic: what the notes say, and what holds."""
    for deck in context.library.decks:
        for topic in deck.topics:
            title = context.said(topic.info.title)
            yield f"\n{context.said(words.SECTION).format(section=topic.info.section, title=title)}"
            yield context.said(topic.info.summary)
            for claim in map(stated, topic.claims):
                yield f"  {claim.id:<8} {context.said(words.VERDICTS[claim.verdict])}"
                yield f"           {plain_text(claim.paraphrase, context.language)}"
                yield f"         → {plain_text(claim.statement, context.language)}"
    yield f"\n{context.said(words.SEEN)}"


def as_json(claim: Claim, context: Context) -> dict[str, Json]:
    """A claim without its computed evidence."""
    return {
        "id": claim.id,
        "topic": context.library.topic_of(claim.id).id,
        "verdict": claim.verdict.value,
        "grade": claim.grade.value,
        "paraphrase": claim.paraphrase._asdict(),
        "statement": claim.statement._asdict(),
        "condition": claim.condition._asdict(),
        "references": list(claim.references),
        "demonstrations": [e.demonstration for e in claim.evidence if e.demonstration],
    }


def with_evidence(claim: Claim, shown: list[ShownEvidence], context: Context) -> Iterator[str]:
    """One claim with its computed evidence."""
    topic = context.library.topic_of(claim.id)
    title = context.said(topic.title)
    yield f"{claim.id}  {context.said(words.VERDICTS[claim.verdict])}"
    yield context.said(words.SECTION).format(section=topic.section, title=title)
    yield f"{context.said(words.GRADE)}: {context.said(words.GRADES[claim.grade.value])}"
    yield f"\n{context.said(words.NOTES_SAY)}: {plain_text(claim.paraphrase, context.language)}"
    yield f"{context.said(words.HOLDS)}: {plain_text(claim.statement, context.language)}"
    if claim.condition.en:
        yield f"{context.said(words.CONDITION)}: {plain_text(claim.condition, context.language)}"
    yield f"\n{context.said(words.EVIDENCE)}"
    sources = context.library.deck_of(claim.id).sources
    for evidence in shown:
        yield f"  {evidence.demonstration or f'{context.said(words.CITED)}: {sources[evidence.cite].cite}'}"
        for check, holds in evidence.checks:
            yield f"    {context.said(words.CHECK_HOLDS if holds else words.CHECK_FAILS)}  {check}"
        if evidence.shows.en:
            yield f"    {context.said(evidence.shows)}"
    for key in claim.references:
        yield f"  [{key}] {sources[key].cite}"
