"""Code: the prompt is a statement of what to write."""

from __future__ import annotations

from content.verification.gate.kind import GateKind


class Code(GateKind):
    """No blind player writes a function."""

    asks = False


GATE = Code()
