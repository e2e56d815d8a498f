import math

import numpy as np


def clip_by_global_norm(dw, db, limit):
    norm = math.hypot(*(float(v) for g in (dw, db) for v in g.flat))
    if norm <= limit:
        return dw.copy(), db.copy(), norm
    return np.array(dw, float) / norm * limit, np.array(db, float) / norm * limit, norm
