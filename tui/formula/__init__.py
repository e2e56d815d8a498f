"""A LaTeX subset for the terminal: `render` in two dimensions, `flat` on one line with precedence kept.

    >>> flat(r"\\frac{\\partial L}{\\partial x_i} = \\frac{a}{b+c}")
    '∂L/∂xᵢ = a/(b + c)'

What is not in the subset raises FormulaError with its position; nothing is dropped silently.
"""

from __future__ import annotations

from functools import lru_cache

from tui.formula.box import box_of
from tui.formula.in_text import formulas, in_text, inline
from tui.formula.line import text_of
from tui.formula.parse import FormulaError, parse

__all__ = ["FormulaError", "flat", "formulas", "in_text", "inline", "parse", "render"]


@lru_cache(512)
def flat(latex: str) -> str:
    """`latex` on one line. Raises FormulaError."""
    return text_of(parse(latex)).strip()


def render(latex: str) -> list[str]:
    """`latex` in two dimensions, a line each, spaces at the ends removed. Raises FormulaError."""
    return [line.rstrip() for line in box_of(parse(latex)).lines]
