"""Every kernel explains itself by an example that runs, and is compared with an oracle at random inputs."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
from importlib import import_module

import pytest

import engine.kernels

MODULES = [import_module(f"engine.kernels.{found.name}") for found in pkgutil.iter_modules(engine.kernels.__path__)]
NO_ARRAYS = {
    "activation_bytes", "autoregressive", "best_step", "candidate_steps", "critical_scale", "digits_split",
    "drawn_batches", "dropout_variance", "floor", "gaussian_mean", "guaranteed_iterations", "initialise",
    "iterations_per_epoch", "least_squares", "mean_field_factors", "noiseless_iterations", "noisy_descent",
    "random_directions", "random_weights", "saddle_descent", "sampled_descent", "sampled_floor", "scalar_chain",
    "simulate", "stationary_points", "svrg", "tuned", "updates_to", "variance_of_mean", "accuracy", "train",
    "ball_share", "escape_steps", "expected_best", "heavy_ball_factor", "warmup_cosine",
}  # fmt: skip
"""Of numbers or random draws only: their own tests hold them against closed forms and frequencies."""


def functions(module):
    """The public functions of a module, each by its own name."""
    for name, value in vars(module).items():
        plain = inspect.unwrap(value) if callable(value) else None
        if inspect.isfunction(plain) and plain.__module__ == module.__name__ and not name.startswith("_"):
            yield name, plain


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_every_kernel_has_one_line_that_says_what_it_is_and_an_example_that_runs(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    for name, function in functions(module):
        text = inspect.getdoc(function) or ""
        assert text.split("\n")[0].rstrip().endswith((".", ":")), f"{name}: the first line is no sentence"
        assert ">>>" in text, f"{name} has no example"


def test_an_example_that_is_wrong_is_noticed():
    planted = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "planted", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(planted, out=lambda _: None).failed == 1


def test_every_kernel_of_arrays_is_compared_with_an_oracle():
    pytest.importorskip("torch")
    from tests.engine.kernels.fuzz_layers import LAYERS
    from tests.engine.kernels.fuzz_statistics import STATISTICS
    from tests.engine.kernels.fuzz_training import TRAINING

    covered = [c for table in (LAYERS, STATISTICS, TRAINING) for one in table.values() for c in one.covers]
    compared = {function.__name__ for function in map(inspect.unwrap, covered) if inspect.isfunction(function)}
    public = {name for module in MODULES for name, _ in functions(module)}
    assert public - compared == NO_ARRAYS
