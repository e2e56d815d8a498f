"""D34: what happens when preprocessing sees the test rows."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import scaling as kernel
from engine.kernels import scaling_leakage as leak
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Integer
from engine.result import Axis, Bars, Lines, Mark, Result, Series
from engine.text import Text


class Leakage(Measurements):
    leaky: float = measurement(
        Text("test accuracy, selected on all rows", "在全部行上选特征的测试准确率"), grade=Grade.STATISTICAL
    )
    honest: float = measurement(
        Text("test accuracy, selected on training rows", "只在训练行上选特征的测试准确率"), grade=Grade.STATISTICAL
    )
    scaled_leaky: float = measurement(
        Text("honest selection, scaler fitted on all rows", "训练行上选特征、缩放器在全部行上拟合"),
        grade=Grade.STATISTICAL,
    )
    outside: float = measurement(
        Text(
            "largest min-max value of a test row when fitted on training rows",
            "只在训练行拟合时测试行的最小—最大最大值",
        ),
        grade=Grade.STATISTICAL,
    )
    leak_size: float = measurement(Text("leaky minus honest accuracy", "泄漏与诚实准确率之差"), grade=Grade.STATISTICAL)


@demonstration(
    number="D34",
    name="leakage",
    topic="scaling",
    title=Text("Leakage", "数据泄漏"),
    summary=Text(
        "Pure noise with random labels: features selected on all rows, then on the training rows only.",
        "纯噪声加随机标签：先在全部行上选特征，再只在训练行上选。",
    ),
    look_for=Text(
        "There is nothing to learn, yet selecting on all rows shows over 80 % on the test rows: the choice has seen them. "
        "Selected inside the training rows, accuracy is chance. Scaling on all rows leaks as well, but little.",
        "数据里什么都没有，可在全部行上选特征，测试准确率竟超过 80%：因为选择时已看过测试行。只在训练行上选，准确率就是瞎猜。在全部行上做缩放也是泄漏，只是影响小得多。",
    ),
    predict=Text(
        "{{columns}} columns of noise, {{rows}} rows, the {{kept}} best columns chosen on all rows. What test accuracy do you see?",
        "{{columns}} 列噪声、{{rows}} 行，在全部行上挑最好的 {{kept}} 列。测试准确率会是多少？",
    ),
    limits=Text(
        "Nearest mean on few rows; the size of the leak depends on rows, columns and how many are kept.",
        "少量样本上的最近均值分类；泄漏大小取决于行数、列数和保留列数。",
    ),
    parameters=(
        Integer("rows", Text("rows", "行数"), 30, 12, 200),
        Integer("columns", Text("columns of noise", "噪声列数"), 500, 5, 2000),
        Integer("kept", Text("columns kept", "保留列数"), 5, 1, 50),
        Integer("repeats", Text("repetitions", "重复次数"), 60, 1, 200),
    ),
    measurements=Leakage,
    kernels=(leak.separation, leak.selected_accuracy, kernel.min_max),
)
def leakage(rng: np.random.Generator, *, rows: int, columns: int, kept: int, repeats: int) -> Result:
    """Repeat the experiment on fresh noise."""
    kept = min(kept, columns)
    leaky, honest, scaled, outside = [], [], [], []
    y = np.arange(rows) % 2
    for _ in range(repeats):
        x, order = rng.standard_normal((rows, columns)), rng.permutation(rows)
        train, test = order[: 2 * rows // 3], order[2 * rows // 3 :]
        leaky.append(leak.selected_accuracy(x, y, train, test, np.arange(rows), kept))
        honest.append(leak.selected_accuracy(x, y, train, test, train, kept))
        scaled.append(leak.selected_accuracy(kernel.z_score(x)(x), y, train, test, train, kept))
        outside.append(float(kernel.min_max(x[train])(x[test]).max()))
    measured = Leakage(
        leaky=float(np.mean(leaky)),
        honest=float(np.mean(honest)),
        scaled_leaky=float(np.mean(scaled)),
        outside=float(np.max(outside)),
        leak_size=float(np.mean(leaky) - np.mean(honest)),
    )
    runs = np.arange(1.0, repeats + 1)
    return Result(
        measured,
        (
            Bars(
                Text("test accuracy on noise", "在噪声上的测试准确率"),
                Axis(Text("accuracy", "准确率")),
                (
                    Text("selected on all rows", "全部行上选"),
                    Text("selected on training rows", "训练行上选"),
                    Text("scaler on all rows", "缩放器用全部行"),
                ),
                np.array([np.mean(leaky), np.mean(honest), np.mean(scaled)]),
            ),
            Lines(
                Text("mean so far", "累计平均"),
                Axis(Text("repetitions", "重复次数")),
                Axis(Text("accuracy", "准确率")),
                (
                    Series(Text("leaky", "泄漏"), runs, np.cumsum(leaky) / runs),
                    Series(Text("honest", "诚实"), runs, np.cumsum(honest) / runs),
                ),
                (Mark(Text("chance", "瞎猜"), 0.5),),
            ),
        ),
    )
