"""The doctor's findings in words."""

from __future__ import annotations

from db.doctor import Diagnosis
from tui.context import Context
from tui.locale import safety as words


def diagnosis(found: Diagnosis, context: Context) -> list[str]:
    """A line for each fault, or one that says that there is none."""
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
