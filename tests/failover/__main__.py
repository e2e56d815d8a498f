"""`python -m tests.failover [--learners 20] [--answers 30] [--kills 2]`: the leader dies while a class answers."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.failover.learners import Learner, rated_while_away
from tests.failover.services import Cluster, missing, start_pgbouncer, until
from tests.faults.plants import FORGETFUL
from tests.postgresql_server import upgraded
from tests.shipped import warm


def main() -> int:
    """1 when an acknowledged answer is not there, or somebody did not go on."""
    parser = argparse.ArgumentParser(prog="python -m tests.failover", description=__doc__)
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--answers", type=int, default=30, help="of each learner")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--pause", type=float, default=2.0, metavar="SECONDS", help="before each line that is typed")
    parser.add_argument("--planted", action="store_true", help="learners' programs that acknowledge and do not write")
    options = parser.parse_args()
    needed = missing("initdb", "patroni", "etcd", "haproxy", "pgbouncer")
    if needed:
        print(f"the failover needs: {needed}", file=sys.stderr)
        return 1
    cluster = Cluster()
    try:
        faults = failover(cluster, options)
    except Exception:
        print(cluster.said(), file=sys.stderr)
        raise
    finally:
        cluster.close()
    print("\n".join(faults) or "every acknowledged answer is there, and everybody went on")
    return 1 if faults else 0


def failover(cluster: Cluster, options: argparse.Namespace) -> list[str]:
    """What went wrong. Every second learner comes through PgBouncer."""
    direct = f"postgresql+psycopg://teacher@127.0.0.1:{cluster.port}/postgres"
    pooled = f"postgresql+psycopg://teacher@127.0.0.1:{start_pgbouncer(cluster, '127.0.0.1', cluster.port)}/postgres"
    upgraded(direct)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        warm(data)
        plant = FORGETFUL if options.planted else ""
        learners = [
            Learner(f"learner {n}", (direct, pooled)[n % 2], data, options.answers, options.pause, plant)
            for n in range(options.learners)
        ]
        until(lambda: all(learner.acknowledged for learner in learners), "everybody's first answer")
        dead: list[str] = []
        faults = rated_while_away(direct, data, lambda: dead.append(cluster.kill_leader()))
        if not dead:
            return faults
        replaced(cluster, dead[0])
        for _ in range(options.kills - 1):
            cluster.bring_back(dead[-1])
            dead.append(cluster.kill_leader())
            replaced(cluster, dead[-1])
        for learner in learners:
            code = learner.end(600)
            if code or learner.acknowledged != options.answers:
                faults.append(f"{learner.name}: exit code {code}, {learner.acknowledged} answers: {learner.trouble()}")
        return faults + lost(direct, learners)


def replaced(cluster: Cluster, dead: str) -> None:
    """Wait until another node leads."""
    started = time.monotonic()
    until(lambda: cluster.leader not in ("", dead), f"another leader than {dead}")
    print(
        f"{dead} was killed; {cluster.leader} leads ({time.monotonic() - started:.0f} s after the app went on)",
        flush=True,
    )


def lost(database: str, learners: list[Learner]) -> list[str]:
    """Learners of whom the present leader knows another number of answers than was acknowledged."""
    import psycopg

    query = "SELECT l.name, count(r.card_id) FROM learners l LEFT JOIN cards c ON c.learner_id = l.id LEFT JOIN reviews r ON r.card_id = c.id GROUP BY l.name"
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        stored = dict(connection.execute(query).fetchall())
    waited = sum(learner.waited for learner in learners)
    total = sum(learner.acknowledged for learner in learners)
    print(
        f"{total} acknowledged, {sum(stored.values())} stored (one by the app); {waited} of {len(learners)} learners waited"
    )
    return [
        f"{learner.name}: {learner.acknowledged} acknowledged, {stored.get(learner.name, 0)} stored"
        for learner in learners
        if stored.get(learner.name, 0) != learner.acknowledged
    ] + ([] if stored.get("app") == 1 else [f"the app: {stored.get('app')} answers stored"])


if __name__ == "__main__":
    sys.exit(main())
