"""An interview's report as Markdown for the line mode and the exported file; its summary lines serve the page too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from content.kind import kinds
from db.interviews import InterviewState, StoredInterview
from engine.text import Language, Text
from tui.locale import interview as words
from tui.locale.study import CONFIDENCES
from tui.sessions.report_types import AnswerReport, InterviewReport, Todo, from_json
from tui.text.knowledge import known
from tui.text.sanitize import inert

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def percent(score: float | None) -> str:
    """A share of 1; a dash where nothing was graded."""
    return "–" if score is None else f"{score:.0%}"


def spent(seconds: float, language: Language) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return words.SPENT.said(language).format(minutes=minutes, seconds=rest)


def watch(seconds: float) -> str:
    """Minutes and seconds as a clock shows them, in whole seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def points(now: float, before: float) -> str:
    """A change in percentage points, with its sign."""
    change = round(100 * (now - before))
    return f"{change:+d}" if change else "±0"


def when(report: InterviewReport) -> str:
    """When the interview began, as people write it."""
    return datetime.fromisoformat(report.started).strftime("%Y-%m-%d %H:%M")


def markdown(report: InterviewReport, language: Language) -> str:
    """The whole report, ending with a line feed."""
    return inert("\n".join(_lines(report, language)).rstrip()) + "\n"


def open_words(stored: StoredInterview) -> dict[str, str | int]:
    """The values of the texts about an unfinished interview: when it began, answers, questions in all."""
    done = len(stored.answers)
    began = stored.started.astimezone().strftime("%Y-%m-%d %H:%M")
    return {"when": began, "done": done, "total": done + len(stored.coming)}


def past_line(number: int, stored: StoredInterview, language: Language) -> str:
    """One line for the list of past interviews."""
    report = from_json(stored.report)
    began = when(report) if report and report.started else stored.started.strftime("%Y-%m-%d %H:%M")
    if stored.state is InterviewState.DROPPED:
        return words.PAST_ABANDONED.said(language).format(number=number, when=began, questions=len(stored.answers))
    score, questions = (report.score, report.questions) if report else (None, len(stored.answers))
    return words.PAST_LINE.said(language).format(number=number, when=began, score=percent(score), questions=questions)


def export(report: InterviewReport, folder: Path, language: Language) -> Path:
    """Write the report into `folder`/interviews. Raises OSError."""
    # The number keeps two interviews of one minute apart.
    stem = when(report).replace(":", "").replace(" ", "-")
    number = re.sub(r"\D", "", str(report.interview))[-6:]
    path = folder / "interviews" / f"{stem}-{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(report, language), encoding="utf-8")
    return path


def _lines(report: InterviewReport, language: Language) -> Iterator[str]:
    yield "# " + words.REPORT.said(language).format(when=when(report))
    yield ""
    yield from summary(report, language)
    yield from _items(report, language)


def summary(report: InterviewReport, language: Language) -> Iterator[str]:
    """All of the report but the single answers: lines of Markdown."""
    if report.abandoned:
        yield "- " + words.WAS_ABANDONED.said(language)
    if not report.items:
        yield words.NOTHING_ANSWERED.said(language)
        return
    yield from _totals(report, language)
    yield from _ends(report, language)
    yield from _todo(report, language)
    yield from _threads(report, language)
    yield from _topics(report, language)
    yield from _calibration(report, language)
    yield from _earlier(report, language)


def _totals(report: InterviewReport, language: Language) -> Iterator[str]:
    yield "- " + words.SCORE.said(language).format(
        score=percent(report.score),
        planned=report.planned_questions,
        right=report.right,
        questions=report.questions,
    )
    yield "- " + words.LIKELY.said(language).format(**_ends_of(report.interval))
    yield "- " + words.TIME.said(language).format(
        spent=spent(report.seconds, language),
        planned=spent(report.planned_seconds, language),
        over=report.over_time,
    )
    if report.misses:
        numbers = ("、" if language == "zh" else ", ").join(map(str, report.misses))
        yield "- " + words.MISSES.said(language).format(numbers=numbers)


def _ends_of(interval: tuple[float, ...]) -> dict[str, str]:
    return {"low": percent(interval[0]), "high": percent(interval[1])}


def _ends(report: InterviewReport, language: Language) -> Iterator[str]:
    items = {item.number: item for item in report.items}
    for name, number in ((words.STRONGEST, report.strongest), (words.WEAKEST, report.weakest)):
        if number in items:
            title = items[number].title.said(language) or items[number].question
            yield "- " + words.END.said(language).format(name=name.said(language), number=number, title=title)


def todo_line(todo: Todo, language: Language) -> str:
    """One thing to do next."""
    return words.TODO[todo.kind].said(language).format(title=todo.title.said(language))


def _todo(report: InterviewReport, language: Language) -> Iterator[str]:
    if report.todo:
        yield from ("", "## " + words.NEXT.said(language), "")
        yield from (f"- {todo_line(todo, language)}" for todo in report.todo)


def _threads(report: InterviewReport, language: Language) -> Iterator[str]:
    if not report.threads:
        return
    yield from ("", "## " + words.THREADS.said(language), "")
    for thread in report.threads:
        numbers = ("、" if language == "zh" else ", ").join(map(str, thread.numbers))
        yield "- " + words.THREAD_LINE.said(language).format(
            title=thread.title.said(language), score=percent(thread.score), numbers=numbers
        )


