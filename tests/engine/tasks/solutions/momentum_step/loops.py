import numpy as np


def momentum_step(w, grad, v, lr, momentum, *, rule):
    out, speed = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        speed[i] = momentum * float(v[i]) + float(grad[i])
        step = float(grad[i]) + momentum * speed[i] if rule == "nesterov" else speed[i]
        out[i] = float(w[i]) - lr * step
    return out, speed
