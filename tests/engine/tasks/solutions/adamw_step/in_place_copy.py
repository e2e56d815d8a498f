import numpy as np


def adamw_step(w, grad, m, v, t, lr, decay, eps):
    w, m, v = (np.array(a, dtype=float) for a in (w, m, v))
    m *= 0.9
    m += 0.1 * grad
    v *= 0.999
    v += 0.001 * np.square(grad)
    w -= lr * decay * w
    w -= lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + eps)
    return w, m, v
