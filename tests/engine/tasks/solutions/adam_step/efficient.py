import numpy as np


def adam_step(w, grad, m, v, t, lr, b1, b2, eps):
    m, v = b1 * m + grad * (1 - b1), b2 * v + grad * grad * (1 - b2)
    c1, c2 = 1 - b1**t, np.sqrt(1 - b2**t)
    return w - (lr * c2 / c1) * m / (np.sqrt(v) + eps * c2), m, v
