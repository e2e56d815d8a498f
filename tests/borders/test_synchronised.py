"""A data folder that another program synchronises is told once, with what to do instead."""

from __future__ import annotations

import pytest

from engine.text import Text
from tests import fork_server
from tests.tui.commands.conftest import MAIN
from tui.locations import Locations
from tui.synchronised import notice, service_of

PLACES = {
    "Syncthing": ("share/.stfolder/", "share/mine"),
    "Dropbox": ("box/.dropbox", "box/study/mine"),
    "Nextcloud": ("cloud/.sync_0a1b2c3d.db", "cloud/mine"),
    "Google Drive": ("drive/.tmp.driveupload/", "drive/mine"),
    "iCloud": ("", "Library/Mobile Documents/com~apple~CloudDocs/mine"),
    "OneDrive": ("", "OneDrive - University/mine"),
}


def place(tmp_path, service):
    marker, data = PLACES[service]
    folder = tmp_path / data
    folder.mkdir(parents=True)
    if marker.endswith("/"):
        (tmp_path / marker).mkdir()
    elif marker:
        (tmp_path / marker).touch()
    return folder


@pytest.mark.parametrize("service", PLACES)
def test_each_program_is_known_by_its_mark_or_its_name(tmp_path, service):
    folder = place(tmp_path, service)
    assert service_of(folder) == service
    assert service_of(folder / "not" / "there" / "yet") == service


@pytest.mark.parametrize("name", ["data", "my onedrives", "Dropboxes", "icloud notes"])
def test_other_folders_are_not(tmp_path, name):
    (tmp_path / name).mkdir()
    assert service_of(tmp_path / name) == ""
    assert notice(Locations(tmp_path / name)) == []


def test_it_is_told_once_in_both_languages(tmp_path):
    locations = Locations(place(tmp_path, "Nextcloud"))
    (told,) = notice(locations)
    assert isinstance(told, Text)
    for text in (told.en, told.zh):
        assert "Nextcloud" in text
        assert str(locations.data) in text
        assert "backdrill export jsonl" in text
    assert notice(locations) == []


def test_a_session_begins_with_it(tmp_path):
    folder = place(tmp_path, "Syncthing")
    ran = [study(folder, language) for language in ("zh", "zh")]
    assert "正由 Syncthing 同步" in ran[0]
    assert "Syncthing" not in ran[1]


def study(folder, language):
    said = fork_server.run(MAIN, "study", "--plain", "--data", str(folder), "--lang", language, typed="q\n")
    assert said.returncode == 0, said.stderr
    return said.stderr
