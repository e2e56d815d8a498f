import numpy as np


def max_pool_forward(x, size, stride, *, ties):
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size))[::stride, ::stride]
    flat = views.reshape(*views.shape[:2], size * size)
    at = flat.argmax(-1) if ties == "first" else size * size - 1 - flat[..., ::-1].argmax(-1)
    rows = np.arange(at.shape[0])[:, None] * stride + at // size
    columns = np.arange(at.shape[1]) * stride + at % size
    return flat.max(-1), rows * x.shape[1] + columns
