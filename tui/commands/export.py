"""`backdrill export`: progress, reviews or questions as a file."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.messages import Usage
from engine.text import Text
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import transfer as words
from tui.output import put, put_lines

SEED = 1
"""Which variants are exported when no other seed is asked for."""


def arguments(parser: Parser) -> None:
    """The format, the file and the variants."""
    parser.add_argument("format", choices=("anki", "jsonl", "csv", "markdown"))
    parser.add_argument(
        "file", metavar="FILE", help=parser.said(Text("a new file, or - for stdout", "新文件，或用 - 表示标准输出"))
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="S",
        help=parser.said(Text("which variants (anki, markdown)", "第几号变体（anki、markdown）")),
    )


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage or DatabaseTrouble; then nothing was written."""
    context = context_of(options)
    if options.file == "-" and wants_json(options):
        raise Usage(
            "with --json the report goes to stdout; name a file for the export",
            "用 --json 时标准输出留给报告；请为导出指明一个文件",
        )
    try:
        return {"jsonl": _jsonl, "csv": _csv, "markdown": _markdown, "anki": _anki}[options.format](options, context)
    finally:
        context.close()


def _jsonl(options: argparse.Namespace, context: Context) -> int:
    from db.transfer.exporter import progress  # SQLAlchemy; the other formats bring the decks and NumPy

    return _stream(options, context, progress(context.memory), words.LINES.said(context.language), 0)


def _csv(options: argparse.Namespace, context: Context) -> int:
    from tui.transfer.csv_file import reviews_as_csv  # as above

    lines = (line.encode() for line in reviews_as_csv(context.memory))
    return _stream(options, context, lines, words.REVIEWS.said(context.language), 1)


def _markdown(options: argparse.Namespace, context: Context) -> int:
    from tui.transfer.markdown import questions_as_markdown  # as above

    lines = (line.encode() for line in questions_as_markdown(context, _seed(options)))
    return _stream(options, context, lines, words.QUESTIONS.said(context.language), None)


def _anki(options: argparse.Namespace, context: Context) -> int:
    if options.file == "-":
        raise Usage(
            "an Anki deck is no text; name a file such as backdrill.apkg",
            "Anki 牌组不是文本；请指明文件，如 backdrill.apkg",
        )
    _free(Path(options.file))
    try:
        from tui.transfer.anki import write  # an extra that may be missing
    except ImportError as error:
        raise Usage(
            f"Anki's format needs the extra 'anki' (pip install 'backdrill[anki]'): {error.name} is missing",
            f"导出 Anki 格式需要可选依赖 'anki'（pip install 'backdrill[anki]'）：缺少 {error.name}",
        ) from error
    at = context.clock().timestamp()
    count = _whole(Path(options.file), lambda part: write(context.library, _seed(options), part, at))
    return _told(options, context, context.said(words.NOTES).format(count=count), count)


def _seed(options: argparse.Namespace) -> int:
    return SEED if options.seed is None else int(options.seed)


def _stream(
    options: argparse.Namespace, context: Context, lines: Iterable[bytes], what: str, header: int | None
) -> int:
    """Lines into a file, or with `-` to stdout. `header` lines do not count; None counts the library's questions."""
    if options.file == "-":
        put_lines(lines)
        return 0
    written = _whole(Path(options.file), lambda part: _write(part, lines))
    count = len(context.library.questions) if header is None else written - header
    return _told(options, context, what.format(count=count), count)


def _write(part: Path, lines: Iterable[bytes]) -> int:
    count = 0
    with part.open("wb") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count


def _whole(file: Path, write: Callable[[Path], int]) -> int:
    """Write beside the file and put it in place when it is whole; what is there already is never written over."""
    _free(file)
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backdrill-") as folder:
            part = Path(folder) / "part"
            count = write(part)
            os.replace(part, file)
    except OSError as error:
        why = error.strerror or error
        raise Usage(f"{file} cannot be written: {why}", f"{file} 无法写入：{why}") from error
    return count


def _free(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise Usage(f"there is a file {file} already; choose another name", f"文件 {file} 已存在；请换一个名称")


def _told(options: argparse.Namespace, context: Context, what: str, count: int) -> int:
    if wants_json(options):
        print_json({"file": options.file, "format": options.format, "count": count})
    else:
        put(context.said(words.WRITTEN).format(file=options.file, what=what))
    return 0
