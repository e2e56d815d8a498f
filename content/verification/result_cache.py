"""Results of slow runs, kept on disk between verifications.

A demonstration is a pure function of its parameters and seed, so a result is kept under the hash of the engine's
source, the parameters and the seed. Some of the results that are found are computed again each time and compared: a
cache that lies is thrown away, and everything is computed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import engine
from content import scene
from engine.demonstration import Grade
from engine.parameters import Value
from engine.registry import find
from engine.result import Result

SLOW = 0.001
"""Seconds from which a result is worth keeping."""
AGAIN = 25
"""One in so many results that are found is computed again, by its key and the day of the year."""
RECENT = 256
"""Results held in memory."""
LARGEST = 100_000
"""Bytes of a result, packed, beyond which it is not kept."""
_TABLE = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, source BLOB NOT NULL, measurements BLOB NOT NULL)"


@cache
def engine_source() -> bytes:
    """The hash of the engine's source and data: another engine, other results."""
    digest = hashlib.blake2b(np.__version__.encode(), digest_size=16)
    folder = Path(engine.__file__).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.npz")]):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.digest()


class ResultCache:
    """One cache file. Trouble with the file means computing, never failing. What is new is written by `close`."""

    def __init__(self, path: Path, today: int) -> None:
        self.path, self.today = path, today
        self.hits = 0
        self.lies: list[str] = []
        self._recent: dict[scene.Setting, Result] = {}
        self._new: dict[bytes, bytes] = {}
        self._connection = self._connect()

    @classmethod
    def open(cls, folder: Path) -> ResultCache:
        """The cache in `folder`."""
        return cls(folder / "results.sqlite", time.gmtime().tm_yday)

    def result(self, setting: scene.Setting, compute: Callable[[], Result]) -> Result:
        """The kept result, or a computed one, which is kept if it was slow."""
        if setting not in self._recent:
            if len(self._recent) >= RECENT:
                self._recent.clear()
            self._recent[setting] = self._kept_or_computed(setting, compute)
        return self._recent[setting]

    def _kept_or_computed(self, setting: scene.Setting, compute: Callable[[], Result]) -> Result:
        key = _key(setting)
        kept = None if self.lies else self._read(key)
        if kept is not None and not self._looked_at_again(key):
            self.hits += 1
            return Result(kept, ())
        started = time.perf_counter()
        result = compute()
        if kept is None and time.perf_counter() - started >= SLOW:
            self._keep(key, result)
        if kept is not None and not _same(setting, kept, result.measurements):
            self.lies.append(setting.name)
        return result

    def _looked_at_again(self, key: bytes) -> bool:
        return (key[0] + self.today) % AGAIN == 0

    def _keep(self, key: bytes, result: Result) -> None:
        with suppress(TypeError):  # a measurement that JSON cannot hold
            packed = zlib.compress(encoded(result.measurements).encode(), 1)
            if len(packed) <= LARGEST:
                self._new[key] = packed

    def _read(self, key: bytes) -> dict[str, Value] | None:
        if self._connection is not None:
            with suppress(sqlite3.Error, ValueError, TypeError, KeyError, zlib.error):
                row = self._connection.execute(
                    "SELECT measurements FROM results WHERE key = ? AND source = ?", (key, engine_source())
                ).fetchone()
                return None if row is None else decoded(zlib.decompress(row[0]).decode())
        return None

    def close(self) -> None:
        """Write what is new, in one transaction, and forget other engines' results; throw a lying file away."""
        if self._connection is not None:
            with suppress(sqlite3.Error), self._connection:
                if self._new:
                    self._connection.execute("DELETE FROM results WHERE source <> ?", (engine_source(),))
                rows = [(key, engine_source(), packed) for key, packed in self._new.items()]
                self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
            self._connection.close()
        if self.lies:
            self.path.unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=30)
            connection.execute("PRAGMA synchronous = OFF")  # what is lost is computed again
            connection.execute(_TABLE)
        except (sqlite3.Error, OSError):
            return None
        return connection


def _key(setting: scene.Setting) -> bytes:
    return hashlib.blake2b(repr(setting.key).encode(), digest_size=16).digest()


def _same(setting: scene.Setting, kept: Mapping[str, Value], measured: Mapping[str, Value]) -> bool:
    """Whether two runs agree: but for seconds on this machine, and for the order in which threads add."""
    timed = {m.name for m in find(setting.name).measurements if m.grade is Grade.WALL_CLOCK}
    names = set(measured) - timed
    return names == set(kept) - timed and all(_close(kept[name], measured[name]) for name in names)


def _close(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    left, right = np.asarray(one, float), np.asarray(other, float)
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=1e-9, atol=1e-12, equal_nan=True))


def encoded(measurements: Any) -> str:
    """Measurements as JSON that gives every bit back."""
    return json.dumps({name: _plain(value) for name, value in sorted(measurements.items())})


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": value.shape, "hex": value.tobytes().hex()}
    return value.item() if isinstance(value, np.generic) else value


def decoded(text: str) -> dict[str, Value]:
    """The measurements that `encoded` wrote. Raises ValueError, KeyError or TypeError."""
    return {name: _value(value) for name, value in json.loads(text).items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        flat = np.frombuffer(bytes.fromhex(value["hex"]), dtype=np.dtype(value["dtype"]))
        return flat.reshape(value["shape"]).copy()
    return value


@contextmanager
def kept_results(results: ResultCache) -> Iterator[ResultCache]:
    """Let scenes take slow results from the cache."""
    try:
        with scene.results_from(results.result):
            yield results
    finally:
        results.close()
