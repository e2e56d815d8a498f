"""What is said once an answer is judged, as content: verdict, correct answer, mistake, explanation, ratings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from textual.content import Content

from content.kind import kind_of
from content.templates import shown
from content.variants import Variant
from db.types import Preview, Rating
from engine.parameters import Choice, Parameter, Value
from engine.registry import find
from engine.text import Language, Text
from tui.locale import study as words
from tui.sessions.question import AskedQuestion
from tui.text.correct_answer import correct_answer
from tui.text.intervals import interval
from tui.text.sanitize import inert
from tui.widgets.answers.areas import area_for
from tui.widgets.rich_text import drawn, prose


def verdict_line(question: AskedQuestion, language: Language) -> Content:
    """Sign and word, in the verdict's colour."""
    verdict = question.verdict
    if kind_of(question.variant.question).compared and question.answer is not None:
        return Content.styled(words.COMPARE.said(language), "bold $accent")
    if verdict is None:
        return Content.styled(words.KEY_POINTS.said(language), "bold $accent")
    if verdict.correct:
        return Content.styled(words.CORRECT.said(language), "bold $text-success")
    if verdict.correctness > 0:
        said = words.PARTLY.said(language).format(percent=f"{verdict.correctness:.0%}")
        return Content.styled(said, "bold $text-warning")
    return Content.styled(
        (words.UNKNOWN if question.answer is None else words.WRONG).said(language), "bold $text-error"
    )


def verdict_block(question: AskedQuestion, language: Language) -> Content:
    """The verdict, the correct answer where the answer area does not show it, and the mistake behind the learner's."""
    parts = [verdict_line(question, language)]
    # The key points stand in the answer area while they are ticked; given up, they were never shown.
    ticked = question.variant.key.ticked and question.answer is not None
    if not ticked and not area_for(question.variant.question).shows_key:
        parts.append(_headed(words.ANSWER, Content(correct_answer(question.variant, language)), language))
    if question.mistake is not None:
        parts.append(_headed(words.MISTAKE, prose(question.mistake.why, language), language, "bold $text-warning"))
    return Content("\n").join(parts)


def explanation_block(
    variant: Variant, note: str, followup: Text | None, reading: str, language: Language, width: int
) -> Content:
    """Why it is so, the learner's own note, the question that follows, and what to read on."""
    head = words.MODEL if variant.key.ticked and variant.model is None else words.EXPLANATION
    parts = [_flowing(head, variant.explanation, language, width)]
    if variant.model is not None:
        parts.append(_flowing(words.SOLID, variant.model.solid, language, width))
        parts.append(_flowing(words.STRONG, variant.model.strong, language, width))
    if note:
        parts.append(_headed(words.NOTE, Content(inert(note)), language))
    if followup is not None:
        parts.append(_headed(words.FOLLOWUPS, prose(followup, language), language))
    if reading:
        parts.append(drawn(Text(reading, reading), language, width, "$foreground-muted"))
    return Content("\n\n").join(parts)


def _headed(head: Text, body: Content, language: Language, style: str = "bold $accent") -> Content:
    colon = "：" if language == "zh" else ": "
    return Content.styled(head.said(language) + colon, style) + body


def _flowing(head: Text, body: Text, language: Language, width: int) -> Content:
    """A head that the text goes on from, broken together."""
    lead = head.said(language) + ("：" if language == "zh" else ": ")
    text = drawn(Text(lead + body.en.strip(), lead + body.zh.strip()), language, width)
    return text.stylize("bold $accent", 0, len(lead.strip()))


def rating_steps(previews: Mapping[Rating, Preview], language: Language) -> list[Content]:
    """The four ratings, each with the interval it gives."""
    steps = []
    for rating in Rating:
        name = Content.styled(words.RATINGS[rating].said(language), "bold")
        preview = previews.get(rating)
        if preview is not None:
            name = name + Content.styled(f" {interval(preview.interval_days, language)}", "$foreground-muted")
        steps.append(name)
    return steps


def _value(spec: Parameter, value: Value, language: Language) -> str:
    """A parameter's value as people say it."""
    if isinstance(spec, Choice) and not isinstance(value, np.ndarray):
        return spec.label_of(value).said(language)
    return shown(value, "", language)


def parameters_line(variant: Variant, language: Language) -> str:
    """With which numbers the demonstration ran: those that the question sets."""
    scene = variant.scene
    specs = {parameter.name: parameter for parameter in find(scene.demonstration).parameters}
    pairs = [
        f"{specs[name].label.said(language)} = {_value(specs[name], value, language)}"
        for name, value in scene.parameters.items()
        if name in specs and name in variant.question.parameters and (not hasattr(value, "size") or 0 < value.size <= 9)
    ]
    return ("；" if language == "zh" else "; ").join(pairs)
