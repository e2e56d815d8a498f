"""What goes wrong is told in both languages, with what, where and what to do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.errors import DamagedFile, DatabaseTrouble
from db.memory import Memory
from db.setting_kinds import Setting
from db.settings import SPECS
from db.storage import driver_errors
from db.storage.backup import back_up
from db.transfer.format import BadTransfer, read
from tui.expected_errors import sentence

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CAUSES = [*driver_errors._REMEDIES, "database is locked", "something that no driver has said before"]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_driver_s_message_becomes_a_sentence_in_both_languages(cause: str) -> None:
    error = driver_errors.trouble("/data/backdrill.db", OSError(cause))
    assert not CHINESE.search(str(error))
    assert CHINESE.search(error.zh)
    for told in (str(error), error.zh):
        assert "/data/backdrill.db" in told
    remedy, remedy_zh = next((texts for sign, texts in driver_errors._REMEDIES.items() if sign in cause), ("", ""))
    assert remedy in str(error)
    assert remedy_zh in error.zh


def test_damage_names_the_file_and_its_cause_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "backdrill.db"
    error = driver_errors.trouble("x", OSError("file is not a database"), file)
    assert isinstance(error, DamagedFile)
    assert (error.file, error.cause) == (file, "file is not a database")
    assert (str(error), error.zh) == (
        f"the database {file} is damaged: file is not a database.",
        f"数据库 {file} 已损坏：file is not a database。",
    )


def test_who_shows_damage_adds_the_way_back_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "backdrill.db"
    error = DamagedFile(file, "malformed")
    assert sentence(error) == (
        f"the database {file} is damaged: malformed. There is no sound backup of it: move it away to begin anew."
    )
    assert sentence(error, "zh") == f"数据库 {file} 已损坏：malformed。它没有完好的备份：请把它移走，从头开始。"
    at = datetime(2027, 3, 1, tzinfo=UTC)
    Memory.open(str(file), clock=lambda: at).close()
    kept = back_up(file, at)
    assert sentence(error) == (
        f"the database {file} is damaged: malformed. Go back to the newest backup with 'backdrill restore {kept}'; "
        "what is there now is kept beside it."
    )
    assert sentence(error, "zh") == (
        f"数据库 {file} 已损坏：malformed。请用 'backdrill restore {kept}' 回到最新的备份；现有内容会保留在旁边。"
    )


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.name)
def test_a_setting_s_range_is_told_in_both_languages(spec: Setting) -> None:
    with pytest.raises(DatabaseTrouble) as caught:
        spec.accept(object())
    assert spec.name in caught.value.zh
    assert spec.allowed().zh in caught.value.zh
    assert CHINESE.search(caught.value.zh)
    for number in re.findall(r"\d+", spec.allowed().en):
        assert number in spec.allowed().zh


def test_a_damaged_progress_file_is_told_in_both_languages() -> None:
    with pytest.raises(BadTransfer) as caught:
        read(b"{")
    assert "JSON" in str(caught.value)
    assert CHINESE.search(caught.value.zh)
