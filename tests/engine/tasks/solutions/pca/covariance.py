import numpy as np


def pca(x, k):
    centred = np.asarray(x, float) - np.mean(x, axis=0, dtype=float)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    directions = vectors[:, np.argsort(values)[::-1][:k]].T
    return directions, centred @ directions.T
