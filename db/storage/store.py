"""Opening a database: SQLite in one file, or PostgreSQL by URL; pragmas, schema version, transactions.

SQLite lets one writer in at a time. On PostgreSQL learners write side by side, and the windows of one learner take
turns on the learner's row, so that whatever holds in one home holds in the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from db.errors import DatabaseTrouble
from db.storage import wal
from db.storage.backup import back_up
from db.storage.checkpoint import QuietCheckpoint
from db.storage.driver_errors import FAILURES, trouble
from db.storage.place import Place
from db.tables import LEARNERS

HEAD = "0004"
"""The newest schema revision."""
BUSY_SECONDS = 15.0
"""How long to wait for another program that is writing, unless `wait_for_others` says otherwise."""
_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""Seconds and milliseconds after which a server that says nothing is away, unless the address says otherwise."""
_KNOWN = re.compile(r"\d{4}")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open database. One connection reads and writes; a lock lets several threads take turns on it.

    `clock` dates the backup that is made before a migration.
    """

    def __init__(self, target: str, clock: Callable[[], datetime] = _utc_now) -> None:
        self.target = without_password(target)
        self.learner_id: int | None = None
        """Whose row the windows of one learner take turns on, where the database lets several write at once."""
        self._lock = RLock()
        self._writes = 0
        self._checkpoint: QuietCheckpoint | None = None
        self.place: Place | None = None
        self._displaced = False
        with self._told():
            self.url = address(target)
            self.engine = _engine(self.url)
            if self.path is not None:
                wal.check(self.path)
                wal.opened(self.path)
            self._connection = self._connected()
            try:
                self._prepare(clock)
            except BaseException:
                self.close()
                raise
            if self.path is not None:
                self.place = Place(self.path)
                self._checkpoint = QuietCheckpoint(self.path, self.place)

    def _connected(self) -> Connection:
        try:
            return self.engine.connect()
        except BaseException:
            self._released()
            raise

    def _released(self) -> None:
        if self.path is not None:
            wal.closed(self.path)

    @property
    def path(self) -> Path | None:
        """The file, for SQLite."""
        return file_of(self.url)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    def _prepare(self, clock: Callable[[], datetime]) -> None:
        stored = _revision(self._connection)
        if stored == HEAD:
            return
        if stored is not None and not _KNOWN.fullmatch(stored):
            raise trouble(self.target, ValueError(f"malformed schema revision {stored!r}"), self.path)
        if stored is not None and stored > HEAD:
            raise DatabaseTrouble(
                f"the database {self.target} has schema {stored}, newer than this Backdrill's {HEAD}; update Backdrill",
                f"数据库 {self.target} 的结构版本为 {stored}，比本程序的 {HEAD} 新；请更新 Backdrill",
            )
        if stored is not None and self.path is not None:
            back_up(self.path, clock(), "before-migration")
        # Alembic takes a quarter of a second to import: only when there is something to migrate.
        from db.migrations.run import upgrade

        upgrade(self._connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries only. Raises DatabaseTrouble."""
        with self._lock, self._told():
            self._awake(text("SELECT 1"))
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction():
                    self._connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, durable when the block ends, undone when it raises. Raises DatabaseTrouble; Displaced when
        the file was taken away: what the block wrote is then in the rescue file, and nothing more is written."""
        with self._lock, self._told():
            if self._displaced:
                self._in_place()
            if self.is_sqlite:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._writes += 1
            try:
                self._awake(self._turn())
                yield self._connection
                self._connection.exec_driver_sql("COMMIT") if self.is_sqlite else self._connection.commit()
            except BaseException:
                self._abandon()
                raise
            self._in_place()
            if self._checkpoint is not None:
                self._checkpoint.written()

    def _in_place(self) -> None:
        if self.place is not None:
            self._displaced = not self.place.kept
            self.place.check()

    def wait_for_others(self, seconds: float) -> None:
        """How long from now on to wait for another program that is writing; then Locked is raised. A server's windows
        take turns and are never refused."""
        if self.is_sqlite:
            with self._lock, self._told():
                self._connection.exec_driver_sql(f"PRAGMA busy_timeout={int(seconds * 1000)}")

    def version(self, connection: Connection) -> tuple[int, int] | None:
        """Changes with every write through this store or by another program; None where that cannot be known."""
        if not self.is_sqlite:
            return None
        return self._writes, int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def _turn(self) -> Any:
        if self.learner_id is None:
            return text("SELECT 1")
        return select(LEARNERS.c.id).where(LEARNERS.c.id == self.learner_id).with_for_update()

    def _awake(self, first: Any) -> None:
        """Run the first statement of a transaction; reconnect once if the server closed the connection."""
        if self.is_sqlite:
            return
        if self._connection.in_transaction():
            # A connection that was cut in the midst of a transaction refuses everything until that is given up.
            self._connection.rollback()
        try:
            self._connection.execute(first)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            self._connection.rollback()
            self._connection.execute(first)

    def _abandon(self) -> None:
        if self.is_sqlite:
            raw: Any = self._connection.connection.dbapi_connection
            if raw is not None and raw.in_transaction:
                raw.execute("ROLLBACK")
        self._connection.rollback()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, *FAILURES) as error:
            raise trouble(self.target, error, self.path) from error
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise _unusable(self.target, error) from error

    def close(self) -> None:
        """Give the database back."""
        if self._checkpoint is not None:
            self._checkpoint.close()
        with self._lock:
            if not self._connection.closed:
                self._released()
            self._connection.close()
            self.engine.dispose()


def without_password(target: str) -> str:
    """A database's address as it may be shown."""
    return re.sub(r"(://[^:/@\s]*:)[^@\s]*@", r"\1***@", target)


