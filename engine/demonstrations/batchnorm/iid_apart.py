"""D13: independent and identically distributed, taken apart."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.moments import (
    autoregressive,
    variance_of_mean,
)
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series
from engine.text import Text


class IidApart(Measurements):
    mean_variance: float = measurement(
        Text("variance of the chain's mean, measured", "链均值的方差（实测）"), grade=Grade.STATISTICAL
    )
    mean_variance_theory: float = measurement(Text("the same, closed form", "同上，闭式"))
    worth: float = measurement(Text("independent samples the chain is worth", "相当于的独立样本数"))
    worth_long: float = measurement(Text("n (1 - rho) / (1 + rho), for long chains", "n(1−ρ)/(1+ρ)（长链近似）"))
    worth_naive: float = measurement(Text("n (1 - rho), a mistaken rule", "误用的 n(1−ρ)"))
    value_variance: float = measurement(
        Text("variance of one value over the chains", "单个值在各链间的方差"), grade=Grade.STATISTICAL
    )
    error_inside: float = measurement(Text("mean squared error where it was trained", "训练区间内的均方误差"))
    error_outside: float = measurement(Text("mean squared error on the test interval", "测试区间上的均方误差"))
    error_well_specified: float = measurement(
        Text("largest error of a line fitted to a line, test interval", "用直线拟合直线，测试区间的最大误差")
    )
    overfit_training: float = measurement(
        Text("training error of degree 9 on 10 noisy IID points", "10 个独立同分布带噪点上 9 次多项式的训练误差")
    )
    overfit_test: float = measurement(Text("its error on fresh IID points", "它在新的独立同分布点上的误差"))


@demonstration(
    number="D13",
    name="iid_apart",
    topic="batchnorm",
    title=Text("IID, taken apart", "拆开看独立同分布"),
    summary=Text(
        "Identically distributed but dependent samples, and a test set drawn from another interval.",
        "同分布却不独立的样本，以及取自另一区间的测试集。",
    ),
    look_for=Text(
        "A chain with correlation 0.9 has the right distribution at every place, but 500 of its values say as much "
        "about the mean as 27 independent ones. And a line fitted to the sine near 0 fails on another interval, while "
        "a line fitted to a line survives the move: a shift of the inputs hurts a wrong model, not a right one.",
        "相关系数 0.9 的链每一处分布都对，但它的 500 个值对均值的信息只相当于 27 个独立样本。"
        "在 0 附近拟合正弦的直线，换个区间就失败；拟合直线的直线却不受影响：输入偏移伤害的是设定错误的模型。",
    ),
    predict=Text(
        "500 values in a chain, neighbours correlated 0.9: how many independent values are they worth?",
        "链上 500 个值，相邻相关系数 0.9，相当于多少个独立样本？",
    ),
    limits=Text(
        "One kind of dependence and one kind of shift (of the inputs); the labels' rule stays the same.",
        "只有一种相依与一种偏移（输入的），标签的规律不变。",
    ),
    parameters=(
        Float("rho", Text("correlation of neighbours", "相邻样本的相关系数"), 0.9, -0.95, 0.99),
        Integer("samples", Text("samples in a chain", "链长"), 500, 2, 2000),
        Integer("chains", Text("chains", "链数"), 400, 20, 4000),
        Integer("degree", Text("degree of the fitted polynomial", "拟合多项式的次数"), 1, 1, 9),
        Float("low", Text("left end of the test interval (width 2)", "测试区间左端（宽 2）"), 2.0, -1.0, 8.0),
    ),
    measurements=IidApart,
    kernels=(autoregressive, variance_of_mean),
)
def iid_apart(rng: np.random.Generator, *, rho: float, samples: int, chains: int, degree: int, low: float) -> Result:
    """Chains for independence, polynomial fits of the sine on [-1, 1] for identity of distribution."""
    x = autoregressive(rho, samples, chains, rng)
    theory = variance_of_mean(rho, samples)
    inside, outside = rng.uniform(-1, 1, 2000), rng.uniform(low, low + 2, 2000)
    fitted = np.polyfit(inside, np.sin(inside), degree)
    line = np.polyfit(inside, 2 * inside + 1, 1)
    train_error, test_error = _overfit(rng)
    measured = IidApart(
        mean_variance=float((x.mean(axis=1) ** 2).mean()),
        mean_variance_theory=theory,
        worth=1 / theory,
        worth_long=samples * (1 - rho) / (1 + rho),
        worth_naive=samples * (1 - rho),
        value_variance=float((x[:, -1] ** 2).mean()),
        error_inside=float(((np.polyval(fitted, inside) - np.sin(inside)) ** 2).mean()),
        error_outside=float(((np.polyval(fitted, outside) - np.sin(outside)) ** 2).mean()),
        error_well_specified=float(np.abs(np.polyval(line, outside) - 2 * outside - 1).max()),
        overfit_training=train_error,
        overfit_test=test_error,
    )
    grid = np.linspace(-1, max(1.0, low + 2), 120)
    return Result(measured, (_chain_view(x[0]), _fit_view(grid, fitted)))


def _overfit(rng: np.random.Generator) -> tuple[float, float]:
    """Errors of an interpolating polynomial on its 10 noisy points and on 500 fresh ones of the same law."""
    x, fresh = rng.uniform(-1, 1, 10), rng.uniform(-1, 1, 500)
    y, y_fresh = np.sin(x) + 0.3 * rng.standard_normal(10), np.sin(fresh) + 0.3 * rng.standard_normal(500)
    basis, test = np.polynomial.legendre.legvander(x, 9), np.polynomial.legendre.legvander(fresh, 9)
    weights = np.linalg.solve(basis, y)
    return float(((basis @ weights - y) ** 2).mean()), float(((test @ weights - y_fresh) ** 2).mean())


def _chain_view(chain: FloatArray) -> Lines:
    return Lines(
        Text("one chain", "一条链"),
        Axis(Text("place", "位置")),
        Axis(Text("value", "取值")),
        (Series(Text("chain", "链"), np.arange(len(chain), dtype=float), chain),),
    )


def _fit_view(grid: FloatArray, fitted: FloatArray) -> Lines:
    return Lines(
        Text("fitted on [-1, 1], tested further right", "在 [−1, 1] 上拟合，到右边测试"),
        Axis(Text("x", "x")),
        Axis(Text("y", "y")),
        (
            Series(Text("sine", "正弦"), grid, np.sin(grid)),
            Series(Text("fit", "拟合"), grid, np.asarray(np.polyval(fitted, grid), dtype=np.float64)),
        ),
    )
