import numpy as np


def two_layer_backward(x, w1, b1, w2, dout, *, activation):
    dx, dw1, db1 = np.zeros(x.shape), np.zeros(w1.shape), np.zeros(b1.shape)
    dw2, db2 = np.zeros(w2.shape), np.zeros(w2.shape[1])
    for i in range(len(x)):
        z = x[i] @ w1 + b1
        h = np.tanh(z) if activation == "tanh" else np.where(z > 0, z, 0)
        dh = w2 @ dout[i]
        dz = dh * (1 - h * h) if activation == "tanh" else np.where(z > 0, dh, 0)
        dw2 += np.outer(h, dout[i])
        db2 += dout[i]
        dw1 += np.outer(x[i], dz)
        db1 += dz
        dx[i] = w1 @ dz
    return dx, dw1, db1, dw2, db2
