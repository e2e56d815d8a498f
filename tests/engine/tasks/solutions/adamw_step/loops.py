import math

import numpy as np


def adamw_step(w, grad, m, v, t, lr, decay, eps):
    out = [np.zeros(w.shape) for _ in range(3)]
    for i in np.ndindex(w.shape):
        a = 0.9 * float(m[i]) + 0.1 * float(grad[i])
        b = 0.999 * float(v[i]) + 0.001 * float(grad[i]) ** 2
        hat = a / (1 - math.pow(0.9, t))
        root = math.sqrt(b / (1 - math.pow(0.999, t)))
        out[0][i] = float(w[i]) - lr * hat / (root + eps) - lr * decay * float(w[i])
        out[1][i], out[2][i] = a, b
    return tuple(out)
