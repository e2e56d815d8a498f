"""Bringing a database to the newest schema, in one transaction."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

LOCK = 0x6261636B
"""The key of PostgreSQL's advisory lock that migrations hold."""
_ALEMBIC = Lock()
"""Alembic keeps its context in the module: one thread at a time."""


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run every missing revision; all of them or none. Of several processes one does it, the others wait for it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with _ALEMBIC:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
            connection.exec_driver_sql("COMMIT") if sqlite else connection.commit()
        except BaseException:
            connection.exec_driver_sql("ROLLBACK") if sqlite else connection.rollback()
            raise
