"""Turn a driver's error into DatabaseTrouble: one sentence that says what, where and the fix."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.errors import Away, DamagedFile, DatabaseTrouble, Locked

FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What Python's driver raises; the second where it cannot even read SQLite's own message about a damaged file."""
SAFE, SAFE_ZH = "everything acknowledged so far is safe", "此前已确认的一切都安全"
_WRITABLE = (
    "Make the file and its folder writable, or name another with --data FOLDER",
    "请使该文件及其文件夹可写，或用 --data FOLDER 另指一个",
)
_SERVER = ("Start the server, or correct the address after --database", "请启动服务器，或更正 --database 后的地址")
_REMEDIES = {
    "readonly": _WRITABLE,
    "read-only": _WRITABLE,
    "unable to open": (
        "Name a folder that can be written with --data FOLDER",
        "请用 --data FOLDER 指定一个可写的文件夹",
    ),
    "does not exist": (
        "Create it on the server, or correct the address after --database",
        "请在服务器上创建它，或更正 --database 后的地址",
    ),
    "authentication failed": (
        "Correct the name or the password in the address after --database",
        "请更正 --database 后地址中的用户名或密码",
    ),
    "no password supplied": (
        "Put the password into the address after --database, or into PGPASSWORD",
        "请把密码写进 --database 后的地址，或写进 PGPASSWORD",
    ),
    "connection failed": _SERVER,
    "connection is bad": _SERVER,
    "terminating connection": (f"Try again; {SAFE}", f"请再试一次；{SAFE_ZH}"),
    "is full": (f"Free some space and try again; {SAFE}", f"请腾出一些空间再试；{SAFE_ZH}"),
    "disk I/O error": (
        f"The disk is full or fails: free some space and try again; {SAFE}",
        f"磁盘已满或出了故障：请腾出一些空间再试；{SAFE_ZH}",
    ),
}
"""By a sign in the driver's message, what the learner can do about it, in English and in Chinese."""
_AWAY = (
    *(
        "connection failed",
        "connection is bad",
        "connection timeout",
        "terminating connection",
        "closed the connection",
    ),
    *("connection is closed", "connection is lost", "consuming input failed", "sending query failed", "SSL error"),
    *(
        "starting up",
        "shutting down",
        "in recovery",
        "read-only transaction",
        "server_login_retry",
        "query_wait_timeout",
    ),
    *("server login has been failing", "pooler error", "server conn crashed"),
)
_STAYS = ("does not exist", "authentication failed", "no password supplied", "pg_hba.conf", "could not translate")
"""Signs of a failed connection that waiting does not repair."""
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
    """Turn a driver's error into DatabaseTrouble. `file` is the database file, if there is one."""
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if any(sign in cause for sign in _LOCKED):
        return Locked(
            f"another program is writing to the database {target} and has not finished. "
            f"Close it, or wait, and try again; nothing was written, and {SAFE}.",
            f"另一个程序正在写数据库 {target}，尚未结束。请关闭它，或稍候再试；什么都没有写入，{SAFE_ZH}。",
        )
    if file is not None and any(sign in cause for sign in _DAMAGED):
        return DamagedFile(file, cause)
    away = any(sign in cause for sign in _AWAY) and not any(sign in cause for sign in _STAYS)
    kind = Away if file is None and away else DatabaseTrouble
    known = (texts for sign, texts in _REMEDIES.items() if sign in cause)
    remedy, remedy_zh = next(known, (SAFE.capitalize(), SAFE_ZH))
    return kind(
        f"the database {target} cannot be used: {cause}. {remedy}.", f"数据库 {target} 无法使用：{cause}。{remedy_zh}。"
    )