def _topics(report: InterviewReport, language: Language) -> Iterator[str]:
    yield from ("", "## " + words.BY_TOPIC.said(language), "")
    before = report.earlier.topics
    for topic in report.topics:
        line = words.TOPIC_LINE.said(language).format(
            title=topic.title.said(language) or topic.topic,
            score=percent(topic.score),
            within=words.WITHIN.said(language).format(**_ends_of(topic.interval)),
            questions=topic.questions,
            spent=spent(topic.seconds, language),
        )
        if topic.topic in before:
            mean = before[topic.topic]
            values = {"score": percent(mean), "change": points(topic.score, mean)}
            line += words.TOPIC_BEFORE.said(language).format(**values)
        if topic.known is not None:
            line += words.TOPIC_KNOWN.said(language).format(known=known(topic.known, language))
        yield "- " + line


def _calibration(report: InterviewReport, language: Language) -> Iterator[str]:
    found = report.calibration
    if found is None:
        return
    yield from ("", "## " + words.CALIBRATION.said(language), "")
    yield "- " + words.BRIER.said(language).format(brier=f"{found.brier:.2f}")
    for step in found.steps:
        name = CONFIDENCES[step.confidence - 1].said(language)
        values = {"name": name, "answers": step.answers, "score": percent(step.score)}
        yield "- " + words.STEP.said(language).format(claimed=percent(step.claimed), **values)


def _earlier(report: InterviewReport, language: Language) -> Iterator[str]:
    yield from ("", "## " + words.COMPARED.said(language), "")
    earlier = report.earlier
    if report.score is None or earlier.last_score is None:
        yield words.FIRST.said(language)
        return
    yield words.EARLIER.said(language).format(
        last=percent(earlier.last_score),
        change=points(report.score, earlier.last_score),
        mean=percent(earlier.mean_score),
        interviews=earlier.interviews,
    )


def sign(item: AnswerReport) -> str:
    """Right, partly right or wrong, as a sign."""
    return "✓" if item.correctness >= 1 else "◐" if item.correctness > 0 else "✗"


def _items(report: InterviewReport, language: Language) -> Iterator[str]:
    marks = {report.weakest: words.WEAKEST, report.strongest: words.STRONGEST}
    for item in report.items:
        head = words.ITEM.said(language).format(
            number=item.number,
            title=item.title.said(language) or item.question,
            level=item.level,
            score=percent(item.correctness),
            spent=spent(item.seconds, language),
        )
        mark = marks.get(item.number)
        yield from ("", f"## {sign(item)} {head}" + (f" · {mark.said(language)}" if mark else ""), "")
        yield from (item.prompt.said(language), "")
        yield from _parts(item, language)


def _parts(item: AnswerReport, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    for head, body in parts(item, language):
        if head in (words.CONVERSATION, words.HEARD) or (head == words.GIVEN and _is_prose(item.kind)):
            # What the learner typed is text, whatever Markdown would make of it.
            body = _MARKUP.sub(r"\\\1", body)
        # Further lines are set in, so that Markdown keeps them in the same entry.
        lines = "\n  ".join(line.strip() for line in body.strip().splitlines())
        yield f"- {head.said(language)}{colon}{lines}"


def _is_prose(kind: str) -> bool:
    """Whether the learner typed what she liked; so it may be where the kind is not known any more."""
    return kind not in kinds() or kinds()[kind].free_text


def parts(item: AnswerReport, language: Language) -> list[tuple[Text, str]]:
    """The parts of one answer: heading and text, without empty ones."""
    told = [
        (words.GIVEN, item.given.said(language) or words.SILENT.said(language)),
        (words.CONVERSATION, "\n".join(_conversation(item, language))),
        (words.HEARD, "\n".join(_heard(item, language))),
        (words.MODEL, item.correct.said(language)),
        (words.WHY_WRONG, item.mistake.said(language)),
        (words.EXPLANATION, item.explanation.said(language)),
        (words.EVIDENCE, _evidence(item, language)),
    ]
    return [(head, body) for head, body in told if body]


def _conversation(item: AnswerReport, language: Language) -> Iterator[str]:
    """What the interviewer asked and what was replied; first how the answer was given, where that is worth a word."""
    for one in item.exchanges:
        if one.kind in words.HOW_GIVEN:
            yield words.HOW_GIVEN[one.kind].said(language)
        else:
            reply = one.reply.strip() or words.NO_REPLY.said(language)
            yield words.ASKED.said(language).format(asked=one.asked.said(language))
            yield words.REPLIED.said(language).format(reply=reply)


def _heard(item: AnswerReport, language: Language) -> Iterator[str]:
    """Each key point with what was recognised of it, and the words it rests on."""
    for point in item.points:
        quote = " … ".join(point.words)
        told = words.STATES[point.state].said(language)
        yield f"{told} {point.text.said(language)}" + (
            f" ({words.QUOTE.said(language).format(words=quote)})" if quote else ""
        )


def _evidence(item: AnswerReport, language: Language) -> str:
    found = item.evidence
    if not found:
        return ""
    measured = ", ".join(f"{name} = {value:.6g}" for name, value in found.measured.items())
    values = {"demonstration": found.demonstration, "seed": found.seed, "measured": measured or "–"}
    claims = [one.said(language) for one in found.statements] or list(found.claims)
    return "\n".join([words.COMPUTED.said(language).format(**values), *claims])
