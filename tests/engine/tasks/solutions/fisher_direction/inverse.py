import numpy as np


def fisher_direction(x, labels):
    x = np.asarray(x, float)
    s = 0.0
    means = []
    for c in (0, 1):
        part = x[labels == c]
        means.append(part.mean(0))
        s = s + sum(np.outer(row - means[c], row - means[c]) for row in part)
    w = np.linalg.inv(s) @ (means[1] - means[0])
    return w / np.sqrt(w @ w)
