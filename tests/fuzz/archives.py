"""Archives of progress: lines of an export mutated as text or as data, with a digest that fits all the same."""

from __future__ import annotations

import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.transfer.format import digest
from tests.fuzz.harness import Fuzzer, shown
from tests.fuzz.mutations import STRANGE_NUMBERS, STRANGE_TEXTS, mutated_text, strange
from tests.shipped import warm

NOW = "2027-03-05T09:00:00+00:00"
FRESH = 25
"""Cases that are taken into one memory, before it is made anew."""


class Archives(Fuzzer):
    """A case is the text of a file."""

    name = "archives"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._sound, self._data, self._file = folder / "sound", folder / "data", folder / "archive.jsonl"
        warm(self._sound)
        self._at = ["--data", str(self._data), "--now", NOW]
        start = datetime(2027, 3, 1, 9, tzinfo=UTC)
        for day in range(3):
            at = ["--data", str(self._sound), "--now", (start + timedelta(days=day)).isoformat()]
            shown(["study", "--plain", "--limit", "8", *at], "a\n\n" * 8)
        shown(["interview", "--plain", "--questions", "3", "--seed", "1", *at], "a\n\n" * 12)
        shown(["exam", "2027-04-01", *at])
        shown(["export", "jsonl", str(self._file), *at])
        self._lines = self._file.read_text("utf-8").splitlines()
        self._ran = 0

    def case(self, rng: random.Random) -> str:
        if rng.random() < 0.3:
            return mutated_text("\n".join(self._lines), rng)
        lines = [json.loads(line) for line in self._lines[1:-1]]
        for _ in range(rng.randrange(1, 4)):
            _change(lines, rng)
        written = [self._lines[0], *(json.dumps(line, ensure_ascii=rng.random() < 0.5) for line in lines)]
        return "\n".join([*written, _last(written, json.loads(self._lines[-1]))]) + "\n"

    def run(self, case: str) -> str:
        if self._ran % FRESH == 0:
            shutil.rmtree(self._data, ignore_errors=True)
            if self._ran % (2 * FRESH):
                shutil.copytree(self._sound, self._data)
            else:
                warm(self._data)
        self._ran += 1
        self._file.write_bytes(case.encode("utf-8", "surrogatepass"))
        said, code = shown(["import", str(self._file), *self._at])
        if code == 0:
            for command in (["doctor"], ["stats"], ["due"], ["interview", "--list"], ["exam"]):
                more, code = shown([*command, *self._at])
                assert code == 0 or command != ["doctor"], more
                said += more
            said += shown(["study", "--plain", "--limit", "1", *self._at], "a\n\n")[0]
        return said


def _change(lines: list[Any], rng: random.Random) -> None:
    """One change of one line: a value, a key, the line itself."""
    at = rng.randrange(len(lines))
    line = lines[at]
    change = rng.randrange(8)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(rng.randrange(len(lines)), dict(line) if isinstance(line, dict) else line)
    elif change == 2:
        lines[at], lines[0] = lines[0], line
    elif not isinstance(line, dict) or not line:
        lines[at] = strange(rng)
    else:
        key = rng.choice(list(line))
        other = rng.choice(lines)
        near = line[key] + rng.choice([-1, 1, 10**6]) if isinstance(line[key], int | float) else f"{line[key]}x"
        same = other.get(key) if isinstance(other, dict) else None
        line[key] = rng.choice([strange(rng), near, same, rng.choice(STRANGE_NUMBERS), rng.choice(STRANGE_TEXTS)])


def _last(written: list[str], before: dict[str, Any]) -> str:
    """The last line, made for these lines."""
    made = digest()
    for line in written:
        made.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return json.dumps({**before, "lines": len(written), "digest": made.hexdigest()})
