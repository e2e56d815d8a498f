import numpy as np


def minibatches(order, size, *, last):
    rows = []
    for start in range(0, len(order), size):
        batch = [int(i) for i in order[start : start + size]]
        if len(batch) == size or last == "kept":
            rows.append(batch + [-1] * (size - len(batch)))
    return np.array(rows, dtype=int).reshape(-1, size)
