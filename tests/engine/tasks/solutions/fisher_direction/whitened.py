import numpy as np


def fisher_direction(x, labels):
    x = np.asarray(x, float)
    m = np.array([x[labels == c].mean(axis=0) for c in (0, 1)])
    centred = x - m[np.asarray(labels, int)]
    r = np.linalg.qr(centred, mode="r")
    z = np.linalg.solve(r.T, m[1] - m[0])
    w = np.linalg.solve(r, z)
    return w / np.linalg.norm(w)
