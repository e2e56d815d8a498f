"""D75: LayerNorm inside the residual branch, or behind the addition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import layernorm_forward
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import FloatArray, Integer
from engine.result import Axis, Lines, Result, Series
from engine.text import NOTHING, Text

TOKENS = 8


class PreAndPostNorm(Measurements):
    pre_variance: float = measurement(
        Text("variance of the residual stream behind the last block, pre-norm", "pre-norm：最后一块之后残差流的方差"),
        grade=Grade.STATISTICAL,
    )
    pre_variance_theory: float = measurement(Text("1 + L", "1＋L"), grade=Grade.EXACT)
    post_variance: float = measurement(
        Text("variance behind the last block, post-norm", "post-norm：最后一块之后的方差"), grade=Grade.STATISTICAL
    )
    pre_share: float = measurement(
        Text("cosine of the input and the last output, pre-norm", "pre-norm：输入与最终输出的余弦"),
        grade=Grade.STATISTICAL,
    )
    pre_share_theory: float = measurement(Text("1 / sqrt(1 + L)", "1/√(1＋L)"), grade=Grade.EXACT)
    post_share: float = measurement(
        Text("cosine of the input and the last output, post-norm", "post-norm：输入与最终输出的余弦"),
        grade=Grade.STATISTICAL,
    )
    post_share_theory: float = measurement(Text("2^(-L/2)", "2^(−L/2)"), grade=Grade.EXACT)
    pre_last_gradient: float = measurement(
        Text("gradient at the last block's output, pre-norm", "pre-norm：最后一块输出处的梯度"), grade=Grade.STATISTICAL
    )
    pre_last_theory: float = measurement(Text("1 / sqrt(1 + L)", "1/√(1＋L)"), grade=Grade.EXACT)
    post_last_gradient: float = measurement(
        Text("gradient at the last block's output, post-norm", "post-norm：最后一块输出处的梯度"),
        grade=Grade.STATISTICAL,
    )
    post_last_theory: float = measurement(Text("1 / sqrt(2)", "1/√2"), grade=Grade.EXACT)


@demonstration(
    number="D75",
    name="pre_and_post_norm",
    topic="batchnorm",
    title=Text("Pre-norm and post-norm", "pre-norm 与 post-norm"),
    summary=Text(
        "A residual stack at initialisation with LayerNorm before each branch, or after each addition.",
        "初始化时的残差堆叠：LayerNorm 放在支路之前，或放在相加之后。",
    ),
    look_for=Text(
        "Pre-norm leaves the skip path alone: the stream's variance grows by one a block, and the gradient behind the last "
        "block shrinks like one over its root. Post-norm rescales the stream by √2 at every block: the input fades as "
        "2^(-L/2), and the last blocks get large gradients however deep the stack is. That is why post-norm needs warm-up.",
        "pre-norm 不动残差通路：残差流的方差每块加一，最后一块处的梯度按其平方根的倒数减小。post-norm 每块都把残差流除以 √2："
        "输入按 2^(−L/2) 衰减，而且无论多深，最后几块的梯度都很大，所以 post-norm 需要预热。",
    ),
    predict=Text(
        "{{depth}} blocks whose branches have unit variance, pre-norm: what is the variance of the residual stream at the end?",
        "{{depth}} 块、每个支路方差为 1，pre-norm：最后残差流的方差是多少？",
    ),
    limits=Text(
        "Random linear branches at initialisation; attention and training change the numbers, not the trend.",
        "仅为初始化时的随机线性支路；注意力与训练会改变数值，但趋势相同。",
    ),
    parameters=(
        Integer("depth", Text("residual blocks L", "残差块数 L"), 12, 1, 64),
        Integer("width", Text("features", "特征数"), 256, 16, 512),
    ),
    measurements=PreAndPostNorm,
    kernels=(layernorm_forward,),
)
def pre_and_post_norm(rng: np.random.Generator, *, depth: int, width: int) -> Result:
    """Send random tokens through both stacks, with the same branches."""
    x = rng.standard_normal((TOKENS, width))
    branches = [rng.standard_normal((width, width)) / np.sqrt(width) for _ in range(depth)]
    pre, post = _pre(x, branches), _post(x, branches)
    grad = rng.standard_normal(x.shape)
    measured = PreAndPostNorm(
        pre_variance=float(pre.stream[-1].var()),
        pre_variance_theory=1.0 + depth,
        post_variance=float(post.output.var()),
        pre_share=_cosine(x, pre.output),
        pre_share_theory=(1 + depth) ** -0.5,
        post_share=_cosine(x, post.output),
        post_share_theory=2.0 ** (-depth / 2),
        pre_last_gradient=_through_layernorm(grad, pre.stream[-1]),
        pre_last_theory=(1 + depth) ** -0.5,
        post_last_gradient=_through_layernorm(grad, post.stream[-1]),
        post_last_theory=2.0**-0.5,
    )
    return Result(measured, _views(x, pre, post))


@dataclass(frozen=True, slots=True)
class _Stack:
    """`stream` holds the sum in front of the last LayerNorm of each depth; `outputs` what would come out there."""

    stream: list[FloatArray]
    outputs: list[FloatArray]

    @property
    def output(self) -> FloatArray:
        return self.outputs[-1]


def _norm(x: FloatArray) -> FloatArray:
    return layernorm_forward(x, np.ones(x.shape[1]), np.zeros(x.shape[1]))


def _pre(x: FloatArray, branches: list[FloatArray]) -> _Stack:
    """x + W LayerNorm(x), block by block, and one LayerNorm at the end."""
    stack = _Stack([], [])
    for branch in branches:
        x = x + _norm(x) @ branch.T
        stack.stream.append(x)
        stack.outputs.append(_norm(x))
    return stack


def _post(x: FloatArray, branches: list[FloatArray]) -> _Stack:
    """LayerNorm(x + W x), block by block; each input has unit variance."""
    x, stack = _norm(x), _Stack([], [])
    for branch in branches:
        stack.stream.append(x + x @ branch.T)
        x = _norm(stack.stream[-1])
        stack.outputs.append(x)
    return stack


def _cosine(a: FloatArray, b: FloatArray) -> float:
    return float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)))


def _through_layernorm(grad: FloatArray, x: FloatArray) -> float:
    """Norm of a gradient behind LayerNorm over its norm before: (g - mean(g) - x_hat mean(g x_hat)) / deviation."""
    x_hat, deviation = _norm(x), x.std(axis=1, keepdims=True)
    back = (grad - grad.mean(axis=1, keepdims=True) - x_hat * (grad * x_hat).mean(axis=1, keepdims=True)) / deviation
    return float(np.linalg.norm(back) / np.linalg.norm(grad))


def _views(x: FloatArray, pre: _Stack, post: _Stack) -> tuple[Lines, ...]:
    blocks = np.arange(1.0, len(pre.stream) + 1)

    def lines(title: Text, label: Text, first: list[float], second: list[float]) -> Lines:
        names = Text("pre-norm", "pre-norm"), Text("post-norm", "post-norm")
        series = tuple(Series(name, blocks, np.array(y)) for name, y in zip(names, (first, second), strict=True))
        return Lines(title, Axis(Text("block", "块")), Axis(label, NOTHING), series)

    return (
        lines(
            Text("variance of the stream in front of LayerNorm", "LayerNorm 之前残差流的方差"),
            Text("variance", "方差"),
            [float(s.var()) for s in pre.stream],
            [float(s.var()) for s in post.stream],
        ),
        lines(
            Text("how much of the input is left", "输入还剩多少"),
            Text("cosine with the input", "与输入的余弦"),
            [_cosine(x, y) for y in pre.outputs],
            [_cosine(x, y) for y in post.outputs],
        ),
    )
