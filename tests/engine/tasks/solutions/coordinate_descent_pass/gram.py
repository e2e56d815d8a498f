import numpy as np


def coordinate_descent_pass(w, x, y, penalty):
    n = len(y)
    gram, corr = x.T @ x / n, x.T @ y / n
    w = np.array(w, dtype=float)
    for j in range(w.size):
        rho = corr[j] - gram[j] @ w + gram[j, j] * w[j]
        w[j] = (rho - np.clip(rho, -penalty, penalty)) / gram[j, j]
    return w
