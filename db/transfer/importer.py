"""Taking a progress file in: all of it or nothing, once however often it is given."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from db.cards import NEW_CARD, mark_values, stable_id, state_values
from db.errors import BadSetting
from db.interviews import InterviewState
from db.memory import Memory
from db.review_log import replay
from db.review_log.replay import Trace, trace
from db.scheduling.fsrs import ALGORITHM, Parameters, parameters_from
from db.settings import SPECS, Settings
from db.tables import ANSWERS, CARDS, EVENTS, INTERVIEWS, REVIEWS, SETS, SETTINGS
from db.transfer.format import FORMAT, LONGEST_LINE, BadTransfer, checked, digest, read

Row = dict[str, Any]


@dataclass
class _Block:
    """One card's lines: its row here, and what the file's log holds of it."""

    row: Row
    name: str
    reviews: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)


def bring_in(memory: Memory, lines: Iterable[bytes], aliases: Mapping[str, str] | None = None) -> dict[str, int]:
    """Add what the file has and the database has not; how many reviews, events, interviews and settings that was.

    `aliases` maps earlier question ids to present ones. Raises BadTransfer, and changes nothing, for a file with
    anything wrong in it.
    """
    number = 0
    with memory.store.writing() as connection:
        taker = _Taker(connection, memory.learner_id, memory.learner, aliases or {})
        try:
            for number, line in enumerate(lines, start=1):
                taker.take(number, _as_written(number, line))
            taker.finish()
        except BadTransfer as error:
            raise BadTransfer(
                f"line {number} of the file {error}; nothing was changed",
                f"文件第 {number} 行{error.zh}；什么都没有改动",
            ) from error
    memory.settings = Settings(memory.store, memory.learner_id)
    return dict(taker.added)


def _as_written(number: int, line: bytes) -> bytes:
    """The line without what an editor or a mailer for Windows adds; the digest was made before."""
    line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
    return line[:-2] + b"\n" if line.endswith(b"\r\n") else line


class _Taker:
    """Takes line after line within one transaction."""

    def __init__(self, connection: Connection, learner_id: int, learner: str, aliases: Mapping[str, str]) -> None:
        self._connection, self._learner_id, self._learner, self._aliases = connection, learner_id, learner, aliases
        self.added: Counter[str] = Counter(review=0, event=0, interview=0, setting=0)
        self._digest, self._format, self._ended, self._same = digest(), FORMAT, False, False
        self._block: _Block | None = None
        self._sets = {row.id: parameters_from(row.parameters) for row in connection.execute(select(SETS))}
        self._interviews: dict[int, tuple[int, bool]] = {}

    def take(self, number: int, line: bytes) -> None:
        """One line. Raises BadTransfer."""
        if self._ended:
            raise BadTransfer("stands after the end", "在结尾之后")
        if len(line) > LONGEST_LINE:
            raise BadTransfer(f"has more than {LONGEST_LINE:,} bytes", f"超过 {LONGEST_LINE:,} 字节")
        found = read(line)
        if number == 1:
            self._begin(found)
        elif found.get("is") == "end":
            self._end(found, number)
        elif self._format == FORMAT or found.get("is") != "counter":
            kind, row = checked(self._in_this_format(found))
            getattr(self, f"_{kind}")(row)
        self._digest.update(line)

    def finish(self) -> None:
        """The file is at its end. Raises BadTransfer when its last line is missing."""
        if not self._ended:
            raise BadTransfer(
                "is the last, but says nothing of an end: the file was cut, or is no Backdrill export",
                "是最后一行，却没有说明结尾：文件被截断，或不是 Backdrill 的导出",
            )

    def _begin(self, found: Row) -> None:
        if found.get("is") != "backdrill" or not isinstance(found.get("learner"), str):
            raise BadTransfer(
                "does not begin a progress file ('backdrill export jsonl FILE' writes one)",
                "不是进度文件的开头（'backdrill export jsonl FILE' 会写出一个）",
            )
        if found.get("format") not in (1, FORMAT):
            raise BadTransfer(
                f"asks for another format than 1 or {FORMAT}; update Backdrill",
                f"要求 1 和 {FORMAT} 以外的格式；请更新 Backdrill",
            )
        self._format = found["format"]
        self._same = found["learner"] == self._learner

    def _in_this_format(self, found: Row) -> Row:
        """The line as it is written today."""
        return {"interval": None, **found} if self._format < FORMAT and found.get("is") == "review" else found

    def _end(self, found: Row, number: int) -> None:
        self._close()
        if found.get("lines") != number - 1 or found.get("digest") != self._digest.hexdigest():
            raise BadTransfer(
                "does not fit the lines before it: the file was cut or changed", "与前面各行不符：文件被截断或改动过"
            )
        self._ended = True

    # ── what every card needs ───────────────────────────────────────────────────────────────────────────────

    def _parameters(self, row: Row) -> None:
        if row["algorithm"] != ALGORITHM:
            raise BadTransfer(
                f"asks for a scheduler that this Backdrill does not have ({ALGORITHM}); update it",
                f"要求本程序没有的调度算法（现有 {ALGORITHM}）；请更新 Backdrill",
            )
        if row["id"] not in self._sets:
            self._sets[row["id"]] = _usable(row["parameters"])
            self._connection.execute(insert(SETS).values(row))

    def _setting(self, row: Row) -> None:
        """Settings that were made here stay; the file's fill in the others."""
        try:
            if row["name"] not in SPECS:
                raise LookupError(row["name"])
            SPECS[row["name"]].accept(json.loads(row["value"]))
        except (ValueError, RecursionError, TypeError, LookupError, BadSetting) as error:
            raise BadTransfer(
                "holds a setting that does not exist, or a value out of its range", "含有不存在的设置，或超出范围的值"
            ) from error
        mine = (SETTINGS.c.learner_id == self._learner_id) & (SETTINGS.c.name == row["name"])
        if self._connection.execute(select(SETTINGS.c.name).where(mine)).first() is None:
            self._connection.execute(insert(SETTINGS).values(learner_id=self._learner_id, **row))
            self.added["setting"] += 1

    # ── cards ───────────────────────────────────────────────────────────────────────────────────────────────

    def _card(self, row: Row) -> None:
        self._close()
        name = self._aliases.get(row["question_id"], row["question_id"])
        mine = (CARDS.c.learner_id == self._learner_id) & (CARDS.c.question_id == name)
        found = self._connection.execute(select(CARDS).where(mine)).first()
        held = dict(found._mapping) if found else self._new_card(row, name)
        if self._same and held["id"] != row["id"] and self._may_take(row["id"], held["id"]):
            # Keep the imported id: it seeds the fuzz, so that replay gives the imported intervals.
            self._connection.execute(update(CARDS).where(CARDS.c.id == held["id"]).values(id=row["id"]))
            held["id"] = row["id"]
        self._block = _Block(held, row["question_id"])

    def _may_take(self, card_id: int, instead_of: int) -> bool:
        """Whether an id is free, and nothing hangs on the present one."""
        taken = self._connection.execute(select(CARDS.c.id).where(CARDS.c.id == card_id)).first()
        return taken is None and not any(replay.history(self._connection, instead_of))

    def _new_card(self, row: Row, name: str) -> Row:
        """A card whose question is not here: kept with its history until a deck brings the question."""
        made_id = row["id"] if self._same else stable_id(self._learner, name)
        ours = {"id": made_id, "learner_id": self._learner_id, "question_id": name, "present": 0}
        made = {**row, **NEW_CARD, **ours}
        if self._connection.execute(select(CARDS.c.id).where(CARDS.c.id == made_id)).first():
            raise BadTransfer("names a card by the id of another", "用另一张卡片的编号称呼这张卡片")
        self._connection.execute(insert(CARDS).values(made))
        return made

    def _review(self, row: Row) -> None:
        if row["parameter_set"] not in self._sets:
            raise BadTransfer("names a parameter set that the file does not hold", "提到文件中没有的参数组")
        self._of_block(row).reviews.append(row)

    def _event(self, row: Row) -> None:
        self._of_block(row).events.append(row)

    def _of_block(self, row: Row) -> _Block:
        if self._block is None or row.pop("question_id") != self._block.name:
            raise BadTransfer("does not stand below its card", "不在它的卡片之下")
        row["card_id"] = self._block.row["id"]
        return self._block

    def _close(self) -> None:
        """Merge the imported log of the card with the one here, and write the state that replay gives."""
        block, self._block = self._block, None
        if block is None or not (block.reviews or block.events):
            return
        card_id = block.row["id"]
        reviews, events = ([dict(row) for row in rows] for rows in replay.history(self._connection, card_id))
        known = {row["at"]: row for row in [*reviews, *events]}
        new_reviews, new_events = _unknown(block.reviews, known), _unknown(block.events, known)
        if not new_reviews and not new_events:
            return
        before = self._traced(reviews, events, card_id)
        after = self._traced([*reviews, *new_reviews], [*events, *new_events], card_id)
        for rows, into, kind in ((new_reviews, REVIEWS, "review"), (new_events, EVENTS, "event")):
            if rows:
                self._connection.execute(insert(into), rows)
            self.added[kind] += len(rows)
        values = {**state_values(after.state), **mark_values(after.marks)}
        self._connection.execute(update(CARDS).where(CARDS.c.id == card_id).values(values))
        replay.count(self._connection, self._learner_id, block.row["topic"], before, after)

    def _traced(self, reviews: list[Row], events: list[Row], card_id: int) -> Trace:
        try:
            return trace(reviews, events, card_id, self._sets)
        except (ValueError, TypeError, ArithmeticError, AssertionError) as error:
            raise BadTransfer("ends a log that cannot be replayed", "结束的日志无法重放") from error

    # ── interviews ──────────────────────────────────────────────────────────────────────────────────────────

    def _interview(self, row: Row) -> None:
        """A new one is taken whole; of one that is here, the answers that are missing, and the end if it has one."""
        self._close()
        theirs = row["id"]
        row["id"] = theirs if self._same else stable_id("interview", str(self._learner_id), str(row["started"]))
        held = self._connection.execute(select(INTERVIEWS).where(INTERVIEWS.c.id == row["id"])).first()
        if held is None:
            self._connection.execute(insert(INTERVIEWS).values(learner_id=self._learner_id, **row))
            self.added["interview"] += 1
        elif held.learner_id != self._learner_id:
            raise BadTransfer("names an interview by the id of another", "用另一场面试的编号称呼这场面试")
        behind = held is not None and held.state == InterviewState.OPEN.value
        if behind and row["state"] != InterviewState.OPEN.value:
            self._connection.execute(update(INTERVIEWS).where(INTERVIEWS.c.id == row["id"]).values(row))
        self._interviews[theirs] = (row["id"], held is None or behind)

    def _interview_answer(self, row: Row) -> None:
        if row["interview_id"] not in self._interviews:
            raise BadTransfer("does not stand below its interview", "不在它的面试之下")
        row["interview_id"], wanted = self._interviews[row["interview_id"]]
        mine = (ANSWERS.c.interview_id == row["interview_id"]) & (ANSWERS.c.number == row["number"])
        if wanted and self._connection.execute(select(ANSWERS.c.number).where(mine)).first() is None:
            self._connection.execute(insert(ANSWERS).values(row))


def _unknown(rows: list[Row], known: dict[int, Row]) -> list[Row]:
    """The rows whose instant the log has not; one that differs from what happened then is refused."""
    fresh = []
    for row in rows:
        if row["at"] not in known:
            known[row["at"]] = row
            fresh.append(row)
        elif known[row["at"]] != row:
            raise BadTransfer("ends a card that has something else at the same instant", "结束的卡片在同一时刻另有记录")
    return fresh


def _usable(text: str) -> Parameters:
    try:
        parameters = parameters_from(text)
        trace(_TRIAL, [], 1, {0: parameters})
        if parameters.text != text:
            raise ValueError("not as Backdrill writes it")
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        raise BadTransfer("holds scheduler parameters that cannot be used", "含有无法使用的调度参数") from error
    return parameters


_TRIAL: list[Row] = [
    {"at": n * 86_400_000_000, "day": 719_163 + n, "offset_minutes": 0, "rating": 3, "parameter_set": 0,
     "correctness": 1.0, "seconds": 1.0}
    for n in (0, 1, 4)
]  # fmt: skip
"""A short history: parameters that cannot schedule it are refused before they are stored."""
