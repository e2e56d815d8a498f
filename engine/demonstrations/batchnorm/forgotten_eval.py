"""D73: a classifier with BatchNorm that is tested in the wrong mode."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.batchnorm._units import SAMPLES
from engine.kernels.batchnorm import Running, batchnorm_eval, batchnorm_forward
from engine.kernels.normal import normal_cdf
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Bars, Result, Table
from engine.text import Text


class ForgottenEval(Measurements):
    evaluation: float = measurement(Text("accuracy in evaluation mode", "推理模式下的准确率"), grade=Grade.STATISTICAL)
    evaluation_theory: float = measurement(Text("the same, closed form", "同上，闭式"))
    mixed: float = measurement(
        Text("accuracy in training mode, classes mixed in each batch", "训练模式、批内类别混合时的准确率"),
        grade=Grade.STATISTICAL,
    )
    sorted_classes: float = measurement(
        Text("accuracy in training mode, one class a batch", "训练模式、每批只有一类时的准确率"),
        grade=Grade.STATISTICAL,
    )
    one_by_one: float = measurement(
        Text("accuracy in training mode, one sample a batch", "训练模式、逐个样本时的准确率"), grade=Grade.STATISTICAL
    )
    mean_after_sorted: float = measurement(
        Text("running mean after one pass over the second class in training mode", "训练模式下过完第二类之后的滑动均值")
    )
    mean_after_theory: float = measurement(Text("the same, expected", "同上，期望值"))


@demonstration(
    number="D73",
    name="forgotten_eval",
    topic="batchnorm",
    title=Text("A forgotten eval()", "忘了 eval()"),
    summary=Text(
        "Two classes on one feature, BatchNorm, and the sign as prediction: accuracy in both modes, by how the test set is "
        "batched.",
        "一个特征、两个类别，经 BatchNorm 后按正负号预测：两种模式、不同分批方式下的准确率。",
    ),
    look_for=Text(
        "In evaluation mode the accuracy does not depend on the batches. In training mode a batch of one class is centred "
        "on itself and the accuracy falls to chance; one by one every output is β. Such a dependence on the order of the "
        "test set is the sign of a forgotten eval().",
        "推理模式下准确率与分批无关。训练模式下，只含一类的批会以自身为中心，准确率跌到瞎猜；逐个送入时输出恒为 β。"
        "准确率随测试集的顺序而变，正是忘了 eval() 的迹象。",
    ),
    predict=Text(
        "The test set is sorted by class and fed in batches of {{batch}} in training mode. What accuracy do you expect?",
        "测试集按类别排好序，以 {{batch}} 个一批在训练模式下送入。准确率大约多少？",
    ),
    limits=Text(
        "One feature with unit noise and a fixed threshold; in deep nets the loss of accuracy varies.",
        "单个特征、单位方差噪声、固定阈值；深层网络中准确率的损失程度不一。",
    ),
    parameters=(
        Float("distance", Text("class means at plus and minus", "两类均值为 ±"), 2.0, 0.5, 4.0),
        Integer("batch", Text("batch size", "批大小"), 16, 2, 128, SAMPLES),
        Integer("batches", Text("batches of each class", "每类的批数"), 200, 10, 1000),
        Float("momentum", Text("momentum (PyTorch's)", "动量（PyTorch 约定）"), 0.1, 0.01, 1.0),
    ),
    measurements=ForgottenEval,
    kernels=(batchnorm_eval, batchnorm_forward, Running.after),
)
def forgotten_eval(rng: np.random.Generator, *, distance: float, batch: int, batches: int, momentum: float) -> Result:
    """Predict the class from the sign behind BatchNorm, in both modes."""
    labels = np.repeat([1.0, -1.0], batch * batches)
    x = distance * labels + rng.standard_normal(len(labels))
    known = Running(np.zeros(1), np.array([1 + distance**2]))
    one, zero = np.ones(1), np.zeros(1)
    mixed = rng.permutation(len(x))
    drifted = known
    for part in x[batch * batches :].reshape(batches, batch, 1):
        drifted = drifted.after(part, momentum)
    measured = ForgottenEval(
        evaluation=_right(batchnorm_eval(x[:, None], known, one, zero)[:, 0], labels),
        evaluation_theory=float(normal_cdf(np.array(distance))),
        mixed=_right(_in_training(x[mixed], batch), labels[mixed]),
        sorted_classes=_right(_in_training(x, batch), labels),
        one_by_one=_right(_in_training(x, 1), labels),
        mean_after_sorted=float(drifted.mean[0]),
        mean_after_theory=float(-distance * (1 - (1 - momentum) ** batches)),
    )
    return Result(measured, _views(measured))


def _in_training(x: FloatArray, batch: int) -> FloatArray:
    """Outputs of BatchNorm in training mode, batch by batch in the order given; shape (n,)."""
    one, zero = np.ones(1), np.zeros(1)
    parts = x.reshape(-1, batch, 1)
    return np.concatenate([batchnorm_forward(part, one, zero).output[:, 0] for part in parts])


def _right(output: FloatArray, labels: FloatArray) -> float:
    """Share of outputs above 0 for the first class and at or below 0 for the second."""
    return float(np.mean((output > 0) == (labels > 0)))


def _views(measured: ForgottenEval) -> tuple[Bars | Table, ...]:
    names = (
        Text("evaluation mode", "推理模式"),
        Text("training mode, mixed", "训练模式，类别混合"),
        Text("training mode, one class a batch", "训练模式，每批一类"),
        Text("training mode, one by one", "训练模式，逐个样本"),
    )
    values = np.array([measured.evaluation, measured.mixed, measured.sorted_classes, measured.one_by_one])
    return (
        Bars(Text("accuracy on the test set", "测试集准确率"), Axis(Text("accuracy", "准确率")), names, values),
        Table(
            Text("what the pass did to the running mean", "这一遍对滑动均值的影响"),
            (Text("before", "之前"), Text("after", "之后")),
            ((0.0, measured.mean_after_sorted),),
        ),
    )
