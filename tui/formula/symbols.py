"""The LaTeX commands that are known, and the Unicode characters they stand for."""

from __future__ import annotations

_GREEK_NAMES = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδεεζηθϑικλμνξπρστυφφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))

ORDINARY = GREEK | {
    "infty": "∞", "top": "ᵀ", "intercal": "ᵀ", "dagger": "†", "prime": "′", "ldots": "…", "dots": "…", "cdots": "⋯",
    "vdots": "⋮", "ddots": "⋱", "forall": "∀", "exists": "∃", "emptyset": "∅", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ",
    "star": "⋆", "hbar": "ℏ", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "neg": "¬", "lnot": "¬",
}  # fmt: skip
PREFIX = {"partial": "∂", "nabla": "∇"}
RELATIONS = {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "lt": "<", "gt": ">", "approx": "≈",
    "propto": "∝", "in": "∈", "notin": "∉", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←",
    "Rightarrow": "⇒", "implies": "⇒", "iff": "⇔", "Leftrightarrow": "⇔", "mapsto": "↦", "mid": "|", "sim": "∼",
    "simeq": "≃", "equiv": "≡", "ll": "≪", "gg": "≫", "subset": "⊂", "subseteq": "⊆", "perp": "⊥", "coloneqq": "≔",
    "parallel": "∥", "colon": ":", "triangleq": "≜", "cong": "≅", "succeq": "⪰", "preceq": "⪯", "succ": "≻",
    "prec": "≺",
}  # fmt: skip
BINARY = {
    "pm": "±", "mp": "∓", "cup": "∪", "cap": "∩", "setminus": "∖", "oplus": "⊕", "wedge": "∧", "land": "∧", "vee": "∨",
    "lor": "∨",
}  # fmt: skip
TIMES = {"cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "ast": "∗", "circ": "∘", "div": "÷"}
OPENING = {
    "{": "{", "lbrace": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lvert": "|", "lVert": "‖", "lbrack": "[",
}  # fmt: skip
CLOSING = {
    "}": "}", "rbrace": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rvert": "|", "rVert": "‖", "rbrack": "]",
}  # fmt: skip
BARS = {"|": "‖", "Vert": "‖", "vert": "|"}
SPACES = {
    ",": "", ";": " ", ":": " ", "!": "", " ": " ", "quad": "  ", "qquad": "    ", "displaystyle": "", "textstyle": "",
    "limits": "", "nolimits": "", "big": "", "Big": "", "bigg": "", "Bigg": "", "bigl": "", "bigr": "", "Bigl": "",
    "Bigr": "", "biggl": "", "biggr": "", "Biggl": "", "Biggr": "",
}  # fmt: skip
_FUNCTION_NAMES = """
    log ln exp tanh sinh cosh sin cos tan arctan det tr dim rank sgn sign softmax sigmoid ReLU relu GELU diag Var Cov
    Pr gcd deg ker mod bmod erf
"""
FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
LIMITS = {"max", "min", "lim", "sup", "inf", "argmax", "argmin", "arg"}
BIG = {"sum": "∑", "prod": "∏", "int": "∫", "bigcup": "⋃", "bigcap": "⋂", "oint": "∮", "bigoplus": "⨁"}
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "widetilde": "\u0303", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "overline": "\u0305",
    "underline": "\u0332",
}  # fmt: skip
RAW = {"text", "textbf", "textit", "textrm", "mathrm", "operatorname", "mathsf", "mathtt", "mbox"}
TRANSPARENT = {"mathbf", "boldsymbol", "bm", "mathit", "mathnormal"}
ALPHABETS = {
    "mathbb": dict(zip("CEHNPQRZ1", "ℂ𝔼ℍℕℙℚℝℤ𝟙", strict=True)),
    "mathcal": dict(zip("BEFHILMRLO", "ℬℰℱℋℐℒℳℛℒ𝒪", strict=True)),
}
GRIDS = {
    "matrix": (".", "."), "bmatrix": ("[", "]"), "pmatrix": ("(", ")"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "Bmatrix": ("{", "}"), "cases": ("{", "."), "aligned": (".", "."), "align*": (".", "."), "smallmatrix": (".", "."),
}  # fmt: skip

SUPERSCRIPT = dict(
    zip(
        "0123456789+-=()niTNkKabcdefghjlmoprstuvwxyzABDEGHIJLMOPRUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᴺᵏᴷᵃᵇᶜᵈᵉᶠᵍʰʲˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴸᴹᴼᴾᴿᵁⱽᵂ",
        strict=True,
    )
) | {"ᵀ": "ᵀ", "′": "′", "−": "⁻", "†": "†", "∗": "*", "⋆": "*"}
SUBSCRIPT = dict(zip("0123456789+-=()aeijkmnoprstuvxhlβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₛₜᵤᵥₓₕₗᵦᵧᵨᵩᵪ", strict=True)) | {
    "−": "₋"
}


def raised(text: str) -> str | None:
    """`text` in superscript characters, or None when one is missing."""
    return "".join(SUPERSCRIPT[c] for c in text) if all(c in SUPERSCRIPT for c in text) else None


def lowered(text: str) -> str | None:
    """`text` in subscript characters, or None when one is missing."""
    return "".join(SUBSCRIPT[c] for c in text) if all(c in SUBSCRIPT for c in text) else None
