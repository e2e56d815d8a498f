import numpy as np


def cross_entropy(logits, labels, *, reduction):
    log_sum = np.logaddexp.reduce(logits, axis=1)
    chosen = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    losses = log_sum - chosen
    grad = np.exp(logits - log_sum[:, None]) - (np.arange(logits.shape[1]) == labels[:, None])
    if reduction == "mean":
        return losses.mean(), grad / losses.size
    return losses.sum(), grad
