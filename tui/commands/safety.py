"""`backdrill backup`, `restore` and `doctor`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from db.doctor import Diagnosis, damage, examine
from db.errors import DamagedFile
from db.storage import backup
from db.storage.store import address, file_of
from engine.messages import Usage
from tui.cli.options import context_of, print_json, wants_json
from tui.context import Context
from tui.locale import safety as words


def run(options: argparse.Namespace) -> int:
    """0, or 1 when the doctor found something that is not mended."""
    context = context_of(options)
    try:
        return {"backup": _backup, "restore": _restore, "doctor": _doctor}[options.command](options, context)
    finally:
        context.close()


def _file(context: Context) -> Path:
    if context.database_url is None:
        return context.locations.database
    file = file_of(address(context.database_url))
    if file is not None:
        return file
    raise Usage(*words.ONLY_SQLITE.format(url=context.database_url.split("@")[-1]))


def _sqlite_file(context: Context) -> Path | None:
    named = context.database_url
    return _file(context) if named is None or file_of(address(named)) is not None else None


def _backup(options: argparse.Namespace, context: Context) -> int:
    file = _file(context)
    if not file.exists():
        raise Usage(f"there is no database at {file} yet; study first", f"{file} 还没有数据库；请先学习")
    made = backup.back_up(file, context.clock(), "asked")
    return _told(options, {"backup": str(made)}, [context.said(words.BACKED_UP).format(path=made)])


def _restore(options: argparse.Namespace, context: Context) -> int:
    context.locations.ensure()
    saved = backup.restore(_file(context), Path(options.file), context.clock())
    lines = [context.said(words.RESTORED).format(path=options.file)]
    if saved:
        lines.append(context.said(words.SAVED_BEFORE).format(path=saved))
    return _told(options, {"restored": options.file, "saved": str(saved) if saved else None}, lines)


def _told(options: argparse.Namespace, data: dict[str, str | None], lines: list[str]) -> int:
    if wants_json(options):
        print_json(data)
    else:
        print("\n".join(lines))
    return 0


def _doctor(options: argparse.Namespace, context: Context) -> int:
    file = _sqlite_file(context)
    if file is not None:
        _look_at(file, options, context)
    found = examine(context.memory, options.repair)
    if wants_json(options):
        print_json({**asdict(found), "sound": found.sound})
    else:
        print("\n".join(_diagnosis(found, context)))
    return 0 if found.sound else 1


def _look_at(file: Path, options: argparse.Namespace, context: Context) -> None:
    kept = backup.go_on_without_log(file, context.clock()) if options.repair else None
    if kept:
        print(context.said(words.WITHOUT_LOG).format(path=kept), file=sys.stderr)
    faults = damage(file)
    if faults:
        raise DamagedFile(file, "; ".join(faults[:3]))


def _diagnosis(found: Diagnosis, context: Context) -> list[str]:
    lines = [context.said(words.INTEGRITY).format(what=what) for what in found.integrity]
    lines += [context.said(words.REFERENCE).format(what=what) for what in found.references]
    for m in found.mismatches:
        shown = {"question": m.question_id, "field": m.field, "stored": m.stored, "replayed": m.replayed}
        lines.append(context.said(words.MISMATCH if m.question_id else words.MISCOUNTED).format(**shown))
    if found.repaired:
        lines.append(context.said(words.REPAIRED).format(count=found.repaired))
    elif found.mismatches:
        lines.append(context.said(words.REPAIR_HINT))
    lines += [context.said(words.STRANGE).format(path=path) for path in found.strangers]
    if found.orphans:
        lines.append(context.said(words.ORPHANS).format(count=found.orphans))
    if found.sound:
        lines.append(context.said(words.SOUND).format(cards=found.cards, reviews=found.reviews))
    return lines
