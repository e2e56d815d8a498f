import numpy as np


def two_layer_backward(x, w1, b1, w2, dout, *, activation):
    z = np.einsum("nd,dh->nh", x, w1) + b1
    h, slope = {
        "tanh": lambda: (np.tanh(z), 1 / np.cosh(z) ** 2),
        "relu": lambda: (z * (z > 0), np.heaviside(z, 0)),
    }[activation]()
    delta = np.einsum("nk,hk,nh->nh", dout, w2, slope)
    dw1, dw2 = np.einsum("nd,nh->dh", x, delta), np.einsum("nh,nk->hk", h, dout)
    return np.einsum("nh,dh->nd", delta, w1), dw1, np.einsum("nh->h", delta), dw2, np.einsum("nk->k", dout)
