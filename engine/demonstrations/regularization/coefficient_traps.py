"""D28: large coefficients without over-fitting."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import chebyshev, polynomial

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text, same


def _relative(changed: FloatArray, base: FloatArray) -> float:
    return float(np.linalg.norm(changed - base) / np.linalg.norm(base))


def _unit_change(rng: np.random.Generator, samples: int, factor: float, penalty: float, shift: float) -> UnitChange:
    """A regression whose first feature is written in another unit, and whose targets are shifted by a constant."""
    x = rng.standard_normal((samples, 3))
    y = x @ np.array([1.0, 2.0, 3.0]) + 0.1 * rng.standard_normal(samples)
    scaled = x * np.array([factor, 1.0, 1.0])
    plain, plain_scaled = kernel.ridge(x, y, 0.0), kernel.ridge(scaled, y, 0.0)
    fits = [
        each @ kernel.ridge(each, y, penalty) for each in (x, scaled, x / x.std(axis=0), scaled / scaled.std(axis=0))
    ]
    ones = np.column_stack([x, np.ones(samples)])
    moved = ones @ (kernel.ridge(ones, y + shift, penalty) - kernel.ridge(ones, y, penalty))
    free, free_shifted = kernel.centred_ridge(x, y, penalty), kernel.centred_ridge(x, y + shift, penalty)
    free_moved = x @ (free_shifted[0] - free[0]) + free_shifted[1] - free[1]
    return UnitChange(
        unit_weight=float(plain[0]),
        rescaled_weight=float(plain_scaled[0]),
        weight_ratio=float(plain_scaled[0] / plain[0]),
        prediction_change=_relative(scaled @ plain_scaled, x @ plain),
        ridge_change=_relative(fits[1], fits[0]),
        standardised_change=_relative(fits[3], fits[2]),
        free_shift=float(free_moved.mean()),
        penalised_shift=float(moved.mean()),
    )


def _polynomials(rng: np.random.Generator, degree: int, random_degree: int) -> PolynomialSlopes:
    """A Chebyshev polynomial, and the slope of a random polynomial against its bound on [-1, 1]."""
    places = np.linspace(-1, 1, 2001)
    coefficients = chebyshev.cheb2poly([0.0] * degree + [1.0])
    w = rng.standard_normal(random_degree)
    order = np.arange(1, random_degree + 1)
    slope = float(np.abs(places[:, None] ** (order - 1) @ (order * w)).max())
    bound = float(np.abs(w).max() * random_degree * (random_degree + 1) / 2)
    return PolynomialSlopes(
        chebyshev=np.asarray(coefficients, dtype=np.float64),
        chebyshev_largest=float(np.abs(coefficients).max()),
        chebyshev_reach=float(np.abs(polynomial.polyval(places, coefficients)).max()),
        chebyshev_slope=float(np.abs(polynomial.polyval(places, polynomial.polyder(coefficients))).max()),
        random_largest=float(np.abs(w).max()),
        random_slope=slope,
        slope_bound=bound,
        slope_slack=bound / slope,
    )


class UnitChange(Measurements):
    unit_weight: float = measurement(Text("coefficient in the old unit", "原单位下的系数"))
    rescaled_weight: float = measurement(Text("coefficient in the new unit", "新单位下的系数"))
    weight_ratio: float = measurement(Text("their ratio", "两者之比"), grade=Grade.EXACT)
    prediction_change: float = measurement(
        Text("relative change of least squares' predictions", "最小二乘预测的相对变化")
    )
    ridge_change: float = measurement(Text("relative change of ridge's predictions", "岭回归预测的相对变化"))
    standardised_change: float = measurement(
        Text("the same after standardisation", "标准化之后岭回归预测的相对变化"), grade=Grade.EXACT
    )
    free_shift: float = measurement(Text("how far predictions follow the shift", "截距不惩罚时预测随之移动的量"))
    penalised_shift: float = measurement(Text("the same with a penalised intercept", "截距也被惩罚时移动的量"))


class PolynomialSlopes(Measurements):
    chebyshev: Array1D = measurement(
        Text("coefficients, constant first", "切比雪夫系数（常数项在前）"), grade=Grade.EXACT
    )
    chebyshev_largest: float = measurement(Text("largest |coefficient|", "最大的 |系数|"), grade=Grade.EXACT)
    chebyshev_reach: float = measurement(
        Text("largest |value| on [-1, 1]", "[-1,1] 上最大 |函数值|"), grade=Grade.EXACT
    )
    chebyshev_slope: float = measurement(Text("largest |slope| on [-1, 1]", "[-1,1] 上最大 |斜率|"), grade=Grade.EXACT)
    random_largest: float = measurement(Text("largest |coefficient|, random polynomial", "随机多项式最大 |系数|"))
    random_slope: float = measurement(Text("its largest |slope| on [-1, 1]", "它在 [-1,1] 上最大 |斜率|"))
    slope_bound: float = measurement(Text("max|w| k(k+1)/2", "max|w|·k(k+1)/2"), grade=Grade.EXACT)
    slope_slack: float = measurement(Text("bound over slope", "界与实际之比"))


class CoefficientTraps(Measurements):
    units: UnitChange
    polynomials: PolynomialSlopes
    far_slope: float = measurement(Text("slope of the cubic out there", "三次式在该处的斜率"), grade=Grade.EXACT)
    copies_deviation: float = measurement(Text("standard deviation of the function", "该函数的标准差"))
    copies_largest: float = measurement(Text("larger |weight| on the copies", "副本上较大的 |权重|"), grade=Grade.EXACT)


@demonstration(
    number="D28",
    name="coefficient_traps",
    topic="regularization",
    title=Text("What the size of a coefficient does not say", "系数大小说明不了的事"),
    summary=Text(
        "Units, near-copies and oscillating bases make coefficients huge without any over-fitting.",
        "换单位、近似重复的特征、振荡的基，都能让系数巨大而毫无过拟合。",
    ),
    look_for=Text(
        "A feature in another unit multiplies its coefficient and changes no prediction; two near-copies with weights "
        "1000 and -999 make an ordinary function; the Chebyshev polynomial has coefficients of 10^5 and never leaves "
        "[-1, 1]. Ridge, though, sees only the coefficients, so its predictions depend on the unit.",
        "换单位会成倍改变系数而预测不变；两个近似副本取权重 1000 与 −999，函数却平平无奇；切比雪夫多项式系数近 10^5，"
        "函数值始终在 [-1, 1] 内。可岭回归只看系数，所以它的预测随单位而变。",
    ),
    predict=Text(
        "A feature is multiplied by {{unit_factor}} because its unit changes. What happens to its coefficient, and to ridge?",
        "换单位使某特征乘以 {{unit_factor}}，它的系数怎样变？岭回归呢？",
    ),
    limits=Text(
        "Counter-examples, not a rule: in one fixed basis with bounded inputs the size of the weights does bound slopes.",
        "这些是反例而非规律：基固定且输入有界时，权重大小确实限制斜率。",
    ),
    parameters=(
        Integer("degree", Text("degree of the Chebyshev polynomial", "切比雪夫多项式次数"), 15, 1, 25),
        Float("copy_noise", Text("difference of the near-copies", "近似副本之间的差异"), 1e-3, 1e-6, 1.0, log=True),
        Float("opposite", Text("weight on the first copy", "第一副本的权重"), 1000.0, 1.0, 1e5, log=True),
        Float("unit_factor", Text("factor on the first feature", "第一特征乘的倍数"), 1e-4, 1e-6, 1e6, log=True),
        Float("penalty", Text("ridge penalty", "岭惩罚"), 10.0, 1e-3, 1e4, log=True),
        Float("shift", Text("constant added to the targets", "目标加上的常数"), 100.0, 1.0, 1e4),
        Integer("random_degree", Text("degree k of the random polynomial", "随机多项式次数 k"), 14, 1, 20),
        Float("far", Text("where the cubic is looked at", "考察三次式的位置"), 100.0, 1.0, 1e4),
        Float("cubic", Text("coefficient of the cubic", "三次式的系数"), 0.01, 1e-6, 1.0, log=True),
        Integer("samples", Text("samples", "样本数"), 200, 10, 2000),
    ),
    measurements=CoefficientTraps,
    kernels=(kernel.ridge, kernel.centred_ridge),
)
def coefficient_traps(
    rng: np.random.Generator,
    *,
    degree: int,
    copy_noise: float,
    opposite: float,
    unit_factor: float,
    penalty: float,
    shift: float,
    random_degree: int,
    far: float,
    cubic: float,
    samples: int,
) -> Result:
    """Four ways in which coefficients mislead, and the bound that does hold."""
    z = rng.standard_normal(samples)
    copies = np.stack([z, z + copy_noise * rng.standard_normal(samples)], axis=1)
    measured = CoefficientTraps(
        units=_unit_change(rng, samples, unit_factor, penalty, shift),
        polynomials=_polynomials(rng, degree, random_degree),
        far_slope=3 * cubic * far**2,
        copies_deviation=float((copies @ np.array([opposite, 1 - opposite])).std()),
        copies_largest=max(opposite, abs(1 - opposite)),
    )
    places = np.linspace(-1, 1, 401)
    values = np.asarray(polynomial.polyval(places, measured.polynomials.chebyshev), dtype=np.float64)
    return Result(
        measured,
        (
            _traps_table(measured),
            Lines(
                Text("the Chebyshev polynomial", "切比雪夫多项式"),
                Axis(same("x")),
                Axis(same("T(x)")),
                (Series(Text(f"degree {degree}", f"{degree} 次"), places, values),),
            ),
        ),
    )


def _traps_table(m: CoefficientTraps) -> Table:
    chebyshev = m.polynomials
    return Table(
        Text("large coefficients, nothing over-fitted", "系数很大，却没有过拟合"),
        (
            Text("case", "情形"),
            Text("largest |coefficient|", "最大 |系数|"),
            Text("what the function does", "函数如何"),
        ),
        (
            (Text("other unit", "换单位"), m.units.rescaled_weight, Text("same predictions", "预测不变")),
            (Text("near-copies", "近似副本"), m.copies_largest, f"σ(f) = {m.copies_deviation:.2f}"),
            (Text("Chebyshev", "切比雪夫"), chebyshev.chebyshev_largest, f"max|T| = {chebyshev.chebyshev_reach:.2f}"),
        ),
    )
