"""Kept results: the same proofs without computing, and a cache that lies is caught and thrown away."""

from __future__ import annotations

import json
import sqlite3
import zlib

import pytest

from content.verification import result_cache
from content.verification.deck import verify
from content.verification.result_cache import AGAIN, ResultCache, decoded, encoded
from engine.result import Result


@pytest.fixture
def slow(monkeypatch):
    """Every result is worth keeping."""
    monkeypatch.setattr(result_cache, "SLOW", 0.0)


def outcome(report):
    return report.checks, report.failures, report.gate


def test_a_warm_run_finds_what_a_cold_one_found(twelve, tmp_path, slow, monkeypatch):
    # A search is bounded in time, so with kept results it gets farther: questions have none here.
    cold = verify(twelve, 8, only="pool-matrix", workers=1, cache=tmp_path)
    computed = []
    whole = ResultCache._kept_or_computed

    def counted(self, setting, compute):
        return whole(self, setting, lambda: computed.append(setting) or compute())

    monkeypatch.setattr(ResultCache, "_kept_or_computed", counted)
    monkeypatch.setattr(ResultCache, "_looked_at_again", lambda self, key: False)
    warm = verify(twelve, 8, only="pool-matrix", workers=1, cache=tmp_path)
    assert outcome(warm) == outcome(cold)
    assert computed == []
    assert warm.lies == []


def test_a_cache_that_lies_is_caught_and_everything_is_computed_again(twelve, tmp_path, slow):
    honest = verify(twelve, 4, workers=1, cache=tmp_path)
    path = tmp_path / "results.sqlite"
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT key, measurements FROM results").fetchall()
        for key, packed in rows:
            measured = json.loads(zlib.decompress(packed))
            for name, value in measured.items():
                if isinstance(value, float):
                    measured[name] = value * 1.01
            connection.execute(
                "UPDATE results SET measurements = ? WHERE key = ?", (zlib.compress(json.dumps(measured).encode()), key)
            )
    assert len(rows) > 10 * AGAIN
    report = verify(twelve, 4, workers=1, cache=tmp_path)
    assert report.lies
    assert outcome(report) == outcome(honest)
    assert verify(twelve, 4, workers=1, cache=tmp_path).lies == []


def test_another_engine_is_another_cache(twelve, tmp_path, slow, monkeypatch):
    verify(twelve, 2, only="chain-number", workers=1, cache=tmp_path)
    monkeypatch.setattr(result_cache, "engine_source", lambda: b"another")
    cache = ResultCache.open(tmp_path)
    with sqlite3.connect(tmp_path / "results.sqlite") as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM results")]
    assert keys
    assert all(cache._read(key) is None for key in keys)


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_damaged_cache_is_done_without(twelve, tmp_path, damage):
    (tmp_path / "results.sqlite").write_bytes(damage)
    report = verify(twelve, 2, only="chain-number", workers=1, cache=tmp_path)
    assert report.failures == []


def test_measurements_come_back_bit_by_bit(twelve):
    from content.variants import make

    for name in ("pool-matrix", "soft-vector", "chain-number"):
        measured = make(twelve.questions[name], 1).scene.result.measurements
        assert encoded(decoded(encoded(measured))) == encoded(measured)
        assert isinstance(Result(decoded(encoded(measured))), Result)


def test_a_killed_process_costs_time_and_no_result(twelve, monkeypatch):
    from concurrent.futures.process import BrokenProcessPool

    from content.verification import jobs

    asked = []

    def first_works_then_broken(futures):
        asked.extend(futures)
        yield asked[0]
        raise BrokenProcessPool

    monkeypatch.setattr(jobs, "as_completed", first_works_then_broken)
    broken = verify(twelve, 20, workers=2)
    monkeypatch.undo()
    whole = verify(twelve, 20, workers=1)
    assert len(asked) > 10
    assert outcome(broken) == outcome(whole)
