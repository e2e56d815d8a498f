import numpy as np


def max_pool_forward(x, size, stride, *, ties):
    rows, columns = x.shape
    values, places = [], []
    for top in range(0, rows - size + 1, stride):
        values.append([])
        places.append([])
        for left in range(0, columns - size + 1, stride):
            cells = [
                (float(x[r, c]), r * columns + c) for r in range(top, top + size) for c in range(left, left + size)
            ]
            largest = max(value for value, _ in cells)
            same = [place for value, place in cells if value == largest]
            values[-1].append(largest)
            places[-1].append(same[0] if ties == "first" else same[-1])
    return np.array(values), np.array(places)
