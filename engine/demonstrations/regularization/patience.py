"""D106: early stopping with patience."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


def stopped(losses: FloatArray, patience: int, least: float) -> tuple[int, int]:
    """Epochs, counted from 1, at which training stops and whose weights are the best so far.

    An epoch improves when its loss lies below the best by more than `least`; training stops after `patience` epochs in
    a row without improvement, or at the end. Source: Keras, EarlyStopping (patience of 1 or more).

    >>> stopped(np.array([5.0, 4.0, 4.5, 4.2, 3.0]), patience=2, least=0.0)
    (4, 2)
    """
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - least:
            best, best_epoch, waited = float(loss), epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return epoch, best_epoch
    return len(losses), best_epoch


class Patience(Measurements):
    curve: Array1D = measurement(Text("validation loss of each epoch", "各轮的验证损失"), grade=Grade.EXACT)
    stop_epoch: int = measurement(Text("last epoch that is run", "最后运行的一轮"), grade=Grade.EXACT)
    best_epoch: int = measurement(Text("epoch whose weights are kept", "保留权重的那一轮"), grade=Grade.EXACT)
    best_loss: float = measurement(Text("its loss", "该轮的损失"), grade=Grade.EXACT)
    last_loss: float = measurement(Text("loss of the last epoch run", "最后一轮的损失"), grade=Grade.EXACT)
    least_loss: float = measurement(Text("least loss of the whole curve", "整条曲线的最小损失"), grade=Grade.EXACT)
    least_epoch: int = measurement(Text("epoch of that loss", "该损失所在的轮"), grade=Grade.EXACT)
    stopped_early: bool = measurement(Text("whether training stops before the end", "是否提前停止"), grade=Grade.EXACT)
    missed: bool = measurement(
        Text("whether a better epoch would have come", "后面是否还有更好的一轮"), grade=Grade.EXACT
    )
    rises_epoch: int = measurement(
        Text("stop after so many rises in a row (a mistake)", "误按“连续上升”计数的停止轮"), grade=Grade.EXACT
    )
    eager_epoch: int = measurement(
        Text("stop at the first epoch without improvement (a mistake)", "误在首次未改进时停止的轮"), grade=Grade.EXACT
    )
    total_epoch: int = measurement(
        Text("epochs without improvement counted in all, not in a row (a mistake)", "误按累计未改进次数停止的轮"),
        grade=Grade.EXACT,
    )
    deltaless_epoch: int = measurement(
        Text("stop with the least improvement ignored (a mistake)", "误忽略最小改进量的停止轮"), grade=Grade.EXACT
    )


@demonstration(
    number="D106",
    name="patience",
    topic="regularization",
    title=Text("Patience of early stopping", "早停的耐心值"),
    summary=Text(
        "A validation curve, a patience and a least improvement: when does training stop, and which weights are kept?",
        "给定验证曲线、耐心值与最小改进量：何时停止，保留哪一轮的权重？",
    ),
    look_for=Text(
        "Each improvement sets the counter back to 0. Training stops `patience` epochs after the last improvement, and "
        "the weights to keep are those of the best epoch, not of the last one. Too little patience stops before a "
        "second descent.",
        "每次改进都把计数清零。停止发生在最后一次改进之后的第 patience 轮；应保留最佳轮的权重，而不是最后一轮的。"
        "耐心值太小会错过第二次下降。",
    ),
    predict=Text(
        "Patience {{patience}}: after which epoch does training stop?",
        "耐心值 {{patience}}：训练在第几轮之后停止？",
    ),
    limits=Text(
        "The curve is given; on a real one noise of the validation set decides much.",
        "曲线是给定的；真实曲线受验证集噪声影响很大。",
    ),
    parameters=(
        Array(
            "losses",
            Text("validation loss of each epoch", "各轮的验证损失"),
            (0.9, 0.7, 0.6, 0.65, 0.62, 0.55, 0.56, 0.58, 0.6, 0.5),
            1,
            0.0,
            100.0,
            longest=24,
        ),
        Integer("patience", Text("patience", "耐心值"), 3, 1, 10, Text("epochs", "轮")),
        Float("least", Text("least improvement that counts", "最小改进量"), 0.0, 0.0, 10.0),
    ),
    measurements=Patience,
    kernels=(stopped,),
)
def patience(rng: np.random.Generator, *, losses: FloatArray, patience: int, least: float) -> Result:
    """Stop by the rule, and by the usual misreadings of it."""
    stop, best = stopped(losses, patience, least)
    measured = Patience(
        curve=losses,
        stop_epoch=stop,
        best_epoch=best,
        best_loss=float(losses[best - 1]),
        last_loss=float(losses[stop - 1]),
        least_loss=float(losses.min()),
        least_epoch=int(np.argmin(losses)) + 1,
        stopped_early=stop < len(losses),
        missed=bool(losses.min() < losses[:stop].min()),
        rises_epoch=_after_rises(losses, patience),
        eager_epoch=stopped(losses, 1, least)[0],
        total_epoch=_after_misses(losses, patience, least),
        deltaless_epoch=stopped(losses, patience, 0.0)[0],
    )
    epochs = np.arange(1, len(losses) + 1, dtype=np.float64)
    return Result(
        measured,
        (
            Lines(
                Text("validation loss", "验证损失"),
                Axis(Text("epoch", "轮")),
                Axis(Text("loss", "损失")),
                (Series(Text("validation", "验证"), epochs, losses),),
                (Mark(Text("stop", "停止"), stop, "x"), Mark(Text("kept", "保留"), best, "x")),
            ),
        ),
    )


def _after_rises(losses: FloatArray, patience: int) -> int:
    rises = 0
    for epoch in range(1, len(losses)):
        rises = rises + 1 if losses[epoch] > losses[epoch - 1] else 0
        if rises >= patience:
            return epoch + 1
    return len(losses)


def _after_misses(losses: FloatArray, patience: int, least: float) -> int:
    best, misses = np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        misses += loss >= best - least
        best = min(best, float(loss))
        if misses >= patience:
            return epoch
    return len(losses)
