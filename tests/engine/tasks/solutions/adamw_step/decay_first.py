import numpy as np


def adamw_step(w, grad, m, v, t, lr, decay, eps):
    new_m = m + (1 - 0.9) * (grad - m)
    new_v = v + (1 - 0.999) * (grad * grad - v)
    shrunk = w * (1 - lr * decay)
    step = new_m / (1 - 0.9**t) / (np.sqrt(new_v / (1 - 0.999**t)) + eps)
    return shrunk - lr * step, new_m, new_v
