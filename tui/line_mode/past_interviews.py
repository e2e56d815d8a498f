"""Interviews that are open or past, printed: as lists, as a report, or as JSON."""

from __future__ import annotations

from db.interviews import Interviews
from engine.messages import Usage
from tui.cli.options import print_json
from tui.context import Context
from tui.locale import interview as words
from tui.output import put
from tui.sessions.report_types import InterviewReport, from_json, to_json
from tui.text.interview_report import export, markdown, open_words, past_line

FACTS = ("interview", "started", "finished", "score", "questions", "right", "seconds")
"""The fields of a report that the list of past interviews has in JSON."""


def list_open(context: Context, as_json: bool) -> None:
    """The unfinished interviews, newest first."""
    found = Interviews(context.memory).all_unfinished()
    if as_json:
        kept = [(stored, open_words(stored)) for stored in found]
        print_json(
            [
                {
                    "interview": str(stored.interview_id),
                    "started": stored.started.isoformat(),
                    "answered": told["done"],
                    "questions": told["total"],
                }
                for stored, told in kept
            ]
        )
        return
    line = context.said(words.OPEN_LINE)
    shown = [line.format(number=number, **open_words(stored)) for number, stored in enumerate(found, start=1)]
    put("\n".join(shown or [context.said(words.NONE_OPEN)]))


def list_past(context: Context, as_json: bool) -> None:
    """The finished interviews, newest first."""
    past = Interviews(context.memory).past()
    if as_json:
        rows = [{name: stored.report.get(name) for name in FACTS} for stored in past]
        print_json([{**row, "state": stored.state.value} for row, stored in zip(rows, past, strict=True)])
        return
    shown = [past_line(number, stored, context.language) for number, stored in enumerate(past, start=1)]
    put("\n".join(shown or [context.said(words.NO_PAST)]))


def show(number: int, context: Context, as_json: bool) -> None:
    """The report of past interview `number`, 1 being the newest. Raises Usage."""
    report = _report(number, context)
    if as_json:
        print_json(to_json(report))
    else:
        put(markdown(report, context.language), end="")


def write(number: int, context: Context, as_json: bool) -> None:
    """Write that report into the data folder, and print where. Raises Usage."""
    report = _report(number, context)
    try:
        file = export(report, context.locations.data, context.language)
    except OSError as error:
        raise Usage(f"the report cannot be written: {error}", f"报告无法写入：{error}") from error
    if as_json:
        print_json({"interview": report.interview, "file": str(file)})
    else:
        put(str(file))


def _report(number: int, context: Context) -> InterviewReport:
    past = Interviews(context.memory).past()
    if number > len(past):
        raise Usage(
            f"there is no past interview {number}; there are {len(past)} (see 'backdrill interview --list')",
            f"没有第 {number} 场面试，共有 {len(past)} 场（见 'backdrill interview --list'）",
        )
    report = from_json(past[number - 1].report)
    if report is None:
        raise Usage(*words.NO_REPORT)
    return report
