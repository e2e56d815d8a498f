import numpy as np


def pca(x, k):
    a = np.asarray(x, float) - np.mean(x, axis=0, dtype=float)
    values, u = np.linalg.eigh(a @ a.T)
    u, s = u[:, ::-1][:, :k], np.sqrt(values[::-1][:k])
    return (a.T @ u / s).T, u * s
