"""The SQLite file that a command line names, which backups are made of."""

from __future__ import annotations

from pathlib import Path

from engine.messages import Usage
from tui.context import Context
from tui.locale.safety import ONLY_SQLITE


def file_or_server(context: Context) -> Path | None:
    """The database's file; None where it is on a server. Raises DatabaseTrouble for an address that is none."""
    if context.database_url is None:
        return context.locations.database
    from db.storage.store import address, file_of  # SQLAlchemy, which the database in its usual place does not need

    return file_of(address(context.database_url))


def database_file(context: Context) -> Path:
    """The same, but raises Usage where the database is on a server."""
    file = file_or_server(context)
    if file is None:
        raise Usage(*ONLY_SQLITE.format(url=str(context.database_url).split("@")[-1]))
    return file
