"""Statements of the hot path, compiled once for each kind of database.

    BY_ID = Prepared(select(CARDS).where(CARDS.c.id == bindparam("id")))
    row = BY_ID(connection, id=7).one()

SQLAlchemy builds the text; what is saved is building it again for every answer, which takes longer than SQLite takes to
run it. Values go to the driver as they are: integers, floats, texts, None.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """A statement with named parameters; no lists among them."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, SQLCompiler] = {}

    def __call__(self, connection: Connection, **values: Any) -> CursorResult[*tuple[Any, ...]]:
        """Run it."""
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection)
        wanted = {**compiled.params, **values}
        given = tuple(wanted[name] for name in compiled.positiontup or ()) if compiled.positional else wanted
        return connection.exec_driver_sql(compiled.string, given)

    def _compile(self, connection: Connection) -> SQLCompiler:
        assert isinstance(self._statement, ClauseElement)
        compiled = self._statement.compile(dialect=connection.dialect)
        assert isinstance(compiled, SQLCompiler)
        self._compiled[connection.dialect.name] = compiled
        return compiled
