import math

import numpy as np


def layernorm_forward(x, gamma, beta, eps):
    y = np.zeros(x.shape)
    for i in range(x.shape[0]):
        row = [float(v) for v in x[i]]
        mean = math.fsum(row) / len(row)
        variance = math.fsum((v - mean) ** 2 for v in row) / len(row)
        for j, v in enumerate(row):
            y[i, j] = gamma[j] * (v - mean) / math.sqrt(variance + eps) + beta[j]
    return y
