"""D97: which pooling finds a weak signal in noise."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Bars, Result, Table
from engine.text import Text

GRID = np.linspace(-12.0, 40.0, 5201)


def normal_density(z: FloatArray) -> FloatArray:
    """exp(-z^2 / 2) / sqrt(2 pi).

    >>> normal_density(np.array([0.0])).round(4)
    array([0.3989])
    """
    return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def maximum_moments(signal: float, active: int, cells: int) -> tuple[float, float]:
    """Mean and standard deviation of the largest of `cells` unit normals, `active` of them shifted by `signal`.

    The maximum lies below t with probability F(t - signal)^active F(t)^(cells - active); its density is summed on a
    grid of spacing 0.01.

    >>> mean, deviation = maximum_moments(0.0, active=0, cells=1)
    >>> abs(round(mean, 6)), round(deviation, 3)
    (0.0, 1.0)
    """
    step = GRID[1] - GRID[0]
    density = normal_density(GRID)
    below = np.clip((np.cumsum(density) - density / 2) * step, 0.0, 1.0)
    shifted = np.interp(GRID - signal, GRID, below, left=0.0)
    chance = np.diff(shifted**active * below ** (cells - active))
    middles = (GRID[1:] + GRID[:-1]) / 2
    mean = float(chance @ middles)
    return mean, float(np.sqrt(max(chance @ (middles - mean) ** 2, 0.0)))


class SparseOrSpread(Measurements):
    averaged_rise: float = measurement(Text("rise of the mean", "平均池化输出的上升"), grade=Grade.EXACT)
    averaged_deviation: float = measurement(
        Text("standard deviation of the mean", "平均池化输出的标准差"), grade=Grade.EXACT
    )
    averaged_contrast: float = measurement(
        Text("rise over deviation, mean", "平均池化的上升与标准差之比"), grade=Grade.EXACT
    )
    largest_rise: float = measurement(Text("rise of the maximum", "最大池化输出的上升"))
    largest_deviation: float = measurement(
        Text("standard deviation of the maximum of noise alone", "纯噪声时最大值的标准差")
    )
    largest_contrast: float = measurement(Text("rise over deviation, max", "最大池化的上升与标准差之比"))
    noise_maximum: float = measurement(Text("mean maximum of noise alone", "纯噪声时最大值的均值"))
    undivided_deviation: float = measurement(
        Text("noise divided by the cells, no root (a mistake)", "误把噪声除以格数（未开方）"), grade=Grade.EXACT
    )
    max_finds_better: bool = measurement(Text("whether max has the larger ratio", "最大池化的比值是否更大"))


@demonstration(
    number="D97",
    name="sparse_or_spread",
    topic="pooling",
    title=Text("Max or mean for a signal in noise", "噪声中的信号：最大还是平均"),
    summary=Text(
        "A window of noisy cells, some of which carry a signal: how far does each pooling rise against its own noise?",
        "窗口内各格有噪声，其中若干格带信号：两种池化的输出相对自身噪声各上升多少？",
    ),
    look_for=Text(
        "A signal in a single cell is diluted by the mean and kept by the maximum; a signal spread over the whole window "
        "adds up in the mean while its noise falls with the root of the number of cells. The maximum of noise alone is "
        "not 0: max pooling has a bias.",
        "信号集中在一格时，平均会把它稀释，最大值则保留；信号铺满窗口时，平均保留信号而噪声按格数的平方根下降。"
        "纯噪声的最大值均值不为 0：最大池化有偏。",
    ),
    predict=Text(
        "{{active}} of {{cells}} cells carry the signal. Which pooling shows it better?",
        "{{cells}} 格中有 {{active}} 格带信号。哪种池化更能显出它？",
    ),
    limits=Text(
        "Independent Gaussian noise and one common signal; real features are correlated.",
        "独立高斯噪声、各格信号相同；真实特征是相关的。",
    ),
    parameters=(
        Integer("cells", Text("cells of the window", "窗口的格数"), 16, 1, 64),
        Integer("active", Text("cells with the signal", "带信号的格数"), 1, 1, 64),
        Float("signal", Text("signal", "信号"), 4.0, 0.0, 20.0),
        Float("noise", Text("standard deviation of the noise", "噪声标准差"), 1.0, 0.6, 5.0),
    ),
    measurements=SparseOrSpread,
    kernels=(normal_density, maximum_moments),
)
def sparse_or_spread(rng: np.random.Generator, *, cells: int, active: int, signal: float, noise: float) -> Result:
    """Exact moments of both outputs with the signal and without."""
    if active > cells:
        raise ParameterError(
            f"{active} of {cells} cells cannot carry the signal; at most all of them",
            f"{cells} 格中不可能有 {active} 格带信号；至多全部",
        )
    quiet, deviation = maximum_moments(0.0, 0, cells)
    loud, _ = maximum_moments(signal / noise, active, cells)
    rise, spread = signal * active / cells, noise / np.sqrt(cells)
    measured = SparseOrSpread(
        averaged_rise=rise,
        averaged_deviation=float(spread),
        averaged_contrast=float(rise / spread),
        largest_rise=noise * (loud - quiet),
        largest_deviation=noise * deviation,
        largest_contrast=(loud - quiet) / deviation,
        noise_maximum=noise * quiet,
        undivided_deviation=noise / cells,
        max_finds_better=bool((loud - quiet) / deviation > rise / spread),
    )
    names = Text("mean pooling", "平均池化"), Text("max pooling", "最大池化")
    return Result(
        measured,
        (
            Bars(
                Text("rise over noise", "上升与噪声之比"),
                Axis(Text("ratio", "比值")),
                names,
                np.array([measured.averaged_contrast, measured.largest_contrast]),
            ),
            Table(
                Text("rise and noise", "上升与噪声"),
                (Text("pooling", "池化"), Text("rise", "上升"), Text("noise", "噪声")),
                (
                    (names[0], measured.averaged_rise, measured.averaged_deviation),
                    (names[1], measured.largest_rise, measured.largest_deviation),
                ),
            ),
        ),
    )
