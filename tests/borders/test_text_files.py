"""Files that people write: UTF-8 with a mark and any line ends is read, anything else refused by its place, unaltered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content.loader import read_deck
from content.strict_yaml import YamlError, load_file
from engine import utf8
from tui.keymap import read_keymap

DECK = Path(__file__).parents[1] / "tui" / "screens" / "deck"
TEXT = "first: 一\nsecond: 二\n"


@pytest.fixture
def deck(tmp_path):
    return Path(shutil.copytree(DECK, tmp_path / "deck"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_way_to_end_a_line_is_taken(tmp_path, mark, end):
    file = tmp_path / "a.yaml"
    file.write_bytes(mark + TEXT.encode().replace(b"\n", end))
    assert load_file(file) == {"first": "一", "second": "二"}


@pytest.mark.parametrize(
    ("raw", "line", "column", "kind"),
    [
        ("a: 1\nb: 梯度\n".encode("gbk"), 2, 4, "GBK"),
        (TEXT.encode("utf-16"), 1, 1, "UTF-16"),
        (TEXT.encode() + b"ok\xff", 3, 3, "0xff"),
        ("一二".encode()[:-1], 1, 2, "0xe4"),
        (b"\xed\xa0\x80", 1, 1, "0xed"),
    ],
)
def test_the_place_is_named(raw, line, column, kind):
    with pytest.raises(utf8.NotUtf8) as caught:
        utf8.decoded(raw)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert kind in str(caught.value)


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
@pytest.mark.parametrize("name", ["deck.yaml", "pooling/questions.yaml", "pooling/claims.yaml"])
def test_a_deck_in_another_encoding_is_refused_and_left_as_it_is(deck, name, encoding):
    file = deck / name
    file.write_bytes(file.read_text("utf-8").encode(encoding, "replace"))
    before = file.read_bytes()
    _, faults = read_deck(deck)
    told = [fault for fault in faults if fault.file == name]
    assert told
    assert "UTF-8" in told[0].message
    assert file.read_bytes() == before


def test_the_keymap_names_file_and_line_and_uses_the_others(tmp_path):
    file = tmp_path / "keys.yaml"
    file.write_bytes(b'\xef\xbb\xbfstudy.hint: "f3"\r\nstudy.undo: "\xff"\r\n')
    keys, (trouble,) = read_keymap(file)
    assert keys == {"study.hint": "f3"}
    assert "keys.yaml" in str(trouble)
    assert "2" in str(trouble)
    assert "UTF-8" in str(trouble)


def test_a_yaml_error_keeps_its_line(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1\r\na: 2\r\n")
    with pytest.raises(YamlError) as caught:
        load_file(file)
    assert caught.value.line == 2