def insert_unless_there(connection: Connection, into: Table, **values: Any) -> None:
    """Insert a row that another process may be inserting at this moment with the same key."""
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")  # the one in use is there already
    made = dialect.insert(into)
    connection.execute(made.values(**values).on_conflict_do_nothing())


def address(target: str) -> URL:
    """A path or a URL as SQLAlchemy takes it: a path may hold signs such as ? that would end it in a URL. Raises
    DatabaseTrouble."""
    if "://" not in target:
        return URL.create("sqlite", database=Path(target).as_posix())
    try:
        return make_url(target)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise _unusable(without_password(target), error) from error


def _unusable(target: str, error: Exception) -> DatabaseTrouble:
    why, forms = without_password(str(error)), ("sqlite:///FILE", "postgresql+psycopg://USER@HOST/NAME")
    return DatabaseTrouble(
        f"the database address '{target}' cannot be used: {why}. "
        f"Write {forms[0]}, or {forms[1]} with the extra 'postgres' installed",
        f"数据库地址 '{target}' 无法使用：{why}。请写成 {forms[0]}，或在装有附加项 'postgres' 时写成 {forms[1]}",
    )


def file_of(url: URL) -> Path | None:
    """The file of an SQLite address; None for a server's."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        # One connection a learner: a server has only so many. Prepared statements belong to a server's session, and a
        # pooler in transaction mode gives each transaction another one.
        own = {"prepare_threshold": None, **_PATIENCE} if url.get_driver_name() == "psycopg" else {}
        mine = {name: value for name, value in own.items() if name not in url.query}
        return create_engine(url, poolclass=NullPool, connect_args=mine)
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: Any, _record: object) -> None:
    for pragma in (
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _revision(connection: Connection) -> str | None:
    try:
        names = inspect(connection).get_table_names()
        if "alembic_version" not in names:
            if names and "cards" not in names:
                target = connection.engine.url.render_as_string()
                raise DatabaseTrouble(
                    f"the database {target} belongs to another program", f"数据库 {target} 属于另一个程序"
                )
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None
    finally:
        connection.rollback()
