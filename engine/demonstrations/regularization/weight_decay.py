"""D30: L2 in the loss against decoupled decay."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization_training as training
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar, demand_shape
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text

OPTIMISERS: dict[Scalar, Text] = {
    "sgd": Text("plain SGD", "普通 SGD"),
    "momentum": Text("SGD with momentum", "带动量的 SGD"),
    "adam": Text("Adam", "Adam"),
}
DESCENTS = {"sgd": training.descend_plain, "momentum": training.descend_momentum, "adam": training.descend_adam}


class WeightDecay(Measurements):
    initial: Array1D = measurement(Text("weights at the start", "初始权重"), grade=Grade.EXACT)
    loss_gradient: Array1D = measurement(Text("gradient of the loss", "损失的梯度"), grade=Grade.EXACT)
    coupled: Array1D = measurement(Text("weights, L2 in the loss", "最终权重：L2 写进损失"))
    decoupled: Array1D = measurement(Text("weights, decoupled decay", "最终权重：解耦的衰减"))
    undecayed: Array1D = measurement(Text("weights without a penalty", "最终权重：无惩罚"))
    gap: float = measurement(Text("largest difference of the two", "两者的最大差异"))
    coupled_step: Array1D = measurement(Text("weights after one step, L2 in the loss", "一步之后：L2 写进损失"))
    decoupled_step: Array1D = measurement(Text("weights after one step, decoupled", "一步之后：解耦的衰减"))
    undecayed_step: Array1D = measurement(Text("weights after one step, no penalty", "一步之后：无惩罚"))
    coupled_pull: Array1D = measurement(
        Text("pull of the penalty towards 0, L2 in the loss", "惩罚向零的拉力：L2 写进损失")
    )
    decoupled_pull: Array1D = measurement(
        Text("pull of the penalty towards 0, decoupled", "惩罚向零的拉力：解耦的衰减")
    )
    remaining: float = measurement(Text("(1 - eta lambda)^steps", "(1−ηλ)^步数"), grade=Grade.EXACT)
    closed_form_gap: float = measurement(Text("SGD's decay against its closed form", "SGD 衰减与闭式之差"))
    ratio_of_pulls: float = measurement(
        Text("least pull over largest, L2 in the loss, relative to |w|", "L2 写进损失时相对拉力的最小与最大之比")
    )
    decoupled_ratio_of_pulls: float = measurement(Text("the same, decoupled", "解耦时的同一比值"))


@demonstration(
    number="D30",
    name="weight_decay",
    topic="regularization",
    title=Text("L2 in the loss against weight decay", "损失里的 L2 与权重衰减"),
    summary=Text(
        "The same weights and gradients, twice: λ|w|²/2 added to the loss, or weights multiplied by 1 - ηλ each step.",
        "同样的权重与梯度跑两遍：一遍在损失里加 λ|w|²/2，一遍每步把权重乘 1−ηλ。",
    ),
    look_for=Text(
        "Under plain SGD both give the same iterates. Adam divides the penalty's gradient by the root of the second "
        "moment: weights with large gradients are then hardly decayed. Decoupled decay (AdamW) shrinks all alike.",
        "普通 SGD 下两者逐步相同。Adam 会把惩罚的梯度也除以二阶矩的平方根：梯度大的权重几乎不衰减。解耦衰减（AdamW）则一视同仁。",
    ),
    predict=Text(
        "Two weights are equal, one has a much larger loss gradient. With L2 (λ = {{penalty}}) in the loss of Adam, which decays faster?",
        "两个权重相同，其中一个的损失梯度大得多。Adam 的损失里加 L2（λ＝{{penalty}}）时，哪个衰减得快？",
    ),
    limits=Text(
        "Loss gradients that do not depend on the weights, constant or alternating, so that only the penalty differs; no "
        "claim about which generalises better.",
        "损失梯度与权重无关（恒定或交替变号），只让惩罚有别；不涉及哪种泛化更好。",
    ),
    parameters=(
        Choice("optimiser", Text("optimiser", "优化器"), "adam", tuple(OPTIMISERS), OPTIMISERS),
        Array("start", Text("weights at the start", "初始权重"), (), 1, -100.0, 100.0, longest=12),
        Array("gradient", Text("gradient of the loss", "损失的梯度"), (), 1, -1e4, 1e4, longest=12),
        Float("rate", Text("learning rate eta", "学习率 η"), 0.01, 1e-4, 1.0, log=True),
        Float("penalty", Text("lambda", "系数 λ"), 0.1, 0.0, 10.0),
        Integer("steps", Text("steps", "步数"), 5, 1, 1000),
        Choice("alternating", Text("gradient changes sign each step", "梯度每步变号"), False, (False, True)),
    ),
    measurements=WeightDecay,
    kernels=(training.descend_plain, training.descend_momentum, training.descend_adam),
)
@np.errstate(over="ignore", invalid="ignore")  # a rate times a penalty beyond 2 diverges
def weight_decay(
    rng: np.random.Generator,
    *,
    optimiser: str,
    start: FloatArray,
    gradient: FloatArray,
    rate: float,
    penalty: float,
    steps: int,
    alternating: bool,
) -> Result:
    """Run one optimiser three times on given gradients: L2 in the gradient, decoupled decay, no penalty."""
    w = start if start.size else rng.standard_normal(len(gradient) or 5)
    g = gradient if gradient.size else rng.standard_normal(len(w))
    demand_shape("gradient", g, w.shape)
    descend = DESCENTS[optimiser]
    coupled = descend(w, _given(g, alternating), rate, steps, penalty, 0.0)
    decoupled = descend(w, _given(g, alternating), rate, steps, 0.0, penalty)
    plain = descend(w, _given(g, alternating), rate, steps, 0.0, 0.0)
    sgd = training.descend_plain(w, lambda _: g, rate, steps, 0.0, penalty)[-1]
    closed = _closed_form(w, g, rate, penalty, steps)
    remaining = float(np.float64(1 - rate * penalty) ** steps)
    norms = _norms(coupled, decoupled, plain)
    pulls = [(plain[-1] - run[-1]) * np.sign(w) for run in (coupled, decoupled)]
    spreads = [_spread(pull, w) for pull in pulls]
    measured = WeightDecay(
        initial=w,
        loss_gradient=g,
        coupled=coupled[-1],
        decoupled=decoupled[-1],
        undecayed=plain[-1],
        gap=float(np.abs(coupled - decoupled).max()),
        coupled_step=coupled[1],
        decoupled_step=decoupled[1],
        undecayed_step=plain[1],
        coupled_pull=pulls[0],
        decoupled_pull=pulls[1],
        remaining=remaining,
        closed_form_gap=float(np.abs(sgd - closed).max()),
        ratio_of_pulls=spreads[0],
        decoupled_ratio_of_pulls=spreads[1],
    )
    return Result(measured, (_pulls(w, g, pulls), norms))


def _given(g: FloatArray, alternating: bool) -> Callable[[FloatArray], FloatArray]:
    """A loss gradient that ignores the weights: g at every step, or g and -g in turn."""
    signs = cycle((1.0, -1.0) if alternating else (1.0,))
    return lambda _: next(signs) * g


def _closed_form(w: FloatArray, g: FloatArray, rate: float, penalty: float, steps: int) -> FloatArray:
    """(1 - eta lambda)^k w - eta g (1 + q + ... + q^(k-1)) with q = 1 - eta lambda."""
    q = np.float64(1 - rate * penalty)
    return np.asarray(q**steps * w - rate * g * np.sum(q ** np.arange(steps)))


def _spread(pull: FloatArray, w: FloatArray) -> float:
    share = np.abs(pull[w != 0] / w[w != 0])
    return float(share.min() / share.max()) if share.size and share.max() > 0 else 1.0


def _norms(coupled: FloatArray, decoupled: FloatArray, plain: FloatArray) -> Lines:
    steps = np.arange(len(plain), dtype=np.float64)
    named = (
        (Text("L2 in the loss", "L2 写进损失"), coupled),
        (Text("decoupled decay", "解耦衰减"), decoupled),
        (Text("no penalty", "无惩罚"), plain),
    )
    return Lines(
        Text("norm of the weights", "权重的范数"),
        Axis(Text("step", "步")),
        Axis(Text("norm", "范数")),
        tuple(Series(name, steps, np.linalg.norm(run, axis=1)) for name, run in named),
    )


def _pulls(w: FloatArray, g: FloatArray, pulls: list[FloatArray]) -> Table:
    return Table(
        Text("how far the penalty pulled each weight", "惩罚把每个权重拉了多远"),
        (
            Text("weight", "权重"),
            Text("gradient", "梯度"),
            Text("L2 in the loss", "L2 写进损失"),
            Text("decoupled", "解耦"),
        ),
        tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in zip(w, g, *pulls, strict=True)),
    )
