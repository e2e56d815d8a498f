import math

import numpy as np


def adam_step(w, grad, m, v, t, lr, b1, b2, eps):
    results = [np.zeros(w.shape) for _ in range(3)]
    for i in np.ndindex(w.shape):
        g = float(grad[i])
        first = b1 * float(m[i]) + (1 - b1) * g
        second = b2 * float(v[i]) + (1 - b2) * g * g
        step = first / (1 - b1**t) / (math.sqrt(second / (1 - b2**t)) + eps)
        results[0][i], results[1][i], results[2][i] = float(w[i]) - lr * step, first, second
    return tuple(results)
