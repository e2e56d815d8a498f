"""Mutates the references of the tasks mechanically and counts the mutants that cases and laws catch.

    python -m tests.benchmarks.task_mutants [NAME ...] [--all]

Survivors are printed, each with the reason why it is equivalent where `tests/engine/tasks/equivalent/<name>.txt` gives
one: a line is the mutated statement, two spaces, `#` and the reason. Ends with 1 when fewer than 98 % of the others are
caught. `--all` prints the mutants that are caught too.
"""

from __future__ import annotations

import argparse
import ast
import copy
import inspect
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent
from types import FrameType

from engine.judging.judge import judge_calls
from engine.task import Task
from engine.task_registry import catalogue, find
from tests.engine.tasks.in_process import in_process

EQUIVALENT = Path(__file__).parent.parent / "engine/tasks/equivalent"
LOWEST, SECONDS = 0.98, 5
OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
CALLS = {
    "max": "min", "min": "max", "argmax": "argmin", "argmin": "argmax", "sum": "mean", "mean": "sum",
    "maximum": "minimum", "minimum": "maximum", "floor": "ceil", "ceil": "floor", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "any": "all", "all": "any", "exp": "expm1", "log": "log1p",
    "var": "std", "std": "var", "sin": "cos", "cos": "sin",
}  # fmt: skip


def reference_of(task: Task) -> ast.FunctionDef:
    """The reference without its decorator."""
    module = ast.parse(dedent(inspect.getsource(task.reference)))
    function = next(node for node in module.body if isinstance(node, ast.FunctionDef))
    function.decorator_list = []
    return function


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    if isinstance(node, ast.BinOp):
        yield from (ast.BinOp(node.left, other(), node.right) for other in OPERATORS.get(type(node.op), ()))
        yield from (node.left, node.right)
    elif isinstance(node, ast.BoolOp):
        yield from (ast.BoolOp(other(), node.values) for other in OPERATORS[type(node.op)])
        yield from node.values
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (
            ast.Compare(node.left, [other()], node.comparators) for other in OPERATORS.get(type(node.ops[0]), ())
        )
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.Constant):
        yield from constants(node.value)
    elif isinstance(node, ast.Call):
        yield from calls(node)
    elif isinstance(node, ast.Slice):
        yield from (ast.Slice(None, node.upper, node.step), ast.Slice(node.lower, None, node.step))
        if node.step is not None:
            yield ast.Slice(node.lower, node.upper, None)


def constants(value: object) -> Iterator[ast.AST]:
    """Off by one, turned, doubled."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(value + 1), ast.Constant(value - 1))
    elif isinstance(value, float):
        yield from (ast.Constant(value * 2), ast.Constant(0.0))
    elif isinstance(value, str):
        yield ast.Constant(value + "_")


def calls(node: ast.Call) -> Iterator[ast.AST]:
    """Another function, the bare argument, a keyword less, arguments exchanged."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in CALLS:
        other = ast.Attribute(node.func.value, CALLS[name], ast.Load())  # type: ignore[union-attr]
        yield ast.Call(other, node.args, node.keywords)
    if len(node.args) == 1 and isinstance(node.func, ast.Attribute):
        yield node.args[0]
    if len(node.args) == 2:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
    for i in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])


def statements(node: ast.stmt, parameters: set[str]) -> Iterator[list[ast.stmt]]:
    """What may stand in the place of a statement: nothing, another assignment, the same in place."""
    if isinstance(node, ast.AugAssign):
        target = copy.deepcopy(node.target)
        yield [ast.Assign([target], node.value)]
        yield from ([ast.AugAssign(node.target, other(), node.value)] for other in OPERATORS.get(type(node.op), ()))
    if isinstance(node, ast.If):
        yield from (node.body, node.orelse or [ast.Pass()])
    elif not isinstance(node, ast.Return):
        yield [ast.Pass()]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.left, ast.Name):
        name = node.value.left.id
        if name in parameters:
            stored = ast.Name(name, ast.Store())
            yield [
                ast.AugAssign(stored, node.value.op, node.value.right),
                ast.Assign(node.targets, ast.Name(name, ast.Load())),
            ]


