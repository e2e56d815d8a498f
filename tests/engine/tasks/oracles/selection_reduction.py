"""Oracles of the tasks about selection and reduction: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
from scipy.stats import f_oneway
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis


def pca(x, k):
    """scikit-learn's PCA."""
    fitted = PCA(k, svd_solver="full").fit(np.asarray(x, float))
    return fitted.components_, fitted.transform(np.asarray(x, float))


def explained_variance(x, *, divisor):
    """scikit-learn's PCA, which divides by n - 1."""
    fitted = PCA(svd_solver="full").fit(np.asarray(x, float))
    factor = 1.0 if divisor == "n1" else (len(x) - 1) / len(x)
    return fitted.explained_variance_ * factor, fitted.explained_variance_ratio_


def fisher_direction(x, labels):
    """The scaling of scikit-learn's LDA by eigenvalues, turned so that class 1 lies on the far side."""
    x = np.asarray(x, float)
    lda = LinearDiscriminantAnalysis(solver="eigen").fit(x, labels)
    w = lda.scalings_[:, 0] / np.linalg.norm(lda.scalings_[:, 0])
    return w * np.sign(w @ (x[labels == 1].mean(axis=0) - x[labels == 0].mean(axis=0)))


def anova_f(x, labels):
    """SciPy's f_oneway."""
    x = np.asarray(x, float)
    return f_oneway(*(x[labels == c] for c in np.unique(labels)), axis=0).statistic
