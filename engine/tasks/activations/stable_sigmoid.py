"""The sigmoid and its logarithm, without overflow and without the logarithm of 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, ZEROS, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _sigmoid(x: FloatArray) -> FloatArray:
    return 1 / (1 + np.exp(-x))


def _quotient(x: FloatArray) -> Both:
    p = np.exp(x) / (1 + np.exp(x))
    return p, np.log(p)


def _logarithm_of_result(x: FloatArray) -> Both:
    return _sigmoid(x), np.log(_sigmoid(x))


def _logarithm_of_sum(x: FloatArray) -> Both:
    return _sigmoid(x), -np.log(1 + np.exp(-x))


def _clipped_at(bound: float) -> Function:
    def clipped(x: FloatArray) -> Both:
        p = _sigmoid(np.clip(x, -bound, bound))
        return p, np.log(p)

    return clipped


def _turned(x: FloatArray) -> Both:
    return stable_sigmoid.reference(-x)


def _of_complement(x: FloatArray) -> Both:
    return _sigmoid(x), -np.logaddexp(0, x)


def _softplus(x: FloatArray) -> Both:
    return _sigmoid(x), np.logaddexp(0, -x)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Moderate values, 0, values far out on both sides, also in one array."""
    yield Case(smallest("3"), (np.array([0.0, 1.0, -2.0]),))
    yield Case(smallest("2 by 3"), (small(rng, 2, 3) + 0.5,))
    yield Case(ZEROS, (np.zeros((2, 2)),))
    yield Case(Text("far above 0", "远大于 0"), (1000 + small(rng, 3),))
    yield Case(Text("far below 0", "远小于 0"), (-1000 + small(rng, 3),))
    yield Case(Text("both sides in one array", "两侧混在一起"), (np.array([[800.0, -800.0], [-1.0, 40.0]]),))
    yield Case(Text("integers", "整数输入"), (rng.integers(-4, 5, (2, 3)),))
    yield Case(ORDINARY, (rng.normal(size=(2, 3, 2)) * 3,))
    larger = Case(LARGER, (rng.normal(size=(20, 30)) * 4,))
    yield from (larger.as_float32(), larger.strided(), larger)


def _mirrored(call: Function, arguments: Arguments) -> bool:
    x = np.asarray(arguments[0])
    return bool(np.allclose(np.asarray(call(x)[0]) + np.asarray(call(-x)[0]), 1, atol=1e-4))


@task(
    topic="activations",
    title=Text("Stable sigmoid and its logarithm", "稳定的 sigmoid 及其对数"),
    statement=Text(
        "Return σ(x) = 1 / (1 + exp(-x)) and log σ(x), both entry by entry. Entries may be as far out as ±1000: no nan, and "
        "log σ(-1000) is -1000, not -inf.",
        "逐元素返回 σ(x) = 1 / (1 + exp(-x)) 与 log σ(x)。元素可达 ±1000：不得出现 nan，且 log σ(-1000) 应为 -1000 而不是 -inf。",
    ),
    arguments=(Quantity("x", "...", Text("scores, any shape", "分数，任意形状")),),
    results=(
        Quantity("probability", "...", Text("σ(x)", "σ(x)")),
        Quantity("log_probability", "...", Text("logarithm of σ(x)", "σ(x) 的对数")),
    ),
    cases=cases,
    wrong={
        "quotient": Wrong(
            _quotient,
            Text(
                "exp(x) / (1 + exp(x)) becomes inf / inf, hence nan, from about 710 on.",
                "x 大于约 710 时 exp(x) / (1 + exp(x)) 成为 inf / inf，得到 nan。",
            ),
        ),
        "logarithm_of_result": Wrong(
            _logarithm_of_result,
            Text(
                "exp(-x) overflows far below 0, so the logarithm comes out as -inf where it should be about x.",
                "x 很负时 exp(-x) 溢出，对数成了 -inf，而它应约等于 x。",
            ),
            also=(_logarithm_of_sum,),
        ),
        "clipped": Wrong(
            _clipped_at(500.0),
            Text(
                "x is clipped before exp: far below 0 the logarithm stops at the bound.",
                "取 exp 之前先截断了 x：x 很负时对数停在截断的界上。",
            ),
            also=(_clipped_at(700.0), _clipped_at(100.0), _clipped_at(50.0), _clipped_at(30.0)),
        ),
        "turned": Wrong(
            _turned,
            Text(
                "The sign of the exponent is turned: this is σ(-x) = 1 - σ(x).",
                "指数的符号反了：这是 σ(-x) = 1 - σ(x)。",
            ),
        ),
        "of_complement": Wrong(
            _of_complement,
            Text("The logarithm is that of 1 - σ(x).", "取的是 1 - σ(x) 的对数。"),
        ),
        "softplus": Wrong(
            _softplus,
            Text("The logarithm lacks its sign: this is -log σ(x).", "对数少了负号：这是 -log σ(x)。"),
        ),
    },
    laws=(Law(_mirrored, Text("σ(x) + σ(-x) is not 1.", "σ(x) + σ(-x) 不等于 1。")),),
    large=lambda rng, size: (rng.normal(size=(size, 64)),),
    hints=(
        Text(
            "Which of exp(x) and exp(-x) cannot overflow, by the sign of x?",
            "按 x 的符号，exp(x) 与 exp(-x) 哪个不会溢出？",
        ),
        Text(
            "With e = exp(-|x|): σ is 1 / (1 + e) for x ≥ 0 and e / (1 + e) for x < 0.",
            "令 e = exp(-|x|)：x ≥ 0 时 σ = 1 / (1 + e)，x < 0 时 σ = e / (1 + e)。",
        ),
        Text("`log σ(x) = min(x, 0) - log(1 + e)`.", "`log σ(x) = min(x, 0) - log(1 + e)`。"),
    ),
    explanation=Text(
        "e = exp(-|x|) is never above 1, so nothing overflows on either side. Far below 0, σ(x) underflows to 0 and its "
        "logarithm is lost; min(x, 0) - log(1 + e) never forms that 0. log1p keeps the digits that 1 + e would round off. "
        "A binary cross-entropy on logits is built this way.",
        "e = exp(-|x|) 不超过 1，两侧都不会溢出。x 很负时 σ(x) 下溢为 0，对数随之丢失；min(x, 0) - log(1 + e) 不会产生这个 0。"
        "log1p 保住了 1 + e 会舍去的数位。基于 logits 的二元交叉熵就是这样写的。",
    ),
    demonstrations=("activation_explorer",),
)
def stable_sigmoid(x: FloatArray) -> Both:
    e = np.exp(-np.abs(x))
    probability = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
    return probability, np.minimum(x, 0) - np.log1p(e)
