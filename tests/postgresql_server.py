"""A PostgreSQL server of the tests' own: on a socket in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from db.migrations.run import upgrade

PLACES = (Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt"))


def program(name: str) -> str | None:
    """Where one of PostgreSQL's programs is: on the path, or where packages put it."""
    found = shutil.which(name)
    packaged = sorted(str(path) for place in PLACES for path in place.glob(f"*/bin/{name}"))
    return found or (packaged[-1] if packaged else None)


WITHOUT = "The memory was tested on SQLite only: PostgreSQL is not installed (apt-get install postgresql)."


def homes() -> list[str]:
    """The databases that the memory's tests run on. Where CI is set a missing PostgreSQL is a failure, not a choice."""
    return ["sqlite", "postgresql"] if program("initdb") or os.environ.get("CI") else ["sqlite"]


def upgraded(home: str) -> None:
    """Give an empty database the newest schema."""
    engine = create_engine(home, poolclass=NullPool)
    with engine.connect() as connection:
        upgrade(connection)
    engine.dispose()


class Server:
    """PostgreSQL as its packages make it, but for `fsync`: processes are killed here, the power stays on."""

    def __init__(self) -> None:
        missing = [name for name in ("initdb", "pg_ctl") if program(name) is None]
        if missing:
            raise RuntimeError(f"PostgreSQL is needed: no {' and no '.join(missing)}. Run: apt-get install postgresql")
        self.folder = Path(tempfile.mkdtemp(prefix="backdrill-pg-"))
        # The server refuses to run as root; the package brings a user for it.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync", "-D", self.data)
        self.start()
        self._made = 0

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def _run(self, name: str, *arguments: str) -> None:
        result = subprocess.run(
            [str(program(name)), *arguments], cwd=self.folder, user=self.user, stdout=subprocess.DEVNULL, timeout=120
        )
        if result.returncode:
            raise RuntimeError(f"{name} ended with {result.returncode}; see {self.folder}/log")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c autovacuum=off -c max_connections=300"
        self._run("pg_ctl", "-D", self.data, "-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: no connection is told, and the log is replayed at the next start."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def database(self, template: str = "template1") -> str:
        """A new database's address: an empty one, or a copy."""
        self._made += 1
        name = f"class_{self._made}"
        self.query("postgres", f"CREATE DATABASE {name} TEMPLATE {template}{self._strategy}")
        return self._address(name)

    @cached_property
    def _strategy(self) -> str:
        """Copying files takes half the time of logging pages, which is what servers that know both do by themselves."""
        ((version,),) = self.query("postgres", "SHOW server_version_num")
        return " STRATEGY FILE_COPY" if int(str(version)) >= 150_000 else ""

    @cached_property
    def prepared(self) -> str:
        """The name of a database with the newest schema and nothing in it."""
        self.query("postgres", "CREATE DATABASE prepared")
        upgraded(self._address("prepared"))
        return "prepared"

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://teacher@/{name}?host={self.folder}"

    def query(self, database: str, sql: str) -> list[tuple[object, ...]]:
        """Ask past Backdrill. `database` is a name or an address from `database`."""
        import psycopg

        name = database.split("@/")[-1].split("?")[0]
        with psycopg.connect(host=str(self.folder), user="teacher", dbname=name, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []
