import numpy as np


def two_layer_backward(x, w1, b1, w2, dout, *, activation):
    """Each bias is the last row of its weight, for an input of 1."""
    ones = np.ones((len(x), 1))
    wide_x, wide_w1 = np.hstack([x, ones]), np.vstack([w1, b1])
    z = wide_x @ wide_w1
    h = np.tanh(z) if activation == "tanh" else np.clip(z, 0, None)
    d2 = np.hstack([h, ones]).T @ dout
    dz = (dout @ w2.T) * ((1 + h) * (1 - h) if activation == "tanh" else np.sign(h))
    d1 = wide_x.T @ dz
    return (dz @ wide_w1.T)[:, :-1], d1[:-1], d1[-1], d2[:-1], d2[-1]
