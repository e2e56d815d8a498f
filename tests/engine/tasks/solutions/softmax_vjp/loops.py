import math

import numpy as np


def softmax_vjp(dout, p, *, axis):
    g, q = np.moveaxis(dout, axis, -1), np.moveaxis(p, axis, -1)
    dx = np.zeros(q.shape)
    for at in np.ndindex(q.shape[:-1]):
        dot = math.fsum(float(a) * float(b) for a, b in zip(q[at], g[at], strict=True))
        for i in range(q.shape[-1]):
            dx[at][i] = q[at][i] * (g[at][i] - dot)
    return np.moveaxis(dx, -1, axis)
