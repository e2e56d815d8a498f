"""Every registered task: its reference against an oracle, its wrong solutions, and right ones in other styles.

The oracle of a task is the function of its name in `oracles/<topic>.py`; three right solutions or more are in
`solutions/<name>`. `python -m tests.benchmarks.task_mutants` mutates the references.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from engine.judging.comparison import aligned, computed
from engine.judging.judge import judge_calls
from engine.judging.submission import judge
from engine.registry import find as find_demonstration
from engine.task_registry import catalogue, find
from engine.task_source import solution, stub
from tests.engine.tasks.in_process import from_source, in_process, with_options

HERE = Path(__file__).parent
SEEDS = (0, 1, 2)
CHOICES = [
    pytest.param(task.name, i, id=f"{task.name}-{'-'.join(map(str, options.values()))}")
    for task in catalogue().values()
    for i, options in enumerate(task.choices)
]
WRONG = [
    pytest.param(task.name, name, id=f"{task.name}-{name}") for task in catalogue().values() for name in task.wrong
]
SOLUTIONS = [
    pytest.param(path.parent.name, path, id=f"{path.parent.name}-{path.stem}")
    for path in sorted((HERE / "solutions").glob("*/*.py"))
]


def agree(task, expected, got):
    """Within rounding of float64, which is far stricter than the judge."""
    assert len(expected) == len(got)
    for e, g in zip(expected, aligned(task, expected, got), strict=True):
        assert e.shape == g.shape
        np.testing.assert_allclose(g, e, rtol=1e-9 * task.comparison.factor, atol=1e-11 * task.comparison.factor)


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_reference_agrees_with_an_oracle_that_is_not_ours(name, choice):
    task = find(name)
    options = task.choices[choice]
    oracle = getattr(import_module(f"tests.engine.tasks.oracles.{task.topic}"), name)
    for seed in SEEDS:
        for case in task.drawn_cases(seed, options):
            agree(
                task,
                computed(oracle, task, case.arguments, options),
                computed(task.reference, task, case.arguments, options),
            )


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_reference_passes_its_own_cases_and_laws(name, choice):
    task = find(name)
    options = task.choices[choice]
    for seed in SEEDS:
        cases = task.drawn_cases(seed, options)
        ruling = judge_calls(in_process(partial(task.reference, **options)), task, options, cases)
        assert ruling.right, (seed, ruling.said, ruling.flaw)
        assert len({case.name for case in cases}) == len(cases) >= 6


@pytest.mark.parametrize(("name", "mistake"), WRONG)
def test_a_named_wrong_solution_is_caught_and_named_alone(name, mistake):
    """Under each choice of the options where it is wrong, and it is wrong under one at least."""
    task = find(name)
    caught = False
    for options in task.choices:
        for seed in SEEDS:
            for function in (task.wrong[mistake].function, *task.wrong[mistake].also):
                call = in_process(partial(function, **options))
                ruling = judge_calls(call, task, options, task.drawn_cases(seed, options))
                if task.wrong[mistake].convention and ruling.right:
                    continue
                assert not ruling.right, (options, seed)
                assert ruling.mistakes == (mistake,), (options, seed, ruling.said, ruling.flaw and ruling.flaw.case)
                caught = True
    assert caught


@pytest.mark.parametrize(("name", "path"), SOLUTIONS)
def test_a_right_solution_in_another_style_passes(name, path):
    task = find(name)
    for options in task.choices:
        call = from_source(path.read_text(encoding="utf-8"), task, options)
        for seed in SEEDS:
            ruling = judge_calls(call, task, options, task.drawn_cases(seed, options))
            assert ruling.right, (options, seed, ruling.said, ruling.flaw)


@pytest.mark.parametrize(("name", "path"), SOLUTIONS)
def test_a_right_solution_passes_in_a_process_of_its_own(name, path):
    task = find(name)
    source = with_options(path.read_text(encoding="utf-8"), task.draw(0))
    ruling = judge(source, task, 0)
    assert ruling.right, (ruling.said, ruling.flaw)


@pytest.mark.parametrize("name", catalogue())
def test_there_are_three_right_solutions_in_other_styles(name):
    assert len(list((HERE / "solutions" / name).glob("*.py"))) >= 3


@pytest.mark.parametrize("name", catalogue())
def test_what_is_declared_is_whole(name):
    task = find(name)
    assert 2 <= len(task.hints) <= 4
    assert len(task.wrong) >= 3
    for demonstration in task.demonstrations:
        find_demonstration(demonstration)
    for language in ("en", "zh"):
        for options in task.choices:
            compile(stub(task, options, language), name, "exec")
    if task.large:
        rng = np.random.default_rng(0)
        for options in task.choices:
            computed(task.reference, task, task.large(rng, 64, **options), options)


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_solution_that_is_shown_is_right(name, choice):
    task = find(name)
    options = task.choices[choice]
    scope = {}
    exec(solution(task, options), scope)
    ruling = judge_calls(in_process(scope[name]), task, options, task.drawn_cases(0, options))
    assert ruling.right, (ruling.said, ruling.flaw)
