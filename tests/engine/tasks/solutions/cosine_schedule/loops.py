import math

import numpy as np


def cosine_schedule(total, warmup, peak, floor):
    rates = []
    for t in range(total):
        if t < warmup:
            rates.append(peak * (t + 1) / warmup)
        else:
            angle = math.pi * (t - warmup) / (total - warmup)
            rates.append(floor + (peak - floor) * (1 + math.cos(angle)) / 2)
    return np.array(rates)
