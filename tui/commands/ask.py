"""`backdrill ask`: one question, outside the schedule; the list of all; or variants as JSON, one a line."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING

from engine.json_data import Json
from engine.messages import Usage
from engine.text import Text
from tui.cli.encoding import answers, speaks_unicode
from tui.cli.options import context_of, print_json, wants_json, wants_plain
from tui.cli.parser import Parser
from tui.commands.app import start
from tui.context import Context
from tui.locale import line_mode as words
from tui.locale.command_line import PLAIN
from tui.output import put, put_data

if TYPE_CHECKING:  # content takes long to import; a command's help does not wait for it
    from content.library import Library
    from content.model import Question

_SEEDS = re.compile(r"^(-?\d+)(?:\.\.(-?\d+))?$")
MOST = 100_000
"""The most variants that are printed at once."""


def arguments(parser: Parser) -> None:
    """The question and its variants."""
    question = Text("its id; without one, all are listed", "题目编号；不写则列出全部")
    parser.add_argument("question", nargs="?", metavar="QUESTION", help=parser.said(question))
    seed = Text(
        "which variant; with --json a range: one variant a line", "第几号变体；配合 --json 可写范围：每行一个变体"
    )
    parser.add_argument("--seed", metavar="S|A..B", help=parser.said(seed))
    parser.add_argument("--plain", action="store_true", help=parser.said(PLAIN))


def run(options: argparse.Namespace) -> int:
    """0; nothing is recorded. Raises UnknownItem and Usage."""
    context = context_of(options)
    if options.question is None:
        return _list(options, context)
    question = context.library.question(options.question)
    seeds = _seeds(options.seed)
    if wants_json(options):
        return _as_json(question, seeds, ".." in (options.seed or ""))
    if len(seeds) > 1:
        raise Usage(
            f"--seed {options.seed} names {len(seeds)} variants; only --json prints more than one",
            f"--seed {options.seed} 指定了 {len(seeds)} 个变体；只有 --json 能输出多个",
        )
    if not wants_plain(options):
        return start(context, "ask", question_id=question.id, seed=seeds[0])
    return _plainly(context, question, seeds[0])


def _seeds(text: str | None) -> range:
    """`S` or `A..B`, both ends included. Raises Usage."""
    match = _SEEDS.match("0" if text is None else text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if not 0 < last - first + 1 <= MOST:
        raise Usage(
            f"--seed takes a whole number or a range such as 0..99, at most {MOST:,} long, not '{text}'",
            f"--seed 接受整数或 0..99 这样的范围（至多 {MOST:,} 个），不能是“{text}”",
        )
    return range(first, last + 1)


def _list(options: argparse.Namespace, context: Context) -> int:
    from content.kind import kind_of  # NumPy

    rows = _rows(context.library)
    if wants_json(options):
        print_json({"questions": rows})
        return 0
    width = max((len(str(row["question"])) for row in rows), default=0)
    for row in rows:
        kind = context.said(kind_of(context.library.question(str(row["question"]))).label)
        put(f"{row['question']:<{width}}  {row['level']}  {kind}")
    return 0


def _rows(library: Library) -> list[dict[str, Json]]:
    """Every question that can be asked, deck by deck and topic by topic."""
    return [
        {
            "question": question.id,
            "deck": deck.info.id,
            "topic": topic.info.id,
            "kind": question.kind,
            "level": question.level,
            "claims": list(question.claims),
        }
        for deck in library.decks
        for topic in deck.topics
        for question in topic.questions
    ]


def _as_json(question: Question, seeds: range, lines: bool) -> int:
    """One document, or for a range one variant a line."""
    from content.variants import make  # NumPy and the demonstrations
    from tui.text.variant_json import variant_as_json

    for seed in seeds:
        data = variant_as_json(make(question, seed))
        if lines:
            put_data(json.dumps(data, ensure_ascii=not speaks_unicode(), default=str) + "\n")
        else:
            print_json(data)
    return 0


def _plainly(context: Context, question: Question, seed: int) -> int:
    # NumPy and the demonstrations come with these; the app shows its first frame before it needs them.
    from content.variants import make
    from tui.line_mode.study import LineMode, Stopped
    from tui.sessions.question import AskedQuestion
    from tui.text.demonstration import described

    variant = make(question, seed)
    lines = LineMode(context.language, answers(), sys.stdout, lambda v: described(v, context.library, context.language))
    try:
        lines.ask(AskedQuestion(variant, context.clock))
        lines.say(words.OUTSIDE.said(context.language))
    except Stopped:
        pass
    return 0
