import numpy as np


def adam_step(w, grad, m, v, t, lr, b1, b2, eps):
    m = m + (1 - b1) * (grad - m)
    v = v + (1 - b2) * (np.square(grad) - v)
    rate = lr / (1 - b1**t)
    return w - rate * m / (np.sqrt(v) / np.sqrt(1 - b2**t) + eps), m, v
