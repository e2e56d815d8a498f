"""Servers of the test's own, each a process in a temporary folder: PgBouncer, etcd, Patroni with PostgreSQL, HAProxy."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.postgresql_server import program

PACKAGES = {
    **dict.fromkeys(("initdb", "pg_ctl"), "postgresql"),
    "pgbouncer": "pgbouncer",
    "patroni": "patroni",
    "etcd": "etcd-server",
    "haproxy": "haproxy",
}
PATIENCE = 90.0
USER = "postgres" if os.geteuid() == 0 else None
"""PostgreSQL and PgBouncer refuse to run as root; the package brings a user for them."""


def missing(*names: str) -> str:
    """What to install before these programs can be started; empty when all are there."""
    packages = sorted({PACKAGES[name] for name in names if found(name) is None})
    return f"apt-get install {' '.join(packages)}" if packages else ""


def found(name: str) -> str | None:
    """Where a program is; packages put servers where only root looks."""
    return program(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/local/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(done: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until it is so."""
    limit = time.monotonic() + seconds
    while not done():
        if time.monotonic() > limit:
            raise RuntimeError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.2)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Services:
    """Processes that end together with the folder they live in."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="backdrill-services-"))
        if USER:
            shutil.chown(self.folder, USER)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def file(self, name: str, text: str) -> str:
        """A file that the servers' user may read."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        if USER:
            shutil.chown(path, USER)
        path.chmod(0o600)
        return str(path)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a server; what it says stands in NAME.log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.folder,
                user=USER,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def said(self) -> str:
        """The ends of all logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {log.name}\n" + log.read_text("utf-8", "replace")[-1500:] for log in logs)

    def close(self) -> None:
        for process in self.running.values():
            end_all(process.pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def end_all(pid: int) -> None:
    """Kill a process and all that came from it, as a machine does that loses its power."""
    family = [pid]
    for one in family:
        with suppress(OSError):
            family += [int(word) for word in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
    for one in family:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def start_pgbouncer(services: Services, host: str, port: int) -> int:
    """PgBouncer in transaction mode in front of a server; its port. Few server connections, so that clients share them."""
    own = free_port()
    users = services.file("users.txt", '"teacher" "secret"\n')
    settings = {
        "listen_addr": "127.0.0.1",
        "listen_port": own,
        "unix_socket_dir": "",
        "auth_type": "trust",
        "auth_file": users,
        "pool_mode": "transaction",
        "default_pool_size": 3,
        "max_client_conn": 300,
        "server_login_retry": 1,
        "server_check_delay": 1,
        "server_connect_timeout": 3,
        "query_wait_timeout": 30,
    }
    lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
    where = f"host={host} port={port} user=teacher password=secret"
    config = services.file("pgbouncer.ini", f"[databases]\n* = {where}\n\n[pgbouncer]\n{lines}\n")
    services.start("pgbouncer", [str(found("pgbouncer")), config])
    until(lambda: listens(own), "PgBouncer listens")
    return own


class Cluster(Services):
    """PostgreSQL with a synchronous standby, replaced by Patroni when it dies; HAProxy leads to the present leader."""

    def __init__(self, nodes: int = 2) -> None:
        super().__init__()
        self._etcd, self.port = free_port(), free_port()
        self._sql: dict[str, int] = {}
        self._rest = {f"node{number}": free_port() for number in range(nodes)}
        try:
            self._start()
        except BaseException:
            print(self.said())
            self.close()
            raise

    def _start(self) -> None:
        self._start_etcd()
        for name in self._rest:
            self._start_node(name)
        self._start_haproxy()
        until(self.has_standby, "a leader with a synchronous standby")
        until(lambda: listens(self.port), "HAProxy listens")

    def _start_etcd(self) -> None:
        client, peer = f"http://127.0.0.1:{self._etcd}", f"http://127.0.0.1:{free_port()}"
        options = {
            "name": "one",
            "data-dir": str(self.folder / "etcd"),
            "listen-client-urls": client,
            "advertise-client-urls": client,
            "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer,
            "initial-cluster": f"one={peer}",
        }
        self.start(
            "etcd", [str(found("etcd")), *(part for name, value in options.items() for part in (f"--{name}", value))]
        )
        until(lambda: listens(self._etcd), "etcd listens")

    def _start_node(self, name: str) -> None:
        self._sql[name] = free_port()
        rest, sql = f"127.0.0.1:{self._rest[name]}", f"127.0.0.1:{self._sql[name]}"
        trust = ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
        accounts = {"superuser": {"username": "teacher", "password": "secret"}}
        accounts["replication"] = {"username": "standby", "password": "secret"}
        config = {
            "scope": "class",
            "name": name,
            "restapi": {"listen": rest, "connect_address": rest},
            "etcd3": {"hosts": [f"127.0.0.1:{self._etcd}"]},
            "bootstrap": {
                "dcs": {
                    "ttl": 20,
                    "loop_wait": 2,
                    "retry_timeout": 5,
                    "maximum_lag_on_failover": 1048576,
                    "synchronous_mode": True,
                    "postgresql": {"use_pg_rewind": False, "parameters": {"max_connections": 200}},
                },
                "initdb": [{"encoding": "UTF8"}, {"auth": "trust"}, "no-sync"],
                "pg_hba": trust,
            },
            "postgresql": {
                "listen": sql,
                "connect_address": sql,
                "data_dir": str(self.folder / name),
                "pgpass": str(self.folder / f"{name}.pgpass"),
                "bin_dir": str(Path(str(program("initdb"))).resolve().parent),
                "authentication": accounts,
                "parameters": {"unix_socket_directories": str(self.folder)},
                "pg_hba": trust,
            },
        }
        self.start(name, [str(found("patroni")), self.file(f"{name}.yml", json.dumps(config))])  # JSON is YAML

    def _start_haproxy(self) -> None:
        servers = "\n".join(
            f"  server {name} 127.0.0.1:{self._sql[name]} check port {rest}" for name, rest in self._rest.items()
        )
        self.start(
            "haproxy",
            [
                str(found("haproxy")),
                "-db",
                "-f",
                self.file(
                    "haproxy.cfg",
                    "defaults\n  mode tcp\n  timeout connect 2s\n  timeout client 30m\n  timeout server 30m\n  timeout check 2s\n"
                    f"listen class\n  bind 127.0.0.1:{self.port}\n  option httpchk OPTIONS /primary\n"
                    "  http-check expect status 200\n"
                    f"  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions\n{servers}\n",
                ),
            ],
        )

    def members(self) -> dict[str, str]:
        """The role of each node that runs, as one that is alive sees it."""
        for port in self._rest.values():
            with suppress(OSError, urllib.error.URLError, ValueError):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/cluster", timeout=2) as answer:
                    told = json.load(answer)["members"]
                return {one["name"]: one["role"] for one in told if one["state"] in ("running", "streaming")}
        return {}

    def has_standby(self) -> bool:
        return {"leader", "sync_standby"} <= set(self.members().values())

    @property
    def leader(self) -> str:
        return next((name for name, role in self.members().items() if role == "leader"), "")

    def kill_leader(self) -> str:
        """Its name. Patroni and PostgreSQL go at once."""
        name = self.leader
        postmaster = (self.folder / name / "postmaster.pid").read_text().split()[0]
        end_all(self.running[name].pid)
        end_all(int(postmaster))
        return name

    def bring_back(self, name: str) -> None:
        """Start a node again; it becomes a standby, made afresh where it does not follow."""
        shutil.rmtree(self.folder / name)
        self.start(name, [str(found("patroni")), str(self.folder / f"{name}.yml")])
        until(self.has_standby, f"{name} as a standby")
