"""`backdrill notes`: the audited notes, as a short course or one claim with its evidence computed now."""

from __future__ import annotations

import argparse

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.output import put


def arguments(parser: Parser) -> None:
    """One claim, or none for all."""
    parser.add_argument("claim", nargs="?", metavar="CLAIM")


def run(options: argparse.Namespace) -> int:
    """0, or 1 when a claim's evidence does not hold."""
    from tui.text.claim import as_json, course  # NumPy and YAML, which the usage does not wait for

    context = context_of(options)
    if options.claim:
        return _one(options, context)
    if wants_json(options):
        print_json([as_json(claim, context) for claim in context.library.claims.values()])
        return 0
    for line in course(context):
        put(line)
    return 0


def _one(options: argparse.Namespace, context: Context) -> int:
    from tui.sessions.evidence import evidence_now  # as in run
    from tui.text.claim import as_json, with_evidence

    claim = context.library.claim(options.claim)
    shown = [evidence_now(claim, number) for number in range(len(claim.evidence))]
    if wants_json(options):
        print_json({**as_json(claim, context), "evidence": [one.to_json() for one in shown]})
    else:
        put("\n".join(with_evidence(claim, shown, context)))
    return 0 if all(evidence.sound for evidence in shown) else 1
