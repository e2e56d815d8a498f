import numpy as np


def anova_f(x, labels):
    x = np.asarray(x, float)
    _, codes = np.unique(labels, return_inverse=True)
    hot = np.eye(codes.max() + 1)[codes]
    counts = hot.sum(0)
    means = hot.T @ x / counts[:, None]
    within = ((x - hot @ means) ** 2).sum(0)
    between = counts @ (means - x.mean(0)) ** 2
    return between / (len(counts) - 1) / (within / (len(x) - len(counts)))
