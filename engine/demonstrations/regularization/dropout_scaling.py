"""D100: dropout, its scaling, and the penalty that it amounts to."""

from __future__ import annotations

import itertools

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, demand_shape
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


def inverted_dropout(x: FloatArray, mask: FloatArray, drop: float) -> FloatArray:
    """Dropout in training: x mask / (1 - drop), so that the mean over masks is x. At test time nothing is done.

    Shapes (n,), (n,) -> (n,). Source: Srivastava et al. (2014), section 10, who scale at test time instead.

    >>> inverted_dropout(np.array([2.0, 3.0]), np.array([1.0, 0.0]), drop=0.5)
    array([4., 0.])
    """
    return np.asarray(x * mask / (1 - drop))


def mask_chances(units: int, drop: float) -> tuple[FloatArray, FloatArray]:
    """Every mask of `units` entries and its probability: (2^n, n) and (2^n,).

    >>> masks, chances = mask_chances(1, drop=0.25)
    >>> masks.ravel(), chances
    (array([0., 1.]), array([0.25, 0.75]))
    """
    masks = np.array(list(itertools.product((0.0, 1.0), repeat=units)))
    kept = masks.sum(axis=1)
    return masks, np.asarray((1 - drop) ** kept * drop ** (units - kept))


class DropoutScaling(Measurements):
    x: Array1D = measurement(Text("activations", "激活值"), grade=Grade.EXACT)
    w: Array1D = measurement(Text("weights of the next unit", "后一单元的权重"), grade=Grade.EXACT)
    kept_mask: Array1D = measurement(Text("the mask", "掩码"), grade=Grade.EXACT)
    dropped: Array1D = measurement(Text("activations after dropout", "dropout 之后的激活值"), grade=Grade.EXACT)
    unscaled: Array1D = measurement(
        Text("the same without scaling (a mistake)", "未缩放的结果（误）"), grade=Grade.EXACT
    )
    wrongly_scaled: Array1D = measurement(
        Text("divided by the drop probability (a mistake)", "误除以丢弃概率的结果"), grade=Grade.EXACT
    )
    plain: float = measurement(Text("output without dropout", "不用 dropout 的输出"), grade=Grade.EXACT)
    mean: float = measurement(Text("mean output over all masks", "对所有掩码的平均输出"))
    deviation: float = measurement(Text("standard deviation over all masks", "对所有掩码的标准差"))
    unscaled_mean: float = measurement(Text("mean output without scaling", "不缩放时的平均输出"))
    closed_deviation: float = measurement(Text("sqrt(p/(1-p) sum (w x)²)", "√(p/(1−p)·Σ(wx)²)"), grade=Grade.EXACT)
    penalty: float = measurement(
        Text("what dropout adds to the expected squared loss", "dropout 给期望平方损失增加的量")
    )
    plain_loss: float = measurement(Text("squared loss without dropout", "不用 dropout 的平方损失"), grade=Grade.EXACT)
    expected_loss: float = measurement(Text("expected squared loss over all masks", "对所有掩码的期望平方损失"))


@demonstration(
    number="D100",
    name="dropout_scaling",
    topic="regularization",
    title=Text("Dropout by hand", "手算 dropout"),
    summary=Text(
        "One unit with a few inputs, every mask enumerated: mean, spread and expected loss with inverted dropout.",
        "一个单元、几个输入，穷举所有掩码：反向缩放（inverted）dropout 的均值、波动与期望损失。",
    ),
    look_for=Text(
        "Kept activations are divided by the keep probability, so the mean output is that of test time. The spread does "
        "not vanish: for a squared loss it adds p/(1-p) times the sum of (w x)², a penalty that weighs each weight by "
        "the size of its input.",
        "保留的激活值除以保留概率，所以平均输出与测试时一致。但波动不会消失：对平方损失，它增加 p/(1−p)·Σ(wx)²，"
        "相当于按输入大小加权的惩罚。",
    ),
    predict=Text(
        "Drop probability {{drop}}, no scaling in training, none at test time. By which factor are test outputs too large?",
        "丢弃概率 {{drop}}，训练时不缩放，测试时也不缩放。测试输出大了多少倍？",
    ),
    limits=Text(
        "One linear unit; behind a non-linearity the mean over masks is only approximately the output of test time.",
        "只有一个线性单元；有非线性时，对掩码的平均只近似等于测试时的输出。",
    ),
    parameters=(
        Array("activations", Text("activations", "激活值"), (2.0, 1.0, 3.0, 1.0), 1, -100.0, 100.0, longest=8),
        Array("weights", Text("weights", "权重"), (), 1, -100.0, 100.0, longest=8),
        Array("mask", Text("mask of ones and zeros", "由 1 和 0 组成的掩码"), (), 1, 0.0, 1.0, longest=8),
        Float("drop", Text("drop probability p", "丢弃概率 p"), 0.5, 0.0, 0.9),
        Float("target", Text("target", "目标值"), 5.0, -1e3, 1e3),
    ),
    measurements=DropoutScaling,
    kernels=(inverted_dropout, mask_chances),
)
def dropout_scaling(
    rng: np.random.Generator,
    *,
    activations: FloatArray,
    weights: FloatArray,
    mask: FloatArray,
    drop: float,
    target: float,
) -> Result:
    """Apply the given mask (entries above one half keep), and average over all masks."""
    x = activations
    w = weights if weights.size else np.ones(len(x))
    kept = np.round(mask) if mask.size else (rng.random(len(x)) >= drop).astype(float)
    demand_shape("weights", w, x.shape)
    demand_shape("mask", kept, x.shape)
    masks, chances = mask_chances(len(x), drop)
    outputs = inverted_dropout(x * w, masks, drop).sum(axis=1)
    mean, plain = float(chances @ outputs), float(w @ x)
    variance = float(chances @ (outputs - mean) ** 2)
    loss = float(chances @ (outputs - target) ** 2)
    measured = DropoutScaling(
        x=x,
        w=w,
        kept_mask=kept,
        dropped=inverted_dropout(x, kept, drop),
        unscaled=x * kept,
        wrongly_scaled=x * kept / drop if drop > 0 else x * kept,
        plain=plain,
        mean=mean,
        deviation=float(np.sqrt(variance)),
        unscaled_mean=mean * (1 - drop),
        closed_deviation=float(np.sqrt(drop / (1 - drop) * np.sum((w * x) ** 2))),
        penalty=loss - (plain - target) ** 2,
        plain_loss=(plain - target) ** 2,
        expected_loss=loss,
    )
    return Result(measured, _views(measured))


def _views(m: DropoutScaling) -> tuple[Table, Bars]:
    return (
        Table(
            Text("output of the unit", "单元的输出"),
            (Text("case", "情形"), Text("mean", "均值"), Text("deviation", "标准差")),
            (
                (Text("test time", "测试时"), m.plain, 0.0),
                (Text("training, scaled", "训练时，缩放"), m.mean, m.deviation),
                (Text("training, not scaled", "训练时，不缩放"), m.unscaled_mean, ""),
            ),
        ),
        Bars(
            Text("squared loss", "平方损失"),
            Axis(Text("loss", "损失")),
            (Text("without dropout", "不用 dropout"), Text("expected with dropout", "用 dropout 的期望")),
            np.array([m.plain_loss, m.expected_loss]),
        ),
    )
