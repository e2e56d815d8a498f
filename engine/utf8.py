"""Text files are UTF-8. A byte-order mark and the line ends of Windows are taken; the rest is refused by its place."""

from __future__ import annotations

import codecs
from pathlib import Path

from engine.messages import ExpectedError

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotUtf8(ExpectedError):
    """Bytes that are not UTF-8; `line` and `column` (in characters, both from 1) say where."""

    def __init__(self, before: bytes, wrong: int, utf16: bool) -> None:
        text = before.decode("utf-8")
        self.line, self.column = text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
        kind = ("it looks like UTF-16", "看来是 UTF-16") if utf16 else ("perhaps it is GBK", "可能是 GBK")
        super().__init__(
            f"the byte 0x{wrong:02x} at character {self.column} is not UTF-8 ({kind[0]}); save the file as UTF-8",
            f"第 {self.column} 个字符处的字节 0x{wrong:02x} 不是 UTF-8（{kind[1]}）；请把文件另存为 UTF-8",
        )


def decoded(raw: bytes) -> str:
    """The text, with plain line ends and without a byte-order mark. Raises NotUtf8."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotUtf8(raw[: error.start], raw[error.start], raw.startswith(_OTHER_MARKS)) from error


def read(path: Path) -> str:
    """A file's text. Raises NotUtf8 and OSError."""
    return decoded(path.read_bytes())
