"""Text files are UTF-8. A byte-order mark and the line ends of Windows are taken; the rest is refused by its place."""

from __future__ import annotations

import codecs
from pathlib import Path

from engine.messages import ExpectedError

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotUtf8(ExpectedError):
    """Bytes that are not UTF-8; `line` and `column` (in characters, both from 1) say where."""

    def __init__(self, en: str, zh: str, line: int, column: int) -> None:
        super().__init__(en, zh)
        self.line, self.column = line, column


def decoded(raw: bytes) -> str:
    """The text, with plain line ends and without a byte-order mark. Raises NotUtf8."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise _refused(raw, error.start) from error


def _refused(raw: bytes, at: int) -> NotUtf8:
    before = raw[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    utf16 = raw.startswith(_OTHER_MARKS)
    kind = ("it looks like UTF-16", "看来是 UTF-16") if utf16 else ("perhaps it is GBK", "可能是 GBK")
    return NotUtf8(
        f"the byte 0x{raw[at]:02x} at character {column} is not UTF-8 ({kind[0]}); save the file as UTF-8",
        f"第 {column} 个字符处的字节 0x{raw[at]:02x} 不是 UTF-8（{kind[1]}）；请把文件另存为 UTF-8",
        line,
        column,
    )


def read(path: Path) -> str:
    """A file's text. Raises NotUtf8 and OSError."""
    return decoded(path.read_bytes())
