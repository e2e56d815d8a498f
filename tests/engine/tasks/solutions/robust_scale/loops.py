import numpy as np


def robust_scale(x):
    columns = []
    for column in np.asarray(x, float).T:
        width = np.percentile(column, 75) - np.percentile(column, 25)
        columns.append((column - np.median(column)) / (width if width else 1.0))
    return np.array(columns).T
