"""What is wrong with a database: one sentence that says what, where and the mend."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.errors import Damaged, DatabaseTrouble, Locked

FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What Python's driver raises; the second where it cannot even read SQLite's own message about a damaged file."""
SAFE = "everything acknowledged so far is safe"
_WRITABLE = "Make the file and its folder writable, or name another with --data FOLDER"
_SERVER = "Start the server, or correct the address after --database"
_MENDS = {
    "readonly": _WRITABLE,
    "read-only": _WRITABLE,
    "unable to open": "Name a folder that can be written with --data FOLDER",
    "does not exist": "Create it on the server, or correct the address after --database",
    "authentication failed": "Correct the name or the password in the address after --database",
    "no password supplied": "Put the password into the address after --database, or into PGPASSWORD",
    "connection failed": _SERVER,
    "connection is bad": _SERVER,
    "terminating connection": f"Try again; {SAFE}",
    "is full": f"Free some space and try again; {SAFE}",
    "disk I/O error": f"The disk is full or fails: free some space and try again; {SAFE}",
}
_LOCKED = ("is locked", "is busy")
_DAMAGED = (
    *("not a database", "malformed", "unsupported file", "no such table", "no such column"),
    *("decode to UTF-8", "codec can't decode"),
)


def means_locked(error: BaseException) -> bool:
    """Whether another program has what is wanted."""
    return any(sign in str(error) for sign in _LOCKED)


def means_damage(error: BaseException) -> bool:
    """Whether the file does not hold what was written to it."""
    return any(sign in str(error) for sign in _DAMAGED)


def trouble(target: str, error: BaseException, file: Path | None = None) -> DatabaseTrouble:
    """What a driver's error comes to. `file` is the database, where it is one."""
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if any(sign in cause for sign in _LOCKED):
        return Locked(
            f"another program is writing to the database {target} and has not finished. "
            f"Close it, or wait, and try again; nothing was written, and {SAFE}."
        )
    if file is not None and any(sign in cause for sign in _DAMAGED):
        return damaged(file, cause)
    mend = next((text for sign, text in _MENDS.items() if sign in cause), SAFE.capitalize())
    return DatabaseTrouble(f"the database {target} cannot be used: {cause}. {mend}.")


def damaged(file: Path, cause: str) -> Damaged:
    """A file whose content is not what was written, and the backup to go back to."""
    from db.backup import newest_sound

    kept = newest_sound(file)
    mend = (
        f"Go back to the newest backup with 'backdrill restore {kept}'; what is there now is kept beside it"
        if kept
        else "There is no sound backup of it: move it away to begin anew"
    )
    return Damaged(f"the database {file} is damaged: {cause}. {mend}.")
