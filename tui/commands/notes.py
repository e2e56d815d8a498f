"""`backdrill notes`: the audited notes, as a short course or one claim with its evidence computed now."""

from __future__ import annotations

import argparse
from typing import Any

from content.model import Claim, Evidence
from content.scene import compose, holds
from content.templates import fill
from tui.cli.options import context_of, print_json, wants_json
from tui.context import Context
from tui.locale import reports as words
from tui.text.plain import plain_text


def run(options: argparse.Namespace) -> int:
    """0, or 1 when a claim's evidence does not hold."""
    context = context_of(options)
    if options.claim:
        return _one(context.library.claim(options.claim), options, context)
    if wants_json(options):
        print_json([claim_as_json(claim, context) for claim in context.library.claims.values()])
        return 0
    for deck in context.library.decks:
        for topic in deck.topics:
            title = context.said(topic.info.title)
            print(f"\n{context.said(words.SECTION).format(section=topic.info.section, title=title)}")
            print(context.said(topic.info.summary))
            for claim in topic.claims:
                print(f"  {claim.id:<8} {context.said(words.VERDICTS[claim.verdict])}")
                print(f"           {plain_text(claim.paraphrase, context.language)}")
                print(f"         → {plain_text(claim.statement, context.language)}")
    print(f"\n{context.said(words.SEEN)}")
    return 0


def claim_as_json(claim: Claim, context: Context) -> dict[str, Any]:
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


def _one(claim: Claim, options: argparse.Namespace, context: Context) -> int:
    shown = [evidence_now(claim, number) for number in range(len(claim.evidence))]
    held = all(check["holds"] for evidence in shown for check in evidence["checks"])
    if wants_json(options):
        print_json({**claim_as_json(claim, context), "evidence": shown})
    else:
        _tell(claim, shown, context)
    return 0 if held else 1


def evidence_now(claim: Claim, number: int, seed: int = 0) -> dict[str, Any]:
    """One piece of evidence, computed now: its checks with their truth, and what it shows in both languages."""
    evidence: Evidence = claim.evidence[number]
    if evidence.cite:
        return {"cite": evidence.cite, "checks": [], "shows": evidence.shows._asdict()}
    scene = compose(f"{claim.id}/{number}", evidence, seed)
    return {
        "demonstration": evidence.demonstration,
        "checks": [{"check": source, "holds": holds(source, scene.names)} for source in evidence.check],
        "shows": fill(evidence.shows, scene.names)._asdict(),
    }


def _tell(claim: Claim, shown: list[dict[str, Any]], context: Context) -> None:
    topic = context.library.topic_of(claim.id)
    title = context.said(topic.title)
    print(f"{claim.id}  {context.said(words.VERDICTS[claim.verdict])}")
    print(context.said(words.SECTION).format(section=topic.section, title=title))
    print(f"{context.said(words.GRADE)}: {context.said(words.GRADES[claim.grade.value])}")
    print(f"\n{context.said(words.NOTES_SAY)}: {plain_text(claim.paraphrase, context.language)}")
    print(f"{context.said(words.HOLDS)}: {plain_text(claim.statement, context.language)}")
    if claim.condition.en:
        print(f"{context.said(words.CONDITION)}: {plain_text(claim.condition, context.language)}")
    print(f"\n{context.said(words.EVIDENCE)}")
    sources = context.library.deck_of(claim.id).sources
    for evidence in shown:
        name = evidence.get("demonstration") or f"{context.said(words.CITED)}: {sources[evidence['cite']].cite}"
        print(f"  {name}")
        for check in evidence["checks"]:
            print(f"    {context.said(words.CHECK_HOLDS if check['holds'] else words.CHECK_FAILS)}  {check['check']}")
        if evidence["shows"]["en"]:
            print(f"    {evidence['shows'][context.language]}")
    for key in claim.references:
        print(f"  [{key}] {sources[key].cite}")
