"""The learner's own keys: the documented example is read, and a line that cannot be used disables itself alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.keymap import KEYS, read_keymap

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = re.search(r"## Your own keys\n.*?```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
SOUND = 'study.hint: "?,f3"\n'


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "keys.yaml"
    file.write_bytes(content)
    return file


def test_the_documented_example_is_read(tmp_path: Path) -> None:
    assert EXAMPLE is not None
    keys, troubles = read_keymap(written(tmp_path, EXAMPLE[1].encode()))
    assert keys == {"study.hint": "?,f3", "home.notes": "m", "app.quit": "ctrl+q,ctrl+x"}
    assert troubles == []


def test_the_documented_names_are_those_there_are() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (.*) \|$", (ROOT / "docs" / "keys.md").read_text(encoding="utf-8"), re.M)
    assert dict(rows) == {name: key.help.en for name, key in KEYS.items()}


@pytest.mark.parametrize(
    ("line", "en", "zh"),
    [
        (b'study.hnit: "h"', "Did you mean 'study.hint'?", "是指“study.hint”吗？"),
        (b'qqqq: "h"', "such as", "共有"),
        (b"home.notes: 3", "in quotes", "引号"),
        (b"home.notes:", "in quotes", "引号"),
        (b'home.notes: "ctrl m"', "split by commas", "逗号"),
        (b'home.notes: "m,"', "split by commas", "逗号"),
        (b'home.notes: "Ctrl+M"', "split by commas", "逗号"),
        (b'home.notes: "m', "a name and its keys", "名称和按键"),
        (b"home.notes", "a name and its keys", "名称和按键"),
        (b"- home.notes", "a name and its keys", "名称和按键"),
        (b"{home.notes: m, home.browse: v}", "a name and its keys", "名称和按键"),
        (b"!!python/object:os.system {}", "a name and its keys", "名称和按键"),
        (b'study.hint: "x"', "an earlier line", "前面已有一行"),
        (b'home.notes: "\xd6\xd0"', "save the file as UTF-8", "另存为 UTF-8"),
    ],
)
def test_a_bad_line_is_named_in_both_languages_and_the_others_hold(
    tmp_path: Path, line: bytes, en: str, zh: str
) -> None:
    content = b"\xef\xbb\xbf# mine\r\n\r\n" + SOUND.encode() + line + b'\nhome.browse: "v"\n'
    keys, troubles = read_keymap(written(tmp_path, content))
    assert keys == {"study.hint": "?,f3", "home.browse": "v"}
    (trouble,) = troubles
    assert str(trouble).startswith("keys.yaml, line 4, is not used: ")
    assert trouble.zh.startswith("keys.yaml 第 4 行未生效：")
    assert en in str(trouble)
    assert zh in trouble.zh


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").mkdir()
    keys, troubles = read_keymap(tmp_path / "keys.yaml")
    assert keys == {}
    assert "cannot be read" in str(troubles[0])
    assert "无法读取" in troubles[0].zh
