"""One spelling for characters that look or mean the same: full-width forms, dashes, superscripts, fraction signs."""

from __future__ import annotations

import re
import unicodedata

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_HIGH, _LOW = "[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", "[₀₁₂₃₄₅₆₇₈₉]+"
_HIGH_OVER_LOW = re.compile(f"({_HIGH})[⁄/]({_LOW})")
_ALIKE = str.maketrans(
    {"✕": "×", "✖": "×", "∗": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "˗": "-", "➖": "-"}
    | {"。": ".", "’": "'", "‘": "'", "【": "[", "】": "]", "∞": "inf", "π": "pi", "≃": "≈", "∼": "~"}
)
# Joiners and marks of direction come along with pasted text and show nothing.
# The soft hyphen and the direction overrides do show something; they are left in and refused.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def plain(text: str) -> str:
    """The text in plain characters. `½` becomes `⟨1/2⟩`, one piece: as `1/2` it would turn `1½` into 11/2.

    Superscripts become powers and subscripts an index, since NFKC would turn `2³` into 23. What has no plain
    counterpart stays, for the reader to refuse.
    """
    text = text.translate(_INVISIBLE).replace("——", "—")  # a Chinese keyboard types the dash twice
    text = _HIGH_OVER_LOW.sub(lambda m: f"⟨{m[1].translate(_SUPERSCRIPTS)}/{m[2].translate(_SUBSCRIPTS)}⟩", text)
    text = re.sub(_HIGH, lambda m: f"^({m[0].translate(_SUPERSCRIPTS)})", text)
    text = re.sub(_LOW, lambda m: f"_{m[0].translate(_SUBSCRIPTS)} ", text)
    return "".join(map(_plain_character, text)).translate(_ALIKE)


def _plain_character(character: str) -> str:
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if unicodedata.category(character) == "Pd":
        return "-"
    compatible = unicodedata.normalize("NFKC", character)
    if unicodedata.decomposition(character).startswith("<fraction>"):
        above, _, below = compatible.partition("⁄")
        return f"⟨{above}/{below}⟩" if below else character
    # A sign such as `②` or `㎡` is not the digit in it: `5㎡` is not 5m2.
    return character if any(map(str.isdecimal, compatible)) else compatible
