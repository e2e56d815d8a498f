"""D27B: ridge and lasso as the peaks of posteriors."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text, same


def _mode(log_posterior: FloatArray, grid: FloatArray) -> float:
    return float(grid[np.argmax(log_posterior)])


class PriorReading(Measurements):
    data: Array1D = measurement(Text("the observations", "观测值"), grade=Grade.EXACT)
    count: int = measurement(Text("how many", "个数"), grade=Grade.EXACT)
    average: float = measurement(Text("their mean: no prior", "均值（无先验）"), grade=Grade.EXACT)
    ridge_penalty: float = measurement(Text("sigma²/tau², the ridge penalty", "岭惩罚 σ²/τ²"), grade=Grade.EXACT)
    ridge_estimate: float = measurement(Text("ridge with that penalty", "该惩罚下的岭估计"), grade=Grade.EXACT)
    gaussian_peak: float = measurement(Text("peak of the posterior, Gaussian prior", "高斯先验的后验峰"))
    lasso_penalty: float = measurement(
        Text("sigma²/b, beside half the squares", "σ²/b（配一半平方和）"), grade=Grade.EXACT
    )
    lasso_estimate: float = measurement(Text("soft threshold with that penalty", "该惩罚下的软阈值"), grade=Grade.EXACT)
    laplace_peak: float = measurement(Text("peak of the posterior, Laplace prior", "拉普拉斯先验的后验峰"))
    laplace_mean: float = measurement(Text("mean of that posterior", "该后验的均值"))
    zero_share: float = measurement(Text("share of exact zeros in 10,000 prior draws", "先验一万次抽样中恰为 0 的比例"))
    posterior_variance: float = measurement(Text("posterior variance, Gaussian prior", "高斯先验的后验方差"))
    grid_width: float = measurement(Text("spacing of the grid of the peaks", "求峰网格的间距"), grade=Grade.EXACT)


@demonstration(
    number="D27B",
    name="prior_reading",
    topic="regularization",
    title=Text("A penalty read as a prior", "把惩罚读作先验"),
    summary=Text(
        "One unknown mean, a few noisy observations, a Gaussian or a Laplace prior: where does the posterior peak?",
        "一个未知均值、几次带噪观测，先验取高斯或拉普拉斯：后验的峰在哪里？",
    ),
    look_for=Text(
        "The peak under a Gaussian prior is ridge with λ = σ²/τ²; under a Laplace prior it is a soft threshold. The "
        "exact zero belongs to the peak alone: neither draws from the Laplace prior nor the posterior mean are 0.",
        "高斯先验下的峰就是 λ＝σ²/τ² 的岭回归；拉普拉斯先验下的峰就是软阈值。恰为 0 只是峰的性质：先验的抽样与后验均值都不是 0。",
    ),
    predict=Text(
        "You trust the prior more (smaller τ). Does the equivalent λ rise or fall?",
        "你更相信先验（τ 更小），等价的 λ 变大还是变小？",
    ),
    limits=Text(
        "One parameter and known noise; in a network the same reading holds for the loss, not for the optimiser.",
        "只有一个参数且噪声已知；对网络而言，这种解读说的是损失函数，不是优化器。",
    ),
    parameters=(
        Array("observations", Text("observations", "观测值"), (), 1, -100.0, 100.0, longest=40),
        Float("noise_deviation", Text("standard deviation of the noise, sigma", "噪声标准差 σ"), 1.0, 0.05, 20.0),
        Float("prior_deviation", Text("standard deviation of the prior, tau", "先验标准差 τ"), 0.5, 0.05, 20.0),
        Float("prior_scale", Text("scale of the Laplace prior, b", "拉普拉斯先验的尺度 b"), 0.5, 0.02, 20.0),
    ),
    measurements=PriorReading,
    kernels=(kernel.soft_threshold,),
)
def prior_reading(
    rng: np.random.Generator,
    *,
    observations: FloatArray,
    noise_deviation: float,
    prior_deviation: float,
    prior_scale: float,
) -> Result:
    """Observations w + noise; the posterior's peaks by a grid that knows nothing of ridge or lasso."""
    data = observations if observations.size else np.round(0.8 + noise_deviation * rng.standard_normal(6), 1)
    n, total, variance = len(data), float(data.sum()), noise_deviation**2
    reach = 2 * float(np.abs(data).max()) + 8 * noise_deviation / np.sqrt(n)
    grid = np.linspace(-reach, reach, 20001)
    fit = -(n * grid**2 - 2 * total * grid) / (2 * variance)
    gaussian, laplace = fit - grid**2 / (2 * prior_deviation**2), fit - np.abs(grid) / prior_scale
    density = np.exp(laplace - laplace.max())
    precision = n / variance + 1 / prior_deviation**2
    threshold = kernel.soft_threshold(np.array([total]), variance / prior_scale)
    measured = PriorReading(
        data=data,
        count=n,
        average=total / n,
        ridge_penalty=variance / prior_deviation**2,
        ridge_estimate=total / (n + variance / prior_deviation**2),
        gaussian_peak=_mode(gaussian, grid),
        lasso_penalty=variance / prior_scale,
        lasso_estimate=float(threshold[0] / n),
        laplace_peak=_mode(laplace, grid),
        laplace_mean=float(np.sum(grid * density) / np.sum(density)),
        zero_share=float(np.mean(rng.laplace(0.0, prior_scale, 10_000) == 0)),
        posterior_variance=1 / precision,
        grid_width=float(grid[1] - grid[0]),
    )
    shown = slice(None, None, 100)
    curves = (Text("Gaussian prior", "高斯先验"), gaussian), (Text("Laplace prior", "拉普拉斯先验"), laplace)
    return Result(
        measured,
        (
            Lines(
                Text("posterior, peak set to 1", "后验（峰值归一）"),
                Axis(same("w")),
                Axis(Text("density", "密度")),
                tuple(Series(name, grid[shown], np.exp(each - each.max())[shown]) for name, each in curves),
                (Mark(Text("mean of the data", "数据均值"), total / n, "x"),),
            ),
        ),
    )
