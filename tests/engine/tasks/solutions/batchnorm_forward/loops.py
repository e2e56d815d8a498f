import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, *, share, divisor):
    n, d = x.shape
    y, means, variances = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    old = momentum if share == "old" else 1 - momentum
    for j in range(d):
        mean = sum(float(v) for v in x[:, j]) / n
        squares = sum((float(v) - mean) ** 2 for v in x[:, j])
        for i in range(n):
            y[i, j] = gamma[j] * (x[i, j] - mean) / (squares / n + eps) ** 0.5 + beta[j]
        means[j] = old * running_mean[j] + (1 - old) * mean
        variances[j] = old * running_var[j] + (1 - old) * squares / (n - (divisor == "n1"))
    return y, means, variances
