"""The questions as an Anki deck: one variant each, drawn with a fixed seed, in both languages. Needs the extra `anki`.

Exporting again gives the same notes, so that Anki updates them and keeps its own schedule.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from pathlib import Path

import genanki

from content.library import Library
from content.variants import Variant
from engine.text import LANGUAGES, Language, Text
from tui.text.correct_answer import correct_answer
from tui.text.kind import text_of
from tui.text.sanitize import inert
from tui.transfer.sample_variants import variants

FIELDS = ("Id", "Question", "Answer", "Explanation")
ROOT = Text("Backdrill (English)", "Backdrill（中文）")
_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>.+?)\$", re.S)
_FRONT = '<div class="question">{{Question}}</div>'
_BACK = '{{FrontSide}}<hr id="answer"><b>{{Answer}}</b><br><br>{{Explanation}}'
_CSS = ".card { font-family: sans-serif; font-size: 18px; text-align: left; }"


def write(library: Library, seed: int, file: Path, at: float) -> int:
    """Write the deck, dated `at` (seconds since 1970); how many notes it has."""
    drawn = list(variants(library, seed))
    decks = [deck for language in LANGUAGES for deck in _decks(library, drawn, seed, language)]
    genanki.Package(decks).write_to_file(str(file), timestamp=at)
    return sum(len(deck.notes) for deck in decks)


def _decks(library: Library, drawn: Iterable[Variant], seed: int, language: Language) -> list[genanki.Deck]:
    made: dict[str, genanki.Deck] = {}
    model = _model()
    for variant in drawn:
        topic = library.topic_of(variant.question.id)
        title = topic.title.said(language).replace("::", ":")
        if topic.id not in made:
            made[topic.id] = genanki.Deck(_id(f"deck/{language}/{topic.id}"), f"{ROOT.said(language)}::{title}")
        made[topic.id].add_note(
            genanki.Note(
                model=model,
                fields=[variant.question.id, *_fields(variant, language)],
                guid=genanki.guid_for("backdrill", variant.question.id, seed, language),
                tags=[topic.id, f"level-{variant.question.level}", variant.question.kind],
            )
        )
    return list(made.values())


def _model() -> genanki.Model:
    template = {"name": "Card", "qfmt": _FRONT, "afmt": _BACK}
    return genanki.Model(
        _id("model"), "Backdrill", fields=[{"name": f} for f in FIELDS], templates=[template], css=_CSS
    )


def _id(name: str) -> int:
    """A number of 31 bits, as Anki's ids are, always the same for a name."""
    return int.from_bytes(hashlib.blake2b(f"backdrill/{name}".encode(), digest_size=4).digest(), "big") >> 1


def _fields(variant: Variant, language: Language) -> tuple[str, str, str]:
    shown = [option.text for option in variant.options] or variant.items
    marks = [str(i + 1) if variant.items else chr(ord("a") + i) for i in range(len(shown))]
    choices = [f"{mark}) {as_html(text.said(language))}" for mark, text in zip(marks, shown, strict=True)]
    question = "<br>".join([as_html(variant.prompt.said(language)), *choices])
    reasons = [as_html(reason.why.said(language)) for reason in text_of(variant).reasons(variant)]
    why = [as_html(variant.explanation.said(language)), *dict.fromkeys(reasons)]
    answer = _lines(correct_answer(variant, language).strip("\n"))
    if text_of(variant).is_source:
        answer = f'<div style="text-align: left; white-space: pre; font-family: monospace">{answer}</div>'
    return question, answer, "<br>".join(why)


def as_html(text: str) -> str:
    """Text as HTML that shows exactly it; `$…$` as Anki's MathJax."""
    text, pieces, end = inert(text).strip(), [], 0
    for match in _FORMULA.finditer(text):
        pieces.append(_lines(text[end : match.start()]))
        open_, close = (r"\[", r"\]") if match["display"] is not None else (r"\(", r"\)")
        pieces.append(f"{open_}{html.escape(match['display'] or match['inline'])}{close}")
        end = match.end()
    return "".join([*pieces, _lines(text[end:])])


def _lines(text: str) -> str:
    return html.escape(inert(text)).replace("\n", "<br>")
