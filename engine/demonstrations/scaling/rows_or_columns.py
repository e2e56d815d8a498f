"""D84: scaling rows or columns, and what centring does to a sparse table."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.scaling import centring, z_score
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer
from engine.result import Axis, Bars, Matrix, Result, View
from engine.text import Text

COLUMNS = 5


class RowsOrColumns(Measurements):
    table_values: Array2D = measurement(Text("the table", "数据表"), grade=Grade.EXACT)
    lengths: Array1D = measurement(Text("Euclidean length of each row", "各行的欧氏长度"))
    unit_rows: Array2D = measurement(Text("rows of length 1", "各行长度化为 1"))
    sum_rows: Array2D = measurement(Text("rows divided by their sum of |x| (L1)", "各行除以绝对值之和（L1）"))
    max_rows: Array2D = measurement(Text("rows divided by their largest |x|", "各行除以最大绝对值"))
    standard_columns: Array2D = measurement(Text("standardised columns", "按列标准化"))
    cosine: float = measurement(Text("cosine of the first two rows", "前两行的余弦相似度"))
    unit_distance: float = measurement(Text("squared distance of the first two unit rows", "前两行单位化后的平方距离"))
    raw_distance: float = measurement(Text("squared distance of the first two rows", "前两行的平方距离"))
    product: float = measurement(Text("dot product of the first two rows", "前两行的点积"))
    filled: int = measurement(Text("entries other than 0 in a sparse table", "稀疏表中的非零元素数"), grade=Grade.EXACT)
    filled_scaled: int = measurement(
        Text("the same after dividing by the largest |x|", "除以最大绝对值之后的非零元素数")
    )
    filled_centred: int = measurement(Text("the same after centring", "中心化之后的非零元素数"))


@demonstration(
    number="D84",
    name="rows_or_columns",
    topic="scaling",
    title=Text("Rows or columns?", "按行还是按列？"),
    summary=Text(
        "A small table scaled by rows and by columns, and a sparse one that is centred.",
        "小表按行、按列缩放的对比，以及稀疏表中心化之后的情形。",
    ),
    look_for=Text(
        "scikit-learn's Normalizer makes each row a unit vector and learns nothing; StandardScaler works column by column "
        "and learns means and deviations. For unit rows the squared distance is 2 - 2 cos. Centring fills a sparse table; "
        "dividing by the largest |x| keeps its zeros.",
        "scikit-learn 的 Normalizer 把每一行化为单位向量，不需要学习任何量；StandardScaler 按列处理，要学习均值与标准差。"
        "单位化的两行，平方距离为 2−2cos。中心化会把稀疏表填满；除以最大绝对值则保留零。",
    ),
    predict=Text(
        "A table of {{rows}} rows has {{density}} of its entries filled. How many are not 0 after centring its columns?",
        "{{rows}} 行的表中非零比例为 {{density}}。各列中心化之后，还有多少元素不为 0？",
    ),
    limits=Text(
        "The sparse table is random; a column that is all zeros stays so.",
        "稀疏表是随机的；全零列中心化后仍为零。",
    ),
    parameters=(
        Array("table", Text("table", "数据表"), ((3.0, 4.0), (8.0, 6.0)), 2, -1e5, 1e5, 8, least=2),
        Integer("rows", Text("rows of the sparse table", "稀疏表的行数"), 200, 10, 5000),
        Float("density", Text("share that is not 0", "非零比例"), 0.05, 0.01, 0.9),
    ),
    measurements=RowsOrColumns,
    kernels=(z_score, centring),
)
def rows_or_columns(rng: np.random.Generator, *, table: FloatArray, rows: int, density: float) -> Result:
    """Scale the table both ways; draw a sparse one with five columns."""
    lengths = np.linalg.norm(table, axis=1)
    unit = table / np.where(lengths == 0, 1.0, lengths)[:, None]
    sparse = np.zeros((rows, COLUMNS))
    for column in range(COLUMNS):
        filled = rng.permutation(rows)[: max(1, round(density * rows))]
        sparse[filled, column] = rng.uniform(1, 9, len(filled))
    measured = RowsOrColumns(
        table_values=table,
        lengths=lengths,
        unit_rows=unit,
        sum_rows=_divided(table, np.abs(table).sum(axis=1)),
        max_rows=_divided(table, np.abs(table).max(axis=1)),
        standard_columns=z_score(table)(table),
        cosine=float(unit[0] @ unit[1]),
        unit_distance=float(((unit[0] - unit[1]) ** 2).sum()),
        raw_distance=float(((table[0] - table[1]) ** 2).sum()),
        product=float(table[0] @ table[1]),
        filled=int(np.count_nonzero(sparse)),
        filled_scaled=int(np.count_nonzero(sparse / np.abs(sparse).max(axis=0))),
        filled_centred=int(np.count_nonzero(centring(sparse)(sparse))),
    )
    return Result(measured, _views(measured))


def _divided(table: FloatArray, sizes: FloatArray) -> FloatArray:
    return np.asarray(table / np.where(sizes == 0, 1.0, sizes)[:, None])


def _views(measured: RowsOrColumns) -> tuple[View, ...]:
    return (
        Matrix(Text("rows of length 1", "各行长度化为 1"), measured.unit_rows),
        Matrix(Text("standardised columns", "按列标准化"), measured.standard_columns),
        Bars(
            Text("entries other than 0", "非零元素数"),
            Axis(Text("entries", "个数")),
            (Text("sparse table", "稀疏表"), Text("divided by the largest", "除以最大值"), Text("centred", "中心化")),
            np.array([measured.filled, measured.filled_scaled, measured.filled_centred], dtype=np.float64),
        ),
    )
