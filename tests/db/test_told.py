"""What goes wrong is told in both languages, with what, where and the mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.errors import DatabaseTrouble
from db.setting_kinds import Setting
from db.settings import SPECS
from db.storage import driver_errors
from db.transfer.format import BadTransfer, read

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CAUSES = [*driver_errors._MENDS, "database is locked", "something that no driver has said before"]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_driver_s_message_becomes_a_sentence_in_both_languages(cause: str) -> None:
    error = driver_errors.trouble("/data/backdrill.db", OSError(cause))
    assert not CHINESE.search(str(error))
    assert CHINESE.search(error.zh)
    for sentence in (str(error), error.zh):
        assert "/data/backdrill.db" in sentence
    mend, mend_zh = next((texts for sign, texts in driver_errors._MENDS.items() if sign in cause), ("", ""))
    assert mend in str(error)
    assert mend_zh in error.zh


def test_damage_names_the_file_in_both_languages(tmp_path: Path) -> None:
    error = driver_errors.trouble("x", OSError("file is not a database"), tmp_path / "backdrill.db")
    assert "no sound backup" in str(error)
    assert "备份" in error.zh
    assert str(tmp_path) in error.zh


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
