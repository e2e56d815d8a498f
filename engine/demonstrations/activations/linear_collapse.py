"""D02: layers without an activation are one linear layer."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import activations as kernel
from engine.measurements import Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, FloatArray, Integer, demand_shape
from engine.result import Matrix, Result, Table
from engine.text import Text, same

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


XOR_LABELS = np.array([0.0, 1.0, 1.0, 0.0])


def stack_forward(x: FloatArray, layers: list[FloatArray], rectify: bool) -> FloatArray:
    """x W1^T, with ReLU between the layers or without, through all layers; x of shape (n, d)."""
    for number, weights in enumerate(layers):
        x = x @ weights.T
        if rectify and number < len(layers) - 1:
            x = kernel.relu(x)
    return x


def best_linear_accuracy() -> float:
    """The most of XOR's four points that any line separates, by trying every direction and threshold on a grid."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    scores = XOR @ np.stack([np.cos(angles), np.sin(angles)])
    above = scores[:, :, None] > np.linspace(-2, 2, 81)
    return float((above == (XOR_LABELS > 0)[:, None, None]).mean(axis=0).max())


def xor_by_two_relus(x: FloatArray) -> FloatArray:
    """relu(x1 + x2) - 2 relu(x1 + x2 - 1): XOR, exactly."""
    total = x.sum(axis=1)
    return kernel.relu(total) - 2 * kernel.relu(total - 1)


class LinearCollapse(Measurements):
    relative_gap: float = measurement(Text("stack against product matrix, relative", "堆叠与乘积矩阵的相对差"))
    linear_accuracy: float = measurement(
        Text("best accuracy of a line on XOR", "直线在异或上的最高准确率"), grade=Grade.EXACT
    )
    affine_gap: float = measurement(
        Text("|best affine prediction on XOR - 1/2|", "异或上最优仿射预测与 1/2 之差"), grade=Grade.EXACT
    )
    relu_error: float = measurement(
        Text("error of two ReLU units on XOR", "两个 ReLU 单元在异或上的误差"), grade=Grade.EXACT
    )
    merged: Array2D = measurement(
        Text("the one matrix that second after first is", "先 first 后 second 合并成的矩阵"), grade=Grade.EXACT
    )
    merged_wrong_order: Array2D = measurement(
        Text("the product the wrong way round (a mistake)", "次序颠倒的乘积"), grade=Grade.EXACT
    )
    merged_sum: Array2D = measurement(
        Text("the sum instead of the product (a mistake)", "误取两矩阵之和"), grade=Grade.EXACT
    )


@demonstration(
    number="D02",
    name="linear_collapse",
    topic="activations",
    title=Text("Linear collapse and XOR", "线性塌缩与异或"),
    summary=Text(
        "A stack of linear layers against their product, and the smallest thing a line cannot do.",
        "线性层的堆叠与其乘积的比较，以及直线做不到的最小例子。",
    ),
    look_for=Text(
        "Without activations the stack and the single product matrix agree to rounding however many layers there are. "
        "With ReLU between them they do not. No line gets more than three of XOR's four points; two ReLU units get all.",
        "没有激活函数时，无论多少层，堆叠与单个乘积矩阵只差舍入误差；中间加上 ReLU 就不同了。"
        "没有直线能分对异或四点中的三个以上，而两个 ReLU 单元全部分对。",
    ),
    predict=Text(
        "How far from the product matrix is a stack of eight linear layers?", "八个线性层的堆叠与乘积矩阵相差多少？"
    ),
    limits=Text(
        "Capacity only: says nothing about whether training finds the solution.", "只讲表示能力，不说明训练能否找到解。"
    ),
    parameters=(
        Integer("layers", Text("layers", "层数"), 8, 1, 20),
        Integer("width", Text("width", "宽度"), 16, 1, 64),
        Choice("rectify", Text("ReLU between layers", "层间加 ReLU"), False, (False, True)),
        Array("first", Text("first 2x2 layer", "第一层（2×2）"), ((1.0, 2.0), (3.0, 4.0)), 2, -20, 20, 4),
        Array("second", Text("second 2x2 layer", "第二层（2×2）"), ((0.0, 1.0), (1.0, 1.0)), 2, -20, 20, 4),
    ),
    measurements=LinearCollapse,
    kernels=(stack_forward, xor_by_two_relus, best_linear_accuracy),
)
def linear_collapse(
    rng: np.random.Generator, *, layers: int, width: int, rectify: bool, first: FloatArray, second: FloatArray
) -> Result:
    """Collapse a random stack, and try XOR."""
    demand_shape("first", first, (len(first), len(first)))
    demand_shape("second", second, first.shape)
    stack = [rng.standard_normal((width, width)) / np.sqrt(width) for _ in range(layers)]
    x = rng.standard_normal((32, width))
    product = np.linalg.multi_dot([*reversed(stack), np.eye(width)]) if layers > 1 else stack[0]
    through = stack_forward(x, stack, rectify)
    gap = float(np.abs(through - x @ product.T).max() / np.abs(x @ product.T).max())
    design = np.column_stack([XOR, np.ones(4)])
    prediction = design @ np.linalg.lstsq(design, XOR_LABELS, rcond=None)[0]
    measured = LinearCollapse(
        relative_gap=gap,
        linear_accuracy=best_linear_accuracy(),
        affine_gap=float(np.abs(prediction - 0.5).max()),
        relu_error=float(np.abs(xor_by_two_relus(XOR) - XOR_LABELS).max()),
        merged=second @ first,
        merged_wrong_order=first @ second,
        merged_sum=first + second,
    )
    return Result(
        measured,
        (
            Matrix(Text("the first layer", "第一层"), first),
            Matrix(Text("the second layer", "第二层"), second),
            Matrix(Text("second after first, as one matrix", "先第一层后第二层，合成一个矩阵"), second @ first),
            Table(
                Text("the exclusive or", "异或"),
                (same("x1"), same("x2"), same("y"), Text("best affine", "最优仿射"), Text("two ReLUs", "两个 ReLU")),
                tuple(
                    (*map(float, point), float(label), round(float(affine), 12), float(net))
                    for point, label, affine, net in zip(
                        XOR, XOR_LABELS, prediction, xor_by_two_relus(XOR), strict=True
                    )
                ),
            ),
        ),
    )
