import numpy as np


def cosine_schedule(total, warmup, peak, floor):
    rates = np.empty(total)
    rates[:warmup] = np.arange(1, warmup + 1) * peak / max(1, warmup)
    share = np.arange(total - warmup) / (total - warmup)
    rates[warmup:] = (peak + floor) / 2 + (peak - floor) / 2 * np.cos(np.pi * share)
    return rates
