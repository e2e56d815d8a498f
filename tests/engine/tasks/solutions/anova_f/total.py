import numpy as np


def anova_f(x, labels):
    x = np.asarray(x, float)
    total = ((x - x.mean(0)) ** 2).sum(0)
    groups = [x[labels == c] for c in sorted({int(v) for v in labels})]
    within = sum(g.var(axis=0) * len(g) for g in groups)
    k, n = len(groups), len(x)
    return (total - within) / within * (n - k) / (k - 1)
