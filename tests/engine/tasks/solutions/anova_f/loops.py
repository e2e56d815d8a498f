import numpy as np


def anova_f(x, labels):
    result = []
    classes = sorted({int(label) for label in labels})
    for j in range(x.shape[1]):
        column = [float(v) for v in x[:, j]]
        mean = sum(column) / len(column)
        between = within = 0.0
        for c in classes:
            part = [v for v, label in zip(column, labels, strict=True) if int(label) == c]
            own = sum(part) / len(part)
            between += len(part) * (own - mean) ** 2
            within += sum((v - own) ** 2 for v in part)
        result.append(between / (len(classes) - 1) / (within / (len(column) - len(classes))))
    return np.array(result)
