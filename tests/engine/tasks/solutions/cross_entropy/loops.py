import math

import numpy as np


def cross_entropy(logits, labels, *, reduction):
    n, classes = logits.shape
    total, grad = 0.0, np.zeros((n, classes))
    weight = 1 / n if reduction == "mean" else 1.0
    for i in range(n):
        row = [float(v) for v in logits[i]]
        top = max(row)
        log_sum = top + math.log(math.fsum(math.exp(v - top) for v in row))
        total += weight * (log_sum - row[labels[i]])
        for j in range(classes):
            grad[i, j] = weight * (math.exp(row[j] - log_sum) - (j == labels[i]))
    return total, grad
