"""D24: do large batches generalise worse? Digits, at equal epochs and at equal updates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.demonstration import Partial, demonstration
from engine.kernels.mlp_training import ACTIVATIONS, accuracy, digits_split, initialise, train
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Bars, Result, Table
from engine.text import Text

COLUMNS = {
    "same_epochs": Text("same rate, same epochs", "学习率与轮数相同"),
    "scaled_epochs": Text("rate scaled, same epochs", "学习率放大，轮数相同"),
    "same_updates": Text("rate scaled, same updates", "学习率放大，更新次数相同"),
}


class BatchGeneralisation(Measurements):
    small_accuracy: float = measurement(Text("test accuracy, small batch", "小批的测试准确率"), grade=Grade.STATISTICAL)
    same_epochs_accuracy: float = measurement(
        Text("test accuracy, large batch, same rate, same epochs", "大批的测试准确率，学习率与轮数相同"),
        grade=Grade.STATISTICAL,
    )
    scaled_epochs_accuracy: float = measurement(
        Text("test accuracy, large batch, rate scaled, same epochs", "大批的测试准确率，学习率放大，轮数相同"),
        grade=Grade.STATISTICAL,
    )
    same_updates_accuracy: float = measurement(
        Text("test accuracy, large batch, rate scaled, same updates", "大批的测试准确率，学习率放大，更新次数相同"),
        grade=Grade.STATISTICAL,
    )
    small_updates: int = measurement(Text("updates with the small batch", "小批的更新次数"), grade=Grade.EXACT)
    large_updates: int = measurement(
        Text("updates with the large batch in the same epochs", "相同轮数下大批的更新次数"), grade=Grade.EXACT
    )


@demonstration(
    number="D24",
    name="batch_generalisation",
    topic="descent",
    title=Text("Batch size and generalisation", "批大小与泛化"),
    summary=Text(
        "A small network on digits with a small and a large batch: equal epochs, and equal numbers of updates.",
        "小网络识别手写数字，小批与大批对比：轮数相同，以及更新次数相同。",
    ),
    look_for=Text(
        "At the same rate and the same epochs the large batch looks far worse: it has made far fewer updates. Given a "
        "fitting rate and the same number of updates the difference is gone.",
        "学习率与轮数都相同时，大批看起来差很多：因为它的更新次数少得多。给它合适的学习率和同样多的更新，差距就消失了。",
    ),
    predict=Text(
        "Batch 512 against batch 8 after the same epochs: equal accuracy, a little worse, or far worse?",
        "轮数相同，批 512 对批 8：准确率相当、略差，还是差很多？",
    ),
    limits=Text(
        "One small network and data set; the literature disagrees on large ones (Keskar; Shallue).",
        "只有一个小网络与数据集；对大网络文献尚有分歧（Keskar；Shallue）。",
    ),
    parameters=(
        Integer("small", Text("small batch", "小批"), 8, 1, 64),
        Integer("large", Text("large batch", "大批"), 512, 32, 1200),
        Float("rate", Text("learning rate of the small batch", "小批的学习率"), 0.05, 0.001, 1.0, log=True),
        Float(
            "large_rate",
            Text("learning rate of the large batch, scaled", "大批放大后的学习率"),
            0.4,
            0.001,
            3.0,
            log=True,
        ),
        Integer("epochs", Text("epochs", "轮数"), 12, 1, 40),
        Integer("repeats", Text("repetitions", "重复次数"), 2, 1, 10),
    ),
    measurements=BatchGeneralisation,
    kernels=(initialise, train, accuracy),
)
def batch_generalisation(
    rng: np.random.Generator,
    *,
    small: int,
    large: int,
    rate: float,
    large_rate: float,
    epochs: int,
    repeats: int,
) -> Iterator[Partial]:
    """Train a little more after every partial result."""
    samples = len(digits_split()[0])
    updates = {"small": epochs * samples // small, "large": epochs * samples // large}
    plans = {
        "small": (small, rate, updates["small"]),
        "same_epochs": (large, rate, updates["large"]),
        "scaled_epochs": (large, large_rate, updates["large"]),
        "same_updates": (large, large_rate, updates["small"]),
    }
    found: dict[str, list[float]] = {name: [] for name in plans}
    total = repeats * sum(steps for _, _, steps in plans.values())
    done = 0
    for seed in rng.integers(2**31, size=repeats):
        for name, (batch, speed, steps) in plans.items():
            for reached in _trained(int(seed), batch, speed, steps):
                if isinstance(reached, float):
                    found[name].append(reached)
                else:
                    yield Partial(min(0.999, (done + reached) / total), _result(found, updates))
            done += steps
    yield Partial(1.0, _result(found, updates))


def _trained(seed: int, batch: int, rate: float, steps: int) -> Iterator[int | float]:
    """Steps done now and then, and at the end the test accuracy."""
    x, labels, test, test_labels = digits_split()
    rng = np.random.Generator(np.random.PCG64(seed))
    network = initialise((64, 64, 64, 10), ACTIVATIONS["relu"], rng)
    for progress in train(network, x, labels, rng, learning_rate=rate, batch=batch, steps=steps):
        if progress.step % 50 == 0:
            yield progress.step
    yield accuracy(network, test, test_labels)


def _result(found: dict[str, list[float]], updates: dict[str, int]) -> Result:
    means = {name: float(np.mean(values)) if values else 0.0 for name, values in found.items()}
    measured = BatchGeneralisation(
        small_accuracy=means["small"],
        same_epochs_accuracy=means["same_epochs"],
        scaled_epochs_accuracy=means["scaled_epochs"],
        same_updates_accuracy=means["same_updates"],
        small_updates=updates["small"],
        large_updates=updates["large"],
    )
    labels = (Text("small batch", "小批"), *COLUMNS.values())
    return Result(
        measured,
        (
            Bars(
                Text("test accuracy", "测试准确率"),
                Axis(Text("accuracy", "准确率")),
                labels,
                np.array(list(means.values())),
            ),
            Table(
                Text("updates made", "更新次数"),
                (Text("run", "运行"), Text("updates", "更新次数"), Text("accuracy", "准确率")),
                tuple(
                    (label, updates["small"] if name in ("small", "same_updates") else updates["large"], means[name])
                    for label, name in zip(labels, means, strict=True)
                ),
            ),
        ),
    )
