from statistics import NormalDist

import numpy as np


def gelu(x):
    normal = NormalDist()
    values = [float(v) for v in x.ravel()]
    cdf = np.reshape([normal.cdf(v) for v in values], x.shape)
    pdf = np.reshape([normal.pdf(v) for v in values], x.shape)
    return x * cdf, cdf + x * pdf
