"""Expected database errors: one sentence each that says what is wrong, where, and the fix."""

from pathlib import Path


class DatabaseTrouble(Exception):
    """A database that cannot be opened, read or written. `str` gives the English sentence, `zh` the Chinese one."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def zh(self) -> str:
        """The same in Chinese."""
        return str(self.args[1])


class Locked(DatabaseTrouble):
    """Another program is writing and has not finished in time; nothing was written, and the same may be tried again."""


class Away(DatabaseTrouble):
    """The server cannot be reached, or takes no writes at the moment: it starts, ends, or another one takes its place.
    The same may be tried again; whether a write that it ended took effect shows then."""


class Damaged(DatabaseTrouble):
    """A file that does not hold all that was acknowledged; nothing is written to it before the learner decided."""


class DamagedFile(Damaged):
    """A file whose content is not what was written. The way back is not part of it: whoever shows it looks for the
    newest sound backup then (`db.storage.backup.newest_sound`)."""

    def __init__(self, file: Path, cause: str) -> None:
        super().__init__(f"the database {file} is damaged: {cause}.", f"数据库 {file} 已损坏：{cause}。")
        self.file, self.cause = file, cause


class StaleCard(DatabaseTrouble):
    """The card was answered elsewhere meanwhile; nothing was written."""


class UnknownCard(DatabaseTrouble):
    """A question that the memory has no card for."""


class BadSetting(DatabaseTrouble):
    """A setting that does not exist, or a value out of its range."""


class BadFit(DatabaseTrouble):
    """A trainer that gave no weights that the scheduler can use; nothing was changed."""


class Displaced(DatabaseTrouble):
    """The open file is no longer the one at its path: another program deleted or replaced it. Nothing more is written
    to it."""
