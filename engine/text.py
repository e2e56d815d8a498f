"""Text in both of Backdrill's languages."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Text(NamedTuple):
    """A text in English and Chinese; neither may be left out."""

    en: str
    zh: str

    def said(self, language: Language) -> str:
        """The text in `language`."""
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Both texts with `{name}` replaced by the values."""
        return Text(self.en.format(**values), self.zh.format(**values))


def same(text: str) -> Text:
    """A text that is the same in both languages, such as a symbol or a unit."""
    return Text(text, text)


NOTHING = Text("", "")
