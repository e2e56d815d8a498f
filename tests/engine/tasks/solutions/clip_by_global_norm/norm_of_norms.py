import numpy as np


def clip_by_global_norm(dw, db, limit):
    norm = np.hypot(np.linalg.norm(dw), np.linalg.norm(db))
    with np.errstate(divide="ignore"):
        scale = np.minimum(1, limit / norm)
    return scale * dw, scale * db, norm
