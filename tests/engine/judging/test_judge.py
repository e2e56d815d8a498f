"""A whole judgement: the smallest case, the name of the mistake, the witnesses beside it, and the process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.judging.comparison import wrong_cells
from engine.judging.outcome import Outcome, Returned
from engine.judging.process import Process, limits_missing
from engine.judging.shrinking import CALLS, shrunk
from engine.judging.submission import judge
from engine.judging.worker.frames import HEAD, Garbled, counted, packed, unpacked
from engine.task import Case, Expression, Quantity, Wrong, task
from engine.task_registry import find
from engine.task_source import solution
from engine.text import Text, same
from tests.engine.tasks.in_process import in_process

POOL = find("max_pool_backward")
SEEDS = {POOL.draw(seed)["ties"]: seed for seed in range(30)}
SOFTMAX = find("stable_softmax")


def pool(ties: str, old: str = "", new: str = "") -> str:
    source = solution(POOL, {"ties": ties})
    assert old in source
    return source.replace(old, new)


def test_the_mistake_is_named_and_its_smallest_case_is_small_whole_numbers():
    ruling = judge(pool("first", "+= top", "= top"), POOL, SEEDS["first"])
    assert ruling.mistakes == ("overwrites",)
    assert ruling.passed == 2
    dout, x, size, stride = ruling.flaw.case.arguments
    assert (dout.size, size, stride) == (2, 2, 1)
    assert x.size == 6
    assert set(np.abs(np.concatenate([dout.ravel(), x.ravel()]))) <= {0.0, 1.0, 2.0, 3.0}


def test_the_named_mistake_still_explains_the_smallest_case():
    ruling = judge(pool("split", " / top.sum()", ""), POOL, SEEDS["split"])
    assert ruling.mistakes == ("ties_all",)
    assert POOL.wrong["ties_all"].convention
    got = ruling.flaw.cells[0].got
    np.testing.assert_array_equal(got, POOL.wrong["ties_all"].function(*ruling.flaw.case.arguments, ties="split"))


def test_central_differences_stand_beside_a_wrong_gradient():
    ruling = judge(pool("all", "top * share", "2 * top * share"), POOL, SEEDS["all"])
    assert ruling.mistakes == ()
    assert "the central difference of the loss is" in ruling.law.en


def test_a_law_stands_beside_a_wrong_value():
    source = solution(SOFTMAX, SOFTMAX.draw(0)).replace("return e", "return 2 * e")
    assert judge(source, SOFTMAX, 0).law == SOFTMAX.laws[0].broken


def test_warnings_and_prints_of_the_learner_s_lines_are_told():
    source = f"import numpy as np\ndef stable_softmax(x):\n    print('look')\n    e = np.exp(x)\n    return e / e.sum(axis={SOFTMAX.draw(0)['axis']}, keepdims=True)\n"
    ruling = judge(source, SOFTMAX, 0)
    assert ruling.mistakes == ("no_shift",)
    assert ("RuntimeWarning", 4) in [(warning.type, warning.line) for warning in ruling.warnings]
    assert ruling.printed == "look\n"


def test_a_right_one_is_timed_at_three_sizes():
    ruling = judge(pool("first"), POOL, SEEDS["first"])
    assert ruling.right
    assert [speed.size for speed in ruling.speeds] == [64, 512, 4096]


def test_each_right_case_is_told_as_it_comes():
    heard = []
    judge(pool("first"), POOL, SEEDS["first"], progress=lambda done, total: heard.append((done, total)), timed=False)
    assert heard == [(i + 1, len(heard)) for i in range(len(heard))]
    assert len(heard) >= 6


def test_a_process_that_waits_is_used():
    process = Process()
    assert judge(pool("first"), POOL, SEEDS["first"], process, timed=False).right
    assert process._process.poll() is not None


def test_shrinking_calls_the_function_no_more_than_its_limit():
    calls = []

    def call(arguments, layout="plain", *, readonly=False):
        calls.append(arguments)
        return Outcome((Returned("array", np.zeros(arguments[1].shape)),))

    case = POOL.drawn_cases(0, {"ties": "all"})[-1]
    from engine.judging.comparison import flaw_of

    flaw = flaw_of(POOL, {"ties": "all"}, case, call(case.arguments))
    small = shrunk(POOL, {"ties": "all"}, flaw, call)
    assert len(calls) <= CALLS + 1
    assert small.case.arguments[1].size < case.arguments[1].size


def halves_cases(rng: np.random.Generator) -> Iterator[Case]:
    for n in range(1, 7):
        yield Case(same(f"{n}"), (Expression("x", "np.sum(x ** 2)"), np.arange(float(n)), 0.5))


@task(
    topic="gradient_flow",
    title=same("halves"),
    statement=same("halves"),
    arguments=(Quantity("f", "", same("f")), Quantity("x", "n", same("x")), Quantity("scale", "", same("scale"))),
    results=(Quantity("y", "", same("y")),),
    cases=halves_cases,
    wrong={"twice": Wrong(lambda f, x, scale: f(x), Text("It forgets the scale.", "漏乘了系数。"))},
    hints=(same("a"), same("b")),
    explanation=same("c"),
    forbidden=("numpy.linalg",),
)
def halves(f, x, scale):
    return scale * f(x)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def halves(f, x, scale): return f(x) * scale", "Right: 6 of 6 cases."),
        ("def halves(f, x, scale): return float(f(x) * scale)", "Right: 6 of 6 cases."),
        ("def halves(f, x, scale): return [f(x) * scale]", "y has shape (1,); asked is ()."),
        ("import numpy as np\ndef halves(f, x, scale): return np.linalg.norm(x) ** 2", "It uses numpy.linalg.norm, which this task rules out (line 2)."),
        ("from numpy import linalg\ndef halves(f, x, scale): return 1", "It uses numpy.linalg, which this task rules out (line 1)."),
        ("import numpy.linalg as la\ndef halves(f, x, scale): return 1", "It uses numpy.linalg, which this task rules out (line 1)."),
    ],
)  # fmt: skip
def test_functions_as_arguments_numbers_as_results_and_what_a_task_rules_out(source, said):
    assert judge(source, halves, 0).said.en == said


def test_a_law_that_breaks_where_all_cases_are_right_is_told():
    """Its answer to the calls of a law differs: here it counts its calls."""
    source = solution(SOFTMAX, SOFTMAX.draw(0)).replace(
        "    return e", "    calls.append(1)\n    return e * (1 if len(calls) < 14 else 2)"
    )
    cases = len(SOFTMAX.drawn_cases(0, SOFTMAX.draw(0)))
    ruling = judge(
        "calls = []\n".join(["", ""])
        + source.replace("from __future__ import annotations", "").replace("14", str(cases + 1)),
        SOFTMAX,
        0,
    )
    assert (ruling.right, ruling.flaw.kind, ruling.said) == (False, "law", SOFTMAX.laws[0].broken)


def test_a_mistake_in_a_number_is_named():
    assert judge("def halves(f, x, scale): return f(x)", halves, 0).mistakes == ("twice",)


def test_the_source_does_not_inherit_the_future_of_the_judge():
    source = "def halves(f: undefined, x, scale): return scale * f(x)"
    assert "NameError" in judge(source, halves, 0).said.en


def test_when_the_judge_dies_the_learner_s_process_ends():
    script = (
        "import os\nfrom engine.judging.process import Process\nfrom engine.task_registry import find\n"
        "p = Process(); p.load('', find('stable_softmax')); print(p._process.pid, flush=True); os._exit(1)"
    )
    pid = int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60).stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it lives on")


def test_a_system_without_limits_is_told():
    assert limits_missing(()).en
    assert limits_missing(("CPU", "AS")).en == ""


@pytest.mark.parametrize(
    "frame",
    [
        b"XX" + bytes(12),
        HEAD.pack(b"BD", 1 << 20, 0),
        HEAD.pack(b"BD", 2, 1 << 40) + b"{}",
        HEAD.pack(b"BD", 2, 0) + b"[]",
        HEAD.pack(b"BD", 2, 0) + b"{x",
        HEAD.pack(b"BD", 40_000, 0) + b"[" * 40_000,
    ],
)
def test_what_is_no_frame_is_refused(frame):
    rest = bytearray(frame)

    def read(size: int) -> bytes:
        part = bytes(rest[:size])
        del rest[:size]
        return part

    with pytest.raises(Garbled):
        unpacked(read)
    assert packed({"a": 1}, [b"x"])


@pytest.mark.parametrize(
    ("dtype", "shape"),
    [("|O", [1]), ("<f8", [-1]), ("<f8", "1"), ("<f8", [1] * 33), ("<f8", [1 << 50]), (["<f8"], [1])],
)
def test_only_known_types_and_shapes_come_back(dtype, shape):
    with pytest.raises((Garbled, TypeError)):
        counted(dtype, shape)


def test_the_caller_of_the_tests_sees_what_the_process_sees():
    """The mutants and the wrong solutions are judged in this process; both ways must agree."""
    source = pool("first", "+= top", "= top")
    scope: dict[str, object] = {}
    exec(source, scope)
    there, here = Process(), in_process(scope[POOL.name])
    there.load(source, POOL)
    for case in POOL.drawn_cases(0, {"ties": "first"}):
        a, b = there.call(case.arguments, case.layout), here(case.arguments, case.layout)
        np.testing.assert_array_equal(a.arrays[0], b.arrays[0])
        assert (a.changed, a.many) == (b.changed, b.many)
    there.close()


def test_a_finite_number_is_not_taken_for_an_infinite_one():
    expected, got = np.array([-np.inf, np.inf, 1.0]), np.array([-500.0, np.inf, 1.0])
    assert wrong_cells(expected, got, 1e-7).tolist() == [True, False, False]
