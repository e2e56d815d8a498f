import numpy as np


def coordinate_descent_pass(w, x, y, penalty):
    w, x = np.array(w, dtype=float), np.array(x, dtype=float)
    r = y - x.dot(w)
    n = x.shape[0]
    for j, column in enumerate(x.T):
        z = np.mean(column**2)
        rho = column.dot(r) / n + z * w[j]
        new = max(rho - penalty, 0.0) - max(-rho - penalty, 0.0)
        new /= z
        r += column * (w[j] - new)
        w[j] = new
    return w
