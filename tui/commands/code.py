"""`backdrill code`: list the tasks, write the stub of one, judge a solution, watch a file, or show the reference."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.messages import Usage
from engine.text import Text
from engine.utf8 import NotUtf8, decoded
from tui.cli.encoding import answers, speaks_unicode
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import code as words
from tui.output import put, put_data, refuse

if TYPE_CHECKING:  # NumPy, which the usage does not wait for
    from engine.task import Task

LONGEST = 1_000_000
"""Bytes of a solution."""
LOOK_EVERY = 0.2
"""Seconds between two looks at a watched file."""


def arguments(parser: Parser) -> None:
    """Which task, and what to do with it."""
    name = Text("the task; without one, all are listed", "题名；不写则列出全部")
    check = Text("judge this file ('-' is standard input)", "判这个文件（“-”为标准输入）")
    watch = Text("judge again at every save, until it is right", "每次保存都重新判题，直到正确")
    seed = Text("which options the statement draws", "题目选项由哪个种子抽取")
    solution = Text("print the reference with its explanation", "打印参考答案与讲解")
    parser.add_argument("task", nargs="?", metavar="NAME", help=parser.said(name))
    parser.add_argument("--check", dest="file", metavar="FILE", help=parser.said(check))
    parser.add_argument("--watch", action="store_true", help=parser.said(watch))
    parser.add_argument("--seed", type=int, default=0, metavar="S", help=parser.said(seed))
    parser.add_argument("--solution", action="store_true", help=parser.said(solution))


def run(options: argparse.Namespace) -> int:
    """0; 1 for a solution that is not right. Raises UnknownTask and Usage."""
    context = context_of(options)
    try:
        return _run(options, context)
    finally:
        context.close()


def _run(options: argparse.Namespace, context: Context) -> int:
    from engine.task_registry import find  # NumPy, which the usage does not wait for

    if options.seed < 0:
        raise Usage("--seed takes a whole number from 0 on", "--seed 接受不小于 0 的整数")
    if options.solution and (options.file or options.watch):
        raise Usage(*words.ONE_OF)
    if options.task is None:
        for given, option in ((options.file, "--check"), (options.watch, "--watch"), (options.solution, "--solution")):
            if given:
                raise Usage(*words.NAME_NEEDED.format(option=option))
        return _list(options, context)
    task = find(options.task)
    if options.solution:
        return _solution(task, options, context)
    if options.watch:
        return _watch(task, Path(options.file or f"{task.name}.py"), options, context)
    if options.file:
        return _check(task, _source(options.file), options, context)
    return _stub(task, options, context)


def _list(options: argparse.Namespace, context: Context) -> int:
    from engine.task_registry import catalogue, troubles  # as in run
    from tui.sessions.tasks import states

    for trouble in troubles():
        refuse(context.said(trouble))
    known, found = list(catalogue().values()), states(context.library, context.memory)
    if wants_json(options):
        rows = [
            {
                "name": task.name,
                "topic": task.topic,
                "title": task.title._asdict(),
                "state": found[task.name].name.lower() if task.name in found else None,
            }
            for task in known
        ]
        print_json({"tasks": rows})
        return 0
    width = max((len(task.name) for task in known), default=0)
    topic = ""
    for task in known:
        if task.topic != topic:
            topic = task.topic
            put(f"{topic}:")
        put(f"  {task.name:<{width}}  {context.said(task.title)}  ({context.said(words.STATES[found.get(task.name)])})")
    return 0


def _stub(task: Task, options: argparse.Namespace, context: Context) -> int:
    """Write NAME.py here. Raises Usage when it exists."""
    from engine.task_source import stub  # as in run

    file = Path(f"{task.name}.py")
    text = stub(task, task.draw(options.seed), context.language)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise Usage(*words.EXISTS.format(file=file, name=task.name)) from error
    if wants_json(options):
        print_json(
            {"task": task.name, "file": str(file), "seed": options.seed, "options": dict(task.draw(options.seed))}
        )
        return 0
    seed = f" --seed {options.seed}" if options.seed else ""
    put(context.said(words.WRITTEN.format(file=file, name=task.name, seed=seed)))
    return 0


def _source(file: str) -> str:
    """The text of the file. Raises OSError and Usage."""
    if file == "-":
        raw = answers().buffer.read(LONGEST + 1)
    else:
        _there(Path(file))
        with Path(file).open("rb") as opened:
            raw = opened.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise Usage(*words.TOO_LONG.format(file=file, most=LONGEST))
    try:
        return decoded(raw)
    except NotUtf8 as error:
        place = f"{file}:{error.line}"
        raise Usage(f"{place}: {error.text.en}", f"{place}：{error.text.zh}") from error


def _there(file: Path) -> None:
    if not file.is_file():
        raise Usage(f"there is no file '{file}'", f"没有文件“{file}”")


def _check(task: Task, source: str, options: argparse.Namespace, context: Context, lines: bool = False) -> int:
    """Judge and tell; with `lines` a line of JSON for each judgement."""
    from engine.judging.submission import judge  # as in run
    from tui.text.ruling import as_json, told

    ruling = judge(source, task, options.seed)
    if wants_json(options):
        data = as_json(ruling, task, task.draw(options.seed), options.seed)
        if lines:
            put_data(json.dumps(data, ensure_ascii=not speaks_unicode()) + "\n")
        else:
            print_json(data)
    else:
        put("\n".join(told(ruling, task, context.language)))
    return 0 if ruling.right else 1


def _watch(task: Task, file: Path, options: argparse.Namespace, context: Context) -> int:
    """Judge at every save until it is right. Raises Usage for a file that is missing at the start."""
    _there(file)
    seen = file.stat()
    if not wants_json(options):
        put(context.said(words.WATCHING.format(file=file)))
    while True:
        if _check(task, _source(str(file)), options, context, lines=True) == 0:
            return 0
        while True:
            time.sleep(LOOK_EVERY)
            try:
                now = file.stat()
            except OSError:
                continue  # an editor replaces the file by another
            if (now.st_mtime_ns, now.st_size, now.st_ino) != (seen.st_mtime_ns, seen.st_size, seen.st_ino):
                seen = now
                break
        if not wants_json(options):
            put()


def _solution(task: Task, options: argparse.Namespace, context: Context) -> int:
    """The reference with the drawn options, its explanation, and that it counts as given up."""
    from db.types import CardState  # as in run
    from engine.task_source import solution
    from tui.sessions.tasks import states
    from tui.text.line_breaking import wrapped

    state = states(context.library, context.memory).get(task.name)
    unsolved = state is not None and state is not CardState.REVIEW
    source = solution(task, task.draw(options.seed))
    if wants_json(options):
        print_json({
            "task": task.name, "seed": options.seed, "options": dict(task.draw(options.seed)), "source": source,
            "explanation": task.explanation._asdict(), "given_up": unsolved,
        })  # fmt: skip
        return 0
    put(source)
    for text in (task.explanation, *[words.GIVEN_UP] * unsolved):
        put("\n" + "\n".join(f"# {line}" for line in wrapped(context.said(text), 100)))
    return 0
