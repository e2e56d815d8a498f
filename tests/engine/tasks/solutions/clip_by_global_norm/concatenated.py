import numpy as np


def clip_by_global_norm(dw, db, limit):
    norm = np.linalg.norm(np.concatenate([dw.ravel(), db.ravel()]))
    factor = limit / max(norm, limit)
    return factor * dw, factor * db, norm
