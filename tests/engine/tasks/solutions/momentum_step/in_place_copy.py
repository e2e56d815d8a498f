import numpy as np


def momentum_step(w, grad, v, lr, momentum, *, rule):
    v = np.array(v, dtype=float)
    v *= momentum
    v += grad
    direction = v.copy()
    if rule != "heavy":
        direction *= momentum
        direction += grad
    return np.subtract(w, lr * direction), v
