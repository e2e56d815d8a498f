"""An interview's report as Markdown: the page, the line mode and the exported file are made of the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.text import Language
from tui.locale import interview as words
from tui.locale.study import CONFIDENCES

Report = Mapping[str, Any]


def percent(score: float | None) -> str:
    """A share of 1; a dash where nothing was graded."""
    return "–" if score is None else f"{score:.0%}"


def spent(seconds: float, language: Language) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return words.SPENT.said(language).format(minutes=minutes, seconds=rest)


def when(report: Report) -> str:
    """When the interview began, as people write it."""
    return datetime.fromisoformat(report["started"]).strftime("%Y-%m-%d %H:%M")


def markdown(report: Report, language: Language) -> str:
    """The whole report, ending with a line feed."""
    return "\n".join(_lines(report, language)).rstrip() + "\n"


def past_line(number: int, report: Report, language: Language) -> str:
    """One line for the list of past interviews."""
    values = {"when": when(report), "score": percent(report["score"]), "questions": report["questions"]}
    return words.PAST_LINE.said(language).format(number=number, **values)


def export(report: Report, folder: Path, language: Language) -> Path:
    """Write the report into `folder`/interviews. Raises OSError."""
    # The number keeps two interviews of one minute apart.
    stem = when(report).replace(":", "").replace(" ", "-")
    path = folder / "interviews" / f"{stem}-{report['interview'][-6:]}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(report, language), encoding="utf-8")
    return path


def _lines(report: Report, language: Language) -> Iterator[str]:
    yield "# " + words.REPORT.said(language).format(when=when(report))
    yield ""
    if not report["items"]:
        yield words.NOTHING_ANSWERED.said(language)
        return
    numbers = {name: report[name] for name in ("right", "questions")}
    yield "- " + words.SCORE.said(language).format(
        score=percent(report["score"]), planned=report["planned_questions"], **numbers
    )
    yield "- " + words.TIME.said(language).format(
        spent=spent(report["seconds"], language),
        planned=spent(report["planned_seconds"], language),
        over=report["over_time"],
    )
    yield from _ends(report, language)
    yield from _topics(report, language)
    yield from _calibration(report, language)
    yield from _earlier(report, language)
    yield from _items(report, language)


def _ends(report: Report, language: Language) -> Iterator[str]:
    items = {item["number"]: item for item in report["items"]}
    for name, number in ((words.STRONGEST, report["strongest"]), (words.WEAKEST, report["weakest"])):
        if number in items:
            title = items[number]["title"][language] or items[number]["question"]
            yield "- " + words.END.said(language).format(name=name.said(language), number=number, title=title)


def _topics(report: Report, language: Language) -> Iterator[str]:
    yield from ("", "## " + words.BY_TOPIC.said(language), "")
    before = report["earlier"]["topics"]
    for topic in report["topics"]:
        values = {"title": topic["title"][language] or topic["topic"], "questions": topic["questions"]}
        line = words.TOPIC_LINE.said(language).format(
            score=percent(topic["score"]), spent=spent(topic["seconds"], language), **values
        )
        if topic["topic"] in before:
            line += words.TOPIC_BEFORE.said(language).format(score=percent(before[topic["topic"]]))
        yield "- " + line


def _calibration(report: Report, language: Language) -> Iterator[str]:
    found = report["calibration"]
    if found is None:
        return
    yield from ("", "## " + words.CALIBRATION.said(language), "")
    yield "- " + words.BRIER.said(language).format(brier=f"{found['brier']:.2f}")
    for step in found["steps"]:
        name = CONFIDENCES[step["confidence"] - 1].said(language)
        values = {"name": name, "answers": step["answers"], "score": percent(step["score"])}
        yield "- " + words.STEP.said(language).format(**values)


def _earlier(report: Report, language: Language) -> Iterator[str]:
    yield from ("", "## " + words.COMPARED.said(language), "")
    earlier = report["earlier"]
    if not earlier["interviews"]:
        yield words.FIRST.said(language)
        return
    yield words.EARLIER.said(language).format(
        last=percent(earlier["last_score"]), mean=percent(earlier["mean_score"]), interviews=earlier["interviews"]
    )


def _items(report: Report, language: Language) -> Iterator[str]:
    marks = {report["weakest"]: words.WEAKEST, report["strongest"]: words.STRONGEST}
    for item in report["items"]:
        sign = "✓" if item["correctness"] >= 1 else "◐" if item["correctness"] > 0 else "✗"
        head = words.ITEM.said(language).format(
            number=item["number"],
            title=item["title"][language] or item["question"],
            level=item["level"],
            score=percent(item["correctness"]),
            spent=spent(item["seconds"], language),
        )
        mark = marks.get(item["number"])
        yield from ("", f"## {sign} {head}" + (f" · {mark.said(language)}" if mark else ""), "")
        yield from (item["prompt"][language], "")
        yield from _parts(item, language)


def _parts(item: Report, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    parts = [
        (words.GIVEN, item["given"][language] or words.SILENT.said(language)),
        (words.MODEL, item["correct"][language]),
        (words.WHY_WRONG, item["mistake"][language]),
        (words.EXPLANATION, item["explanation"][language]),
        (words.EVIDENCE, _evidence(item, language)),
    ]
    for head, body in parts:
        if body:
            # Further lines are set in, so that Markdown keeps them in the same entry.
            lines = "\n  ".join(line.strip() for line in body.strip().splitlines())
            yield f"- {head.said(language)}{colon}{lines}"


def _evidence(item: Report, language: Language) -> str:
    found = item.get("evidence")
    if not found:
        return ""
    measured = ", ".join(f"{name} = {value:.6g}" for name, value in found["measured"].items())
    values = {"demonstration": found["demonstration"], "seed": found["seed"], "measured": measured or "–"}
    return "\n".join([words.COMPUTED.said(language).format(**values), *found["claims"]])
