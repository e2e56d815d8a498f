"""D80: the channel statistics of images at inference."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.scaling import Scaler
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, FloatArray
from engine.result import Matrix, Result, View
from engine.text import Text

CHANNELS = (Text("red", "红"), Text("green", "绿"), Text("blue", "蓝"))
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""ImageNet's statistics for values in [0, 1], as torchvision's models expect them."""
FULL = 255
"""The largest value of a pixel of 8 bits."""


class ImageStatistics(Measurements):
    pixel: Array1D = measurement(Text("the pixel, 0 to 255", "像素值，0 到 255"), grade=Grade.EXACT)
    full: int = measurement(Text("largest pixel value", "像素的最大值"), grade=Grade.CONVENTION)
    means: Array1D = measurement(Text("means of the training set", "训练集的均值"), grade=Grade.EXACT)
    deviations: Array1D = measurement(
        Text("standard deviations of the training set", "训练集的标准差"), grade=Grade.EXACT
    )
    expected: Array1D = measurement(Text("what the network expects", "网络期望的输入"))
    undivided: Array1D = measurement(Text("without the division by 255 (a mistake)", "误漏除以 255"))
    uncentred: Array1D = measurement(Text("mean not subtracted (a mistake)", "误漏减均值"))
    divided_only: Array1D = measurement(Text("divided by 255 only (a mistake)", "误只除以 255"))
    swapped: Array1D = measurement(Text("channels in the order BGR (a mistake)", "误用 BGR 顺序"))
    restored_gap: float = measurement(Text("gap after undoing the scaling", "还原后与原像素之差"))


@demonstration(
    number="D80",
    name="image_statistics",
    topic="scaling",
    title=Text("Image statistics at inference", "推理时的图像统计量"),
    summary=Text(
        "One pixel as the network expects it, and what the usual mistakes of preprocessing make of it.",
        "网络期望的一个像素，以及常见预处理错误得到的结果。",
    ),
    look_for=Text(
        "The mean and deviation of the training set are part of the model. Forget to divide by 255, and inputs come out "
        "in the hundreds; swap the channels, and all looks plausible while the colours are wrong.",
        "训练集的均值与标准差是模型的一部分。忘了除以 255，输入就到了几百；通道顺序弄反时，数值看着正常，颜色却错了。",
    ),
    predict=Text(
        "Without the division by 255, how large are the inputs of the network about?",
        "忘了除以 255，网络的输入大约有多大？",
    ),
    limits=Text(
        "One pixel; the defaults are ImageNet's statistics, and another model may expect others.",
        "只看一个像素；默认为 ImageNet 的统计量，其他模型可能不同。",
    ),
    parameters=(
        Array("pixel_values", Text("red, green, blue", "红、绿、蓝"), (200.0, 120.0, 40.0), 1, 0, FULL, 3, least=3),
        Array("mean", Text("means in [0, 1]", "均值（[0, 1]）"), MEAN, 1, 0.0, 1.0, 3, least=3),
        Array(
            "deviation", Text("standard deviations in [0, 1]", "标准差（[0, 1]）"), DEVIATION, 1, 0.01, 1.0, 3, least=3
        ),
    ),
    measurements=ImageStatistics,
    kernels=(Scaler,),
)
def image_statistics(
    rng: np.random.Generator, *, pixel_values: FloatArray, mean: FloatArray, deviation: FloatArray
) -> Result:
    """Scale one pixel the right way and in four wrong ways."""
    fitted, share = Scaler(mean, deviation), pixel_values / FULL
    expected = fitted(share)
    measured = ImageStatistics(
        pixel=pixel_values,
        full=FULL,
        means=mean,
        deviations=deviation,
        expected=expected,
        undivided=fitted(pixel_values),
        uncentred=share / deviation,
        divided_only=share,
        swapped=fitted(share[::-1]),
        restored_gap=float(np.abs((expected * deviation + mean) * FULL - pixel_values).max()),
    )
    return Result(measured, _views(measured))


def _views(measured: ImageStatistics) -> tuple[View, ...]:
    rows = {
        Text("expected", "期望"): measured.expected,
        Text("not divided by 255", "未除以 255"): measured.undivided,
        Text("mean not subtracted", "未减均值"): measured.uncentred,
        Text("divided by 255 only", "只除以 255"): measured.divided_only,
        Text("channels swapped", "通道顺序反了"): measured.swapped,
    }
    values = np.stack(list(rows.values()))
    return (
        Matrix(Text("what the network gets", "网络得到的输入"), values, row_labels=tuple(rows), column_labels=CHANNELS),
    )
