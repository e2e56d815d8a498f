"""D19: who gets stuck in a local minimum, with and without noise."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import sgd_theory as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Lines, Mark, Result, Series
from engine.text import Text, same

YES_NO: dict[Scalar, Text] = {True: Text("yes", "是"), False: Text("no", "否")}


class DoubleWell(Measurements):
    deep_share: float = measurement(
        Text("share of noisy runs in the deep basin", "含噪运行落入深谷的比例"), grade=Grade.STATISTICAL
    )
    batch_end: float = measurement(Text("where full-batch descent ends", "全批下降的终点"))
    batch_deep: bool = measurement(Text("whether full-batch descent ends in the deep basin", "全批下降是否落入深谷"))
    deep_minimum: float = measurement(Text("place of the deep minimum", "深谷位置"))
    shallow_minimum: float = measurement(Text("place of the shallow minimum", "浅谷位置"))
    barrier: float = measurement(Text("place of the barrier", "峰的位置"))
    deep_value: float = measurement(Text("loss at the deep minimum", "深谷处的损失"))
    shallow_value: float = measurement(Text("loss at the shallow minimum", "浅谷处的损失"))
    thrown_share: float = measurement(
        Text("share of noisy runs from -1.5 that end in the shallow basin", "从 −1.5 出发、被甩到浅谷的比例"),
        grade=Grade.STATISTICAL,
    )
    saddle_left: float = measurement(
        Text("|w| of full-batch descent started on the way into a saddle", "沿鞍点稳定方向出发的全批下降的 |w|")
    )
    saddle_escaped: float = measurement(
        Text("share of noisy runs that leave that saddle", "含噪运行离开该鞍点的比例"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D19",
    name="double_well",
    topic="descent",
    title=Text("Who gets stuck?", "谁会卡住？"),
    summary=Text(
        "A finite sum with a deep and a shallow basin: full gradients against single-sample noise.",
        "有一深一浅两个谷的有限和：全梯度与单样本噪声的对比。",
    ),
    look_for=Text(
        "Full-batch descent ends in the basin it starts in, every time. Little noise changes nothing; enough of it carries "
        "most runs out of the shallow basin into the deep one, and some out of the deep one too. Noise is no guarantee, "
        "and its absence even less.",
        "全批下降每次都停在出发的那个谷里。噪声很小时没有区别；噪声够大时，多数运行会从浅谷进入深谷，也有一些从深谷被甩出去。噪声不是保证，没有噪声更不是。",
    ),
    predict=Text(
        "All runs start in the shallow basin. Which share ends in the deep one under noise 4 and step 0.05?",
        "全部从浅谷出发。噪声 4、步长 0.05 时，多大比例会到深谷？",
    ),
    limits=Text(
        "One dimension and two basins; a network has saddles rather than wells.",
        "一维、两个谷；神经网络里更多的是鞍点。",
    ),
    parameters=(
        Float("noise", Text("noise of single samples", "单样本噪声"), 4.0, 0.0, 10.0),
        Float("step", Text("step", "步长"), 0.05, 0.001, 0.1),
        Float("start", Text("start", "起点"), 1.5, -2.0, 2.0),
        Integer("steps", Text("updates", "更新次数"), 1500, 50, 4000),
        Integer("runs", Text("runs", "运行次数"), 400, 10, 2000),
        Choice("anneal", Text("let the step fall to 0 at the end", "最后让步长降到 0"), True, (True, False), YES_NO),
    ),
    measurements=DoubleWell,
    kernels=(kernel.well, kernel.well_slope, kernel.noisy_descent, kernel.saddle_descent),
)
def double_well(
    rng: np.random.Generator, *, noise: float, step: float, start: float, steps: int, runs: int, anneal: bool
) -> Result:
    """Descend from one side, from the other, and from a saddle."""
    deep, barrier, shallow = (float(x) for x in kernel.stationary_points())
    ends = kernel.noisy_descent(rng, start, runs, steps, step, noise, anneal)
    back = kernel.noisy_descent(rng, -1.5, runs, steps, step, noise, anneal)
    batch_end = float(kernel.noisy_descent(rng, start, 1, max(steps, 1000), min(step, 0.05), 0.0, False)[0])
    levels = kernel.well(np.array([deep, shallow]))
    measured = DoubleWell(
        deep_share=float(np.mean(ends < barrier)),
        batch_end=batch_end,
        batch_deep=bool(batch_end < barrier),
        deep_minimum=deep,
        shallow_minimum=shallow,
        barrier=barrier,
        deep_value=float(levels[0]),
        shallow_value=float(levels[1]),
        thrown_share=float(np.mean(back > barrier)),
        saddle_left=float(np.linalg.norm(kernel.saddle_descent(rng, 1, 400, 0.05, 0.0))),
        saddle_escaped=float(np.mean(np.abs(kernel.saddle_descent(rng, 100, 300, 0.05, 0.1)[:, 1]) > 0.5)),
    )
    return Result(measured, _views(ends, start, batch_end, barrier))


def _views(ends: FloatArray, start: float, batch_end: float, barrier: float) -> tuple[Lines | Bars, ...]:
    x = np.linspace(-1.7, 1.7, 121)
    heights, edges = np.histogram(ends, bins=np.linspace(-1.7, 1.7, 35))
    return (
        Lines(
            Text("the loss, where runs started and ended", "损失函数与起点、终点"),
            Axis(same("x")),
            Axis(Text("loss", "损失")),
            (Series(Text("loss", "损失"), x, kernel.well(x)),),
            (
                Mark(Text("start", "起点"), start, "x"),
                Mark(Text("full batch ends", "全批终点"), batch_end, "x"),
                Mark(Text("barrier", "峰"), barrier, "x"),
            ),
        ),
        Lines(
            Text("where the noisy runs ended", "含噪运行的终点分布"),
            Axis(same("x")),
            Axis(Text("runs", "次数")),
            (Series(Text("runs", "次数"), (edges[1:] + edges[:-1]) / 2, heights.astype(float), "stairs"),),
        ),
    )
