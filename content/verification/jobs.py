"""The work of verification, cut into jobs for several processes: the longest first, so that all end together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from content.kind import kind_of
from content.model import Claim, Question, Setup
from content.scene import varies
from content.variants import redrawn
from content.verification.gate.variety import DRAWS
from content.verification.item import ItemProof, prove_claim, prove_question
from content.verification.result_cache import ResultCache, kept_results
from engine.registry import find
from engine.threads import one_thread

Progress = Callable[[int, int, str], None]
"""Called with (work done, work in all, id of the last)."""
CHUNK = 25
"""Draws of one job."""
FEWEST = 200
"""Draws below which other processes cost more than they save."""


@dataclass(frozen=True)
class Job:
    """Some draws of one item. `first`: the gate's single looks are taken; `observed`: seeds only looked at."""

    item: Claim | Question
    seeds: Sequence[int]
    observed: Sequence[int]
    first: bool
    weight: float

    def run(self) -> ItemProof:
        """Prove the item over these seeds."""
        if isinstance(self.item, Claim):
            return prove_claim(self.item, self.seeds, self.first)
        return prove_question(self.item, self.seeds, self.observed, self.first)


def jobs_for(items: Sequence[Claim | Question], draws: int, seed: int) -> list[Job]:
    """Jobs for all items, the longest first. Runs that do not change with the seed are never cut: each process would
    repeat them."""
    jobs = [job for item in items for job in _jobs(item, draws, seed)]
    return sorted(jobs, key=lambda job: job.weight, reverse=True)


def _jobs(item: Claim | Question, draws: int, seed: int) -> Iterator[Job]:
    seeds = range(seed, seed + draws)
    extra = range(seed + draws, seed + max(draws, DRAWS))
    if isinstance(item, Question) and (not kind_of(item).graded or not redrawn(item)):
        extra = range(0)
    size = CHUNK if _cuttable(item) else draws
    for start in range(0, draws, size):
        part = seeds[start : start + size]
        first = start == 0
        weight = _weight(item) * (len(part) + (len(extra) + 20 if first else 0))
        yield Job(item, part, extra if first else (), first, weight)


def _settings(item: Claim | Question) -> Sequence[Setup]:
    return item.evidence if isinstance(item, Claim) else (item,)


def _cuttable(item: Claim | Question) -> bool:
    return all(varies(setting) or not setting.demonstration for setting in _settings(item))


def _weight(item: Claim | Question) -> float:
    """How dear a draw is: what reports as it goes is long, and fixed seeds are what authors give to dear runs."""
    names = [s.demonstration for s in _settings(item) if s.demonstration]
    dear = sum(find(name).long for name in names) + sum(s.fixed_seed is not None for s in _settings(item))
    return 1.0 + 20.0 * dear


def run_jobs(
    jobs: Sequence[Job], workers: int | None, progress: Progress | None, cache: Path | None = None
) -> dict[str, ItemProof]:
    """What the jobs prove, the parts of an item put together in the order of their seeds.

    When the cache has lied to one of them, all are run again without it.
    """
    proofs = _run(jobs, workers, progress, cache)
    lies = [lie for proof in proofs.values() for lie in proof.lies]
    if lies:
        proofs = _run(jobs, workers, progress, None)
        next(iter(proofs.values())).lies += lies
    return proofs


def _run(
    jobs: Sequence[Job], workers: int | None, progress: Progress | None, cache: Path | None
) -> dict[str, ItemProof]:
    parts: dict[str, list[tuple[int, ItemProof]]] = {}
    total = sum(len(job.seeds) for job in jobs)
    done = 0
    for job, proof in _outcomes(jobs, workers, total, cache):
        parts.setdefault(proof.id, []).append((job.seeds[0] if job.seeds else 0, proof))
        done += len(job.seeds)
        if progress is not None:
            progress(done, total, proof.id)
    return {name: _joined(name, found) for name, found in parts.items()}


def _joined(name: str, parts: list[tuple[int, ItemProof]]) -> ItemProof:
    whole = ItemProof(name)
    for _, part in sorted(parts, key=lambda pair: pair[0]):
        whole.add(part)
    whole.findings = list({(f.point, f.path): f for f in reversed(whole.findings)}.values())
    return whole


def _outcomes(
    jobs: Sequence[Job], workers: int | None, total: int, cache: Path | None
) -> Iterator[tuple[Job, ItemProof]]:
    workers = workers or os.cpu_count() or 1
    if workers == 1 or total < FEWEST:
        for job in jobs:
            yield job, run_job(job, cache)
        return
    one_thread()  # the workers fill the cores
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run_job, job, cache): job for job in jobs}
        try:
            for future in as_completed(list(futures)):
                yield futures[future], future.result()
                del futures[future]
        except BrokenProcessPool:
            # A process was killed, as for want of memory: what is left is done here.
            for job in futures.values():
                yield job, run_job(job, cache)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def run_job(job: Job, cache: Path | None = None) -> ItemProof:
    """One job. A failure seen with kept results is looked at again without them, so that no cache can blame a deck."""
    if cache is None:
        return job.run()
    with kept_results(ResultCache.open(cache)) as results:
        proof = job.run()
    if proof.failures and results.hits:
        proof = job.run()
    proof.lies += results.lies
    return proof


__all__ = ["Job", "Progress", "jobs_for", "run_job", "run_jobs"]
