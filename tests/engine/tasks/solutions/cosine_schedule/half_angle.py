import numpy as np


def cosine_schedule(total, warmup, peak, floor):
    up = np.linspace(0, peak, warmup + 1)[1:]
    angle = np.linspace(0, np.pi / 2, total - warmup, endpoint=False)
    return np.concatenate([up, floor + (peak - floor) * np.cos(angle) ** 2])
