import numpy as np


def coordinate_descent_pass(w, x, y, penalty):
    n, d = x.shape
    w = [float(value) for value in w]
    for j in range(d):
        rho = z = 0.0
        for i in range(n):
            others = sum(float(x[i, k]) * w[k] for k in range(d) if k != j)
            rho += float(x[i, j]) * (float(y[i]) - others)
            z += float(x[i, j]) ** 2
        rho, z = rho / n, z / n
        w[j] = 0.0 if abs(rho) <= penalty else (rho - penalty if rho > 0 else rho + penalty) / z
    return np.array(w)
