"""D23: what a batch size costs in seconds and memory."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.descent._batch_sizes import SIZES
from engine.kernels import sgd_theory as kernel
from engine.kernels.descent import full_gradient, least_squares
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text


class Throughput(Measurements):
    kept_bytes: int = measurement(Text("bytes kept for the backward pass", "为反向传播保留的字节数"), grade=Grade.EXACT)
    bytes_each: int = measurement(Text("bytes for each further sample", "每多一个样本的字节数"), grade=Grade.EXACT)
    weight_bytes: int = measurement(
        Text("bytes of the weights, whatever the batch", "权重字节数（与批无关）"), grade=Grade.EXACT
    )
    bytes_without_input: int = measurement(
        Text("bytes if the input is forgotten (a mistake)", "误忘输入时的字节数"), grade=Grade.EXACT
    )
    array_bytes: int = measurement(Text("bytes of the arrays really kept", "实际保留数组的字节数"))
    accumulation_gap: float = measurement(Text("|accumulated - full gradient|", "累积梯度与全梯度之差"))
    single_rate: float = measurement(
        Text("samples a second at B = 1, now", "B＝1 的每秒样本数"), grade=Grade.WALL_CLOCK
    )
    batch_rate: float = measurement(
        Text("samples a second at this batch, now", "该批大小的每秒样本数"), grade=Grade.WALL_CLOCK
    )
    rate_ratio: float = measurement(Text("ratio of the two, now", "两者之比"), grade=Grade.WALL_CLOCK)


@demonstration(
    number="D23",
    name="throughput",
    topic="descent",
    title=Text("Throughput and memory", "吞吐量与内存"),
    summary=Text(
        "Samples a second of a gradient on this machine now, and the bytes that a batch keeps for the backward pass.",
        "本机此刻计算梯度的每秒样本数，以及一个批为反向传播保留的字节数。",
    ),
    look_for=Text(
        "One sample at a time wastes almost everything on overhead: a batch of a hundred costs about as much as one. The "
        "gain ends when memory bandwidth is full. Memory grows in proportion to the batch; gradients added up over "
        "micro-batches are the same gradient at the memory of one.",
        "逐样本计算时几乎全是开销：一百个样本的批与一个样本耗时相近。内存带宽占满后收益就到头。内存随批大小成正比；把微批的梯度累加，用一个微批的内存得到同样的梯度。",
    ),
    predict=Text(
        "How many times more samples a second at B = 1000 than at B = 1?", "B＝1000 的每秒样本数是 B＝1 的多少倍？"
    ),
    limits=Text(
        "Seconds are of this machine at this moment, and decide no answer.", "秒数只代表本机此刻，不用来判定任何答案。"
    ),
    parameters=(
        Integer("batch", Text("batch size", "批大小"), 256, 1, 4096),
        Integer("width", Text("width", "宽度"), 256, 1, 2048),
        Integer("depth", Text("layers", "层数"), 6, 1, 50),
        Integer("micro", Text("micro-batch", "微批大小"), 64, 1, 1024),
        Integer("samples", Text("samples", "样本数"), 1024, 20, 4096),
    ),
    measurements=Throughput,
    kernels=(kernel.activation_bytes, kernel.accumulated_gradient),
)
def throughput(rng: np.random.Generator, *, batch: int, width: int, depth: int, micro: int, samples: int) -> Result:
    """Count bytes and time gradients."""
    problem = least_squares(rng, samples, 20, 10.0, 1.0)
    w = rng.standard_normal(20)
    accumulated = kernel.accumulated_gradient(problem, w, micro)
    sizes = SIZES[samples >= SIZES]
    rates = np.array([_rate(problem.x, problem.y, w, int(size)) for size in sizes])
    measured = Throughput(
        kept_bytes=kernel.activation_bytes(batch, width, depth),
        bytes_each=kernel.activation_bytes(1, width, depth),
        weight_bytes=8 * width * width * depth,
        bytes_without_input=8 * batch * width * depth,
        array_bytes=_kept(rng, min(batch, 16), width=min(width, 64), depth=min(depth, 6)),
        accumulation_gap=float(np.max(np.abs(accumulated - full_gradient(problem, w)))),
        single_rate=float(rates[0]),
        batch_rate=_rate(problem.x, problem.y, w, min(batch, samples)),
        rate_ratio=_rate(problem.x, problem.y, w, min(batch, samples)) / float(rates[0]),
    )
    return Result(
        measured,
        (
            Lines(
                Text("samples a second, on this machine now", "本机此刻的每秒样本数"),
                Axis(Text("batch size", "批大小"), NOTHING, log=True),
                Axis(Text("samples a second", "样本/秒"), NOTHING, log=True),
                (Series(Text("measured", "实测"), sizes.astype(float), rates),),
            ),
            Table(
                Text("memory", "内存"),
                (Text("what", "项目"), Text("bytes", "字节")),
                (
                    (
                        Text("kept for the backward pass", "为反向传播保留"),
                        kernel.activation_bytes(batch, width, depth),
                    ),
                    (Text("weights", "权重"), 8 * width * width * depth),
                ),
            ),
        ),
    )


def _rate(x: FloatArray, y: FloatArray, w: FloatArray, batch: int) -> float:
    """Samples a second of the gradient of a batch, the best of a few repetitions."""
    part, targets, best = x[:batch], y[:batch], float("inf")
    for _ in range(5):
        began = perf_counter()
        for _ in range(4):
            part.T @ (part @ w - targets)
        best = min(best, (perf_counter() - began) / 4)
    return batch / max(best, 1e-9)


def _kept(rng: np.random.Generator, batch: int, width: int, depth: int) -> int:
    """Bytes of the arrays that a forward pass keeps, counted on the arrays themselves, for one sample."""
    kept = [rng.standard_normal((batch, width))]
    for _ in range(depth):
        kept.append(np.maximum(kept[-1] @ rng.standard_normal((width, width)), 0))
    return sum(array.nbytes for array in kept)
