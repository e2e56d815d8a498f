import numpy as np


def cross_entropy(logits, labels, *, reduction):
    hot = np.eye(logits.shape[1])[labels]
    shifted = logits - np.max(logits, axis=1)[:, None]
    sums = np.einsum("nc->n", np.exp(shifted))
    loss = np.sum(np.log(sums)) - np.einsum("nc,nc->", hot, shifted)
    grad = np.exp(shifted) / sums[:, None] - hot
    n = {"mean": len(labels), "sum": 1}[reduction]
    return loss / n, grad / n
