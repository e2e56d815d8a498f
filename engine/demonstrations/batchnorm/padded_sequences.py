"""D77: batch statistics of sequences of different lengths."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import layernorm_forward
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text


class PaddedSequences(Measurements):
    alive: Array1D = measurement(Text("sequences that reach each time step", "到达各时刻的序列数"), grade=Grade.EXACT)
    alive_at: int = measurement(Text("sequences that reach the chosen step", "到达所选时刻的序列数"), grade=Grade.EXACT)
    padding: int = measurement(Text("padded positions of the batch", "该批中的填充位置数"), grade=Grade.EXACT)
    real: int = measurement(Text("real positions of the batch", "该批中的真实位置数"), grade=Grade.EXACT)
    masked_mean: float = measurement(Text("mean over the real positions", "只在真实位置上的均值"), grade=Grade.EXACT)
    padded_mean: float = measurement(Text("mean with the zeros of the padding", "连同填充的 0 一起算的均值"))
    padded_variance: float = measurement(Text("variance with the zeros of the padding", "连同填充的 0 一起算的方差"))
    layernorm_gap: float = measurement(
        Text("change of LayerNorm's output at a real position by padding", "填充对 LayerNorm 在真实位置输出的影响"),
        grade=Grade.EXACT,
    )


@demonstration(
    number="D77",
    name="padded_sequences",
    topic="batchnorm",
    title=Text("Sequences of different lengths", "长短不一的序列"),
    summary=Text(
        "How many sequences are left at each time step, and what the zeros of padding do to the batch statistics.",
        "每个时刻还剩多少条序列，以及填充的 0 对批统计量的影响。",
    ),
    look_for=Text(
        "Statistics per time step rest on fewer and fewer sequences, and beyond the longest training sequence there are none. "
        "Statistics over all positions are pulled towards the padding's zeros unless it is masked. LayerNorm looks at one "
        "token's features only, so neither matters.",
        "按时刻统计时，越往后剩下的序列越少，超过训练中最长的序列就没有统计量。在所有位置上统计时，若不掩码，均值会被填充的 0 拉偏。"
        "LayerNorm 只看单个 token 的特征，两者都不影响它。",
    ),
    predict=Text(
        "A feature has the mean {{level}} in every real position. Padding adds zeros: is the batch mean still {{level}}?",
        "某特征在每个真实位置上的均值都是 {{level}}。填充加入了 0，批均值还是 {{level}} 吗？",
    ),
    limits=Text(
        "The feature is the same in all real positions; real ones vary, and the pull is the same on average.",
        "这里特征在真实位置上取同一值；实际数据有起伏，平均而言影响相同。",
    ),
    parameters=(
        Array("lengths", Text("lengths of the sequences", "各序列的长度"), (9.0, 6.0, 3.0, 2.0), 1, 1, 64, 16, least=2),
        Integer("step", Text("time step, from 1", "时刻（从 1 起）"), 5, 1, 64),
        Float("level", Text("value in every real position", "真实位置上的值"), 2.0, -100.0, 100.0),
    ),
    measurements=PaddedSequences,
    kernels=(layernorm_forward,),
)
def padded_sequences(rng: np.random.Generator, *, lengths: FloatArray, step: int, level: float) -> Result:
    """Pad with zeros to the longest sequence, and take the statistics."""
    if np.any(lengths != np.floor(lengths)):
        raise ParameterError("parameter 'lengths' takes whole numbers", "参数“lengths”只接受整数")
    longest = int(lengths.max())
    mask = np.arange(1, longest + 1)[None, :] <= lengths[:, None]
    values = np.where(mask, level, 0.0)
    alive = mask.sum(axis=0).astype(float)
    measured = PaddedSequences(
        alive=alive,
        alive_at=int(alive[step - 1]) if step <= longest else 0,
        padding=int((~mask).sum()),
        real=int(mask.sum()),
        masked_mean=float(values[mask].mean()),
        padded_mean=float(values.mean()),
        padded_variance=float(values.var()),
        layernorm_gap=_layernorm_gap(rng, mask),
    )
    return Result(measured, _views(measured))


def _layernorm_gap(rng: np.random.Generator, mask: np.ndarray) -> float:
    """LayerNorm at the real positions, in the padded batch and without it."""
    tokens = rng.standard_normal((*mask.shape, 4))
    tokens[~mask] = 0.0
    padded = layernorm_forward(tokens.reshape(-1, 4), np.ones(4), np.zeros(4)).reshape(tokens.shape)
    alone = layernorm_forward(tokens[mask], np.ones(4), np.zeros(4))
    return float(np.abs(padded[mask] - alone).max())


def _views(measured: PaddedSequences) -> tuple[Lines | Table, ...]:
    steps = np.arange(1.0, len(measured.alive) + 1)
    return (
        Table(
            Text("statistics over all positions", "在所有位置上的统计量"),
            (Text("padding", "填充"), Text("mean", "均值")),
            (
                (Text("masked", "掩码"), measured.masked_mean),
                (Text("counted as zeros", "当作 0"), measured.padded_mean),
            ),
        ),
        Lines(
            Text("sequences left at each time step", "各时刻剩余的序列数"),
            Axis(Text("time step", "时刻")),
            Axis(Text("sequences", "序列数")),
            (Series(Text("left", "剩余"), steps, measured.alive, "stairs"),),
        ),
    )
