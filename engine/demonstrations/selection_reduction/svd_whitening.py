"""D120: principal components from the singular values, and whitening."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import whitening_matrix
from engine.kernels.moments import centred
from engine.kernels.selection_reduction import covariance
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Bars, Matrix, Result
from engine.text import Text


class SvdWhitening(Measurements):
    singular_values: Array1D = measurement(Text("singular values of the centred data", "中心化数据的奇异值"))
    variances: Array1D = measurement(Text("s^2 / (n - 1), the components' variances", "s²/(n−1)，各主成分方差"))
    first_variance: float = measurement(Text("variance of the first component", "第一主成分的方差"))
    first_share: float = measurement(Text("its share of all variance", "其方差占比"))
    singular_share: float = measurement(Text("share by singular values (a mistake)", "按奇异值算的占比（错误）"))
    covariance_gap: float = measurement(
        Text("|eigenvalues of the covariance - s^2 / (n - 1)|", "|协方差特征值 − s²/(n−1)|")
    )
    whitened_score: float = measurement(Text("the score after whitening", "白化后的得分"))
    score_over_singular: float = measurement(
        Text("score over s, without n - 1 (a mistake)", "得分除以 s，漏掉 n−1（错误）"), grade=Grade.EXACT
    )
    score_over_variance: float = measurement(
        Text("score over the variance (a mistake)", "得分除以方差（错误）"), grade=Grade.EXACT
    )
    whitened_gap: float = measurement(Text("|covariance after whitening - I|", "|白化后的协方差 − I|"))
    zca_gap: float = measurement(Text("the same after ZCA", "ZCA 白化后的同一量"))
    zca_asymmetry: float = measurement(Text("|W - W^T| of ZCA", "ZCA 矩阵的 |W − Wᵀ|"))
    pca_moved: float = measurement(Text("mean squared change by PCA whitening", "PCA 白化带来的均方改变"))
    zca_moved: float = measurement(Text("mean squared change by ZCA", "ZCA 白化带来的均方改变"))
    condition: float = measurement(Text("condition number of the covariance", "协方差的条件数"))


@demonstration(
    number="D120",
    name="svd_whitening",
    topic="selection_reduction",
    title=Text("PCA by SVD, and whitening", "用 SVD 做 PCA 与白化"),
    summary=Text(
        "Singular values of the centred data give the components' variances; dividing by their roots whitens.",
        "中心化数据的奇异值给出各主成分的方差；再除以标准差就是白化。",
    ),
    look_for=Text(
        "The covariance matrix is never formed: s^2 / (n - 1) are its eigenvalues. After whitening all directions have "
        "variance 1, so directions that were nearly noise count as much as the others. ZCA turns back and changes the "
        "data least.",
        "不必形成协方差矩阵：s²/(n−1) 就是它的特征值。白化后各方向方差都是 1，原本近乎噪声的方向也变得同样重要。ZCA 再转回原坐标，对数据改动最小。",
    ),
    predict=Text(
        "Are the shares of variance proportional to the singular values?", "各主成分的方差占比与奇异值成正比吗？"
    ),
    limits=Text(
        "Full column rank; with more columns than rows whitening needs a small constant or fewer components.",
        "要求列满秩；列多于行时，白化需加小常数或只取部分主成分。",
    ),
    parameters=(
        Integer("samples", Text("rows", "行数"), 26, 5, 500),
        Float("first", Text("first singular value", "第一奇异值"), 8.0, 0.1, 1e4),
        Float("second", Text("second singular value", "第二奇异值"), 4.0, 0.1, 1e4),
        Float("third", Text("third singular value", "第三奇异值"), 2.0, 0.1, 1e4),
        Float("score", Text("score on the first component", "第一主成分上的得分"), 3.0, -1e4, 1e4),
    ),
    measurements=SvdWhitening,
    kernels=(whitening_matrix, covariance),
)
def svd_whitening(
    rng: np.random.Generator, *, samples: int, first: float, second: float, third: float, score: float
) -> Result:
    """Draw data with these singular values and look at them in both ways."""
    wanted = np.array([first, second, third])
    left = np.linalg.qr(centred(rng.standard_normal((samples, 3))))[0]
    turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    x = left * wanted @ turn.T
    singular = np.asarray(np.linalg.svd(centred(x), compute_uv=False), dtype=np.float64)
    spread = covariance(x)
    variances = singular**2 / (samples - 1)
    pca, zca = whitening_matrix(x), whitening_matrix(x, zca=True)
    top = float(variances[0])
    measured = SvdWhitening(
        singular_values=singular,
        variances=variances,
        first_variance=top,
        first_share=top / float(variances.sum()),
        singular_share=float(singular[0] / singular.sum()),
        covariance_gap=float(np.abs(np.linalg.eigvalsh(spread)[::-1] - variances).max() / top),
        whitened_score=score / float(np.sqrt(top)),
        score_over_singular=score / float(singular[0]),
        score_over_variance=score / top,
        whitened_gap=float(np.abs(covariance(x @ pca.T) - np.eye(3)).max()),
        zca_gap=float(np.abs(covariance(x @ zca.T) - np.eye(3)).max()),
        zca_asymmetry=float(np.abs(zca - zca.T).max()),
        pca_moved=float(np.mean((x @ pca.T - x) ** 2)),
        zca_moved=float(np.mean((x @ zca.T - x) ** 2)),
        condition=float(variances[0] / variances[-1]),
    )
    names = tuple(Text(f"component {i + 1}", f"主成分 {i + 1}") for i in range(3))
    return Result(
        measured,
        (
            Bars(
                Text("variance of each component", "各主成分的方差"), Axis(Text("variance", "方差")), names, variances
            ),
            Matrix(Text("covariance before", "白化前的协方差"), spread),
            Matrix(Text("covariance after whitening", "白化后的协方差"), covariance(x @ pca.T)),
        ),
    )
