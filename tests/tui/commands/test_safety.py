"""Backup, restore and doctor from the command line."""

from __future__ import annotations

import json

from tests.tui.commands.conftest import one_sentence


def test_backup_restore_and_doctor(backdrill):
    one_sentence(backdrill("backup"), "study first")
    backdrill("study", "--plain", "--now", "2026-11-23T20:00", typed="\n\n\n\n")
    made = json.loads(backdrill("backup", "--json").stdout)["backup"]
    assert json.loads(backdrill("doctor", "--json").stdout)["reviews"] == 2
    backdrill("study", "--plain", "--now", "2026-11-23T21:00", typed="\n\n")
    assert json.loads(backdrill("doctor", "--json").stdout)["reviews"] == 3
    restored = json.loads(backdrill("restore", made, "--json").stdout)
    assert restored["saved"]
    assert json.loads(backdrill("doctor", "--json").stdout)["reviews"] == 2
    assert backdrill("doctor").returncode == 0
    one_sentence(backdrill("restore", "no-such-file"), "there is no file")
