"""Changes to text and to trees of data, from a slip of the hand to an attack."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

STRANGE_TEXTS = (
    *("", " ", "\x1b[2J", "\x1b]0;title\x07", "\u202eesrever", "\x00", "\x9b31m", "\ufeff", "\u2028", "\U000e0041"),
    *("..", "../../outside", "/etc/passwd", "*", "~", "C:\\", "a" * 3000, "梯度" * 300, "é", "１２", "½", "−3"),
    *("{{x}}", "{{", "{{1/0}}", "{{9**9**9}}", "{x!r}", "%s", "$\\frac{", "$" * 50, "$\\frac{1}{" * 60, "[" * 300),
    *("null", "true", "nan", "1e999", "-0", "0x10", "1_000", "2027-03-01", "2027-02-30T25:61", "'", '"', "`", "\\"),
    *("x * 10**9", "(" * 90 + ")" * 90, "sum(", "len('x' * 9)", "1 if 1 else", "__import__('os')", "x.__class__"),
)
STRANGE_NUMBERS = (
    0,
    -1,
    1,
    2,
    3,
    0.5,
    1e-300,
    1e300,
    2**31,
    2**63,
    2**64,
    -(2**63) - 1,
    10**30,
    float("inf"),
    float("nan"),
)
SIGNS = "[]{}:-#&*!|>%@`\"'\\ \t\r\n,;=()/$^_~\x1b\x07\x85\u200b"


def strange(rng: random.Random) -> Any:
    """A value that may stand nowhere, or anywhere."""
    return rng.choice(
        [
            rng.choice(STRANGE_TEXTS),
            rng.choice(STRANGE_NUMBERS),
            *(None, True, [], {}, [[]], [1, "a"], {"en": "only"}, {"en": "x", "zh": 3}, {"integer": [2, 1]}),
        ]
    )


def mutated_text(text: str, rng: random.Random) -> str:
    """`text` after a few changes of signs and lines."""
    for _ in range(rng.randrange(1, 4)):
        lines = text.split("\n")
        at, line = rng.randrange(len(text) + 1), rng.randrange(len(lines))
        change = rng.randrange(7)
        if change == 0:
            text = text[:at]
        elif change == 1:
            text = text[:at] + "".join(rng.choice(SIGNS) for _ in range(3)) + text[at + rng.randrange(4) :]
        elif change == 2:
            text = text[:at] + rng.choice(STRANGE_TEXTS) + text[at + rng.randrange(9) :]
        else:
            old = lines[line]
            lines[line] = rng.choice(
                ["", f"{old}\n{old}", f"  {old}", old[2:], f"{old.split(':')[0]}: {strange(rng)!r}"]
            )
            text = "\n".join(lines)
    return text


def mutated_tree(tree: Any, rng: random.Random) -> Any:
    """`tree` with one of its parts, anywhere, replaced, dropped, doubled or exchanged for another."""
    places = list(_places(tree))
    if not places:
        return strange(rng)
    holder, key = rng.choice(places)
    change = rng.randrange(6)
    if change == 0:
        del holder[key]
    elif change == 1:
        other, of_other = rng.choice(places)
        holder[key] = deepcopy(other[of_other])
    elif change == 2 and isinstance(holder, dict):
        holder[rng.choice(STRANGE_TEXTS)] = holder.pop(key)
    elif change == 3 and isinstance(holder[key], str):
        at = rng.randrange(len(holder[key]) + 1)
        holder[key] = holder[key][:at] + rng.choice(STRANGE_TEXTS) + holder[key][at:]
    else:
        holder[key] = strange(rng)
    return tree


def _places(tree: Any) -> Any:
    """Every place of the tree, as what holds it and its key."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in list(pairs):
        yield tree, key
        yield from _places(part)
