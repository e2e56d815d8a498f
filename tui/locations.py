"""Where Backdrill keeps things. Nothing is created here but by `ensure`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from engine.messages import ExpectedError
from engine.text import Text, same


class FolderTrouble(ExpectedError):
    """A data folder that cannot be used; the message says what to do."""

    def __init__(self, folder: Path, why: Text) -> None:
        super().__init__(
            f"the data folder {folder} cannot be used: {why.en}. Name another with --data FOLDER or BACKDRILL_DATA.",
            f"数据文件夹 {folder} 无法使用：{why.zh}。请用 --data FOLDER 或 BACKDRILL_DATA 另指一个。",
        )


@dataclass(frozen=True, slots=True)
class Locations:
    """All paths, from the learner's data folder."""

    data: Path

    @property
    def database(self) -> Path:
        """The learner's memory."""
        return self.data / "backdrill.db"

    @property
    def cache(self) -> Path:
        """The cache: validated decks, which can be built again."""
        return self.data / "cache"

    @property
    def gate(self) -> Path:
        """Which questions of which deck passed the gate of `verify`."""
        return self.data / "gate"

    @property
    def decks(self) -> Path:
        """The learner's own decks, a folder each."""
        return self.data / "decks"

    @property
    def drafts(self) -> Path:
        """Answers that are typed and not given."""
        return self.data / "drafts"

    @property
    def keymap(self) -> Path:
        """The learner's own keys."""
        return self.data / "keys.yaml"

    def own_decks(self) -> list[Path]:
        """The folders of the learner's own decks."""
        return sorted(path.parent for path in self.decks.glob("*/deck.yaml"))

    def ensure(self) -> None:
        """Create the data folder. Raises FolderTrouble when it cannot be written."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderTrouble(self.data, same(error.strerror or str(error))) from error
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise FolderTrouble(self.data, Text("it cannot be written", "它不可写"))


def find(given: str | None) -> Locations:
    """The folder given, that of BACKDRILL_DATA, or the platform's folder for user data. Raises FolderTrouble."""
    named = given or os.environ.get("BACKDRILL_DATA")
    if named:
        return Locations(_absolute(named))
    from platformdirs import user_data_path  # 5 ms, only where no folder is named

    try:
        return Locations(_absolute(str(user_data_path("backdrill", appauthor=False))))
    except RuntimeError as error:
        raise _homeless(Path("~")) from error


def _absolute(named: str) -> Path:
    """The folder from the root on. Raises FolderTrouble for a home folder that is not known."""
    if not os.path.expanduser(named).startswith("~"):
        return Path(named).expanduser().absolute()
    raise _homeless(Path(named))


def _homeless(folder: Path) -> FolderTrouble:
    return FolderTrouble(folder, Text("the home folder of '~' is not known here", "此处不知道“~”指的主目录"))
