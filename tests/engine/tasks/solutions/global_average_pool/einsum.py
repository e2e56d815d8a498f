import numpy as np


def global_average_pool(x, dout, *, layout):
    if layout == "nchw":
        cells = x.shape[2] * x.shape[3]
        return np.einsum("nchw->nc", x) / cells, np.einsum("nc,hw->nchw", dout, np.ones(x.shape[2:])) / cells
    cells = x.shape[1] * x.shape[2]
    return np.einsum("nhwc->nc", x) / cells, np.einsum("nc,hw->nhwc", dout, np.ones(x.shape[1:3])) / cells
