import numpy as np


def log_softmax(x, *, axis):
    """-log Σ_j exp(x_j - x_i), by the largest difference of each entry."""
    moved = np.moveaxis(x, axis, -1)
    gaps = moved[..., None, :] - moved[..., :, None]
    top = gaps.max(axis=-1)
    total = np.einsum("...ij->...i", np.exp(gaps - top[..., None]))
    return np.moveaxis(-top - np.log(total), -1, axis)
