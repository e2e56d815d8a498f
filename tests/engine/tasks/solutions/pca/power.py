import numpy as np


def pca(x, k):
    a = np.array(x, dtype=float)
    a -= a.mean(0)
    rest, directions = a.T @ a, []
    for _ in range(k):
        w = rest[:, np.argmax(np.diag(rest))].copy()
        for _ in range(12):
            rest_power = rest / np.trace(rest)
            for _ in range(9):
                rest_power = rest_power @ rest_power
                rest_power /= np.trace(rest_power)
            w = rest_power @ w
            w /= np.linalg.norm(w)
        directions.append(w)
        rest = rest - (w @ rest @ w) * np.outer(w, w)
    d = np.array(directions)
    return d, a @ d.T