def mutants(function: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each mutant with the statement that it changed, as it reads now."""
    parameters = {argument.arg for argument in function.args.args}
    for place, node in enumerate(ast.walk(function)):
        for name, value in ast.iter_fields(node):
            if (isinstance(node, ast.FunctionDef) and name != "body") or isinstance(node, ast.arg):
                continue  # the signature is the task's
            if isinstance(value, ast.expr):
                for new in replacements(value):
                    yield made(function, place, name, None, new)
            elif isinstance(value, list):
                for i, item in enumerate(value):
                    found = statements(item, parameters) if isinstance(item, ast.stmt) else replacements(item)
                    for replacement in found:
                        yield made(function, place, name, i, replacement)


def made(
    function: ast.FunctionDef, place: int, name: str, index: int | None, new: ast.AST | list[ast.stmt]
) -> tuple[str, ast.FunctionDef]:
    """A copy of the function with one field changed."""
    mutant = copy.deepcopy(function)
    node = list(ast.walk(mutant))[place]
    new = copy.deepcopy(new)
    if index is None:
        setattr(node, name, new)
    elif isinstance(new, list):
        getattr(node, name)[index : index + 1] = new
    else:
        getattr(node, name)[index] = new
    ast.fix_missing_locations(mutant)
    return changed_lines(function, mutant), mutant


def changed_lines(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    """What the mutant reads where it differs; a deleted line as `- line`."""
    old, new = ast.unparse(before).splitlines(), ast.unparse(after).splitlines()
    fresh = [line.strip() for line in new if line not in old]
    return "; ".join(fresh) or "; ".join(f"- {line.strip()}" for line in old if line not in new) or "pass"


def survives(task: Task, mutant: ast.FunctionDef) -> bool:
    """Whether the judge takes the mutant for right under every choice of the options."""
    code = compile(ast.Module([mutant], []), f"{task.name}.py", "exec")
    scope = dict(vars(sys.modules[task.reference.__module__]))
    exec(code, scope)
    for options in task.choices:
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            call = in_process(partial(scope[task.name], **options))
            if not judge_calls(call, task, options, task.drawn_cases(0, options)).right:
                return False
        except TimeoutError:
            return False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def reasons(name: str) -> dict[str, str]:
    """Why survivors are equivalent, by what they read."""
    path = EQUIVALENT / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.partition("  # ")[0]: line.partition("  # ")[2] for line in lines if "  # " in line}


def late(number: int, frame: FrameType | None) -> None:
    """A mutant that does not end is caught."""
    raise TimeoutError


def main() -> int:
    """0 when at least 98 % of the mutants that are not equivalent are caught in each task."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, late)
    short = False
    total = [0, 0, 0]
    for task in map(find, options.names or catalogue()):
        known, used, counts = reasons(task.name), set(), [0, 0, 0]
        original = ast.unparse(reference_of(task))
        for said, mutant in mutants(reference_of(task)):
            if ast.unparse(mutant) == original:
                continue
            alive = survives(task, mutant)
            counts[0] += 1
            counts[1] += not alive
            counts[2] += alive and said in known
            if alive:
                used.add(said)
                print(f"  {task.name}: {said}  # {known.get(said, 'SURVIVED')}")
            elif options.all:
                print(f"  caught: {said}")
        for stale in known.keys() - used:
            print(f"  {task.name}: the reason for '{stale}' belongs to no survivor")
        bad = counts[1] < LOWEST * (counts[0] - counts[2]) or bool(known.keys() - used)
        short = short or bad
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(f"{task.name}: {counts[1]} of {counts[0]} caught, {counts[2]} equivalent{' TOO FEW' if bad else ''}")
    print(f"all: {total[1]} of {total[0]} caught, {total[2]} equivalent")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
