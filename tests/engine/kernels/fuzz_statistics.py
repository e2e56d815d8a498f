"""Moments, scalers, selection, projection and penalties beside SciPy, scikit-learn and NumPy's own solvers."""

from __future__ import annotations

import itertools

import numpy as np
from scipy import linalg, spatial, special, stats
from sklearn import decomposition, feature_selection, linear_model, metrics, neighbors, preprocessing
from sklearn.neighbors import NearestCentroid

from engine.kernels import (
    feature_scores,
    moments,
    regularization,
    regularization_training,
    scaling,
    scaling_leakage,
    scaling_models,
)
from engine.kernels import selection_reduction as selection
from tests.engine.kernels.fuzzing import Comparison, Inputs, compares, exact

STATISTICS: dict[str, Comparison] = {}
SCALERS = {
    "none": lambda: preprocessing.FunctionTransformer(),
    "centre": lambda: preprocessing.StandardScaler(with_std=False),
    "min_max": preprocessing.MinMaxScaler,
    "min_max_symmetric": lambda: preprocessing.MinMaxScaler((-1, 1)),
    "z_score": preprocessing.StandardScaler,
    "robust": preprocessing.RobustScaler,
}


def design(inputs: Inputs, low: int = 8, high: int = 20, columns: int = 4):
    """Rows and targets without a constant column: well-posed problems for the solvers."""
    n, p = inputs.size(low, high), inputs.size(1, columns)
    x = inputs.array(n, p)
    return x, inputs.laid_out(exact(x) @ inputs.rng.standard_normal(p) + inputs.rng.standard_normal(n))


def classes(inputs: Inputs, columns: int = 3):
    """Rows of two to four classes with different means, and their labels."""
    n, p, count = inputs.size(16, 30), inputs.size(1, columns), inputs.size(2, 4)
    labels = inputs.labels(n, count)
    return inputs.laid_out(
        inputs.rng.standard_normal((n, p)) + 3 * inputs.rng.standard_normal((count, p))[labels]
    ), labels


@compares(STATISTICS, moments.deviation, moments.centred, digits=(9, 9))
def spread(inputs):
    x = inputs.columns(inputs.size(1, 12), inputs.size(1, 4))
    fitted = preprocessing.StandardScaler().fit(exact(x))
    right = np.where(np.ptp(x, axis=0) == 0, 0.0, np.sqrt(fitted.var_))
    return (moments.deviation(x), moments.centred(x)), (right, np.where(right == 0, 0.0, exact(x) - fitted.mean_))


@compares(STATISTICS, moments.skewness, moments.excess_kurtosis, digits=(8, 8))
def shape_of_columns(inputs):
    x = inputs.columns(inputs.size(3, 12), inputs.size(1, 4))
    still = np.ptp(x, axis=0) == 0  # SciPy gives NaN
    right = (np.where(still, 0.0, f(exact(x))) for f in (stats.skew, stats.kurtosis))
    return (moments.skewness(x), moments.excess_kurtosis(x)), tuple(right)


@compares(STATISTICS, moments.distance_to_normal, digits=(10, 5))
def kolmogorov_smirnov(inputs):
    x = inputs.array(inputs.size(1, 30))
    return moments.distance_to_normal(x), stats.kstest(exact(x), "norm").statistic


@compares(STATISTICS, *scaling.SCALERS.values(), digits=(9, 4))
def scalers(inputs):
    name = str(inputs.rng.choice(list(SCALERS)))
    p = inputs.size(1, 4)
    train, test = inputs.columns(inputs.size(1, 12), p), inputs.columns(3, p)
    fitted, oracle = scaling.SCALERS[name](train), SCALERS[name]().fit(exact(train))
    seen, unseen = oracle.transform(exact(train)), oracle.transform(exact(test))
    if name in ("centre", "z_score"):  # scikit-learn leaves the rounding of the mean
        seen = np.where(np.ptp(train, axis=0) == 0, 0.0, seen)
    return (fitted(train), fitted(test)), (seen, unseen)


@compares(STATISTICS, scaling.inlier_width, digits=(10, 5))
def width_of_inliers(inputs):
    x, inliers = inputs.array(20), inputs.size(2, 20)
    low, high = stats.mstats.mquantiles(exact(x)[:inliers], [0.025, 0.975], alphap=1, betap=1)
    return scaling.inlier_width(x, inliers), high - low


@compares(STATISTICS, scaling.condition_number, digits=(7, 3))
def condition(inputs):
    n, p = inputs.size(1, 9), inputs.size(1, 4)
    x = inputs.array(n, p)
    if p > 1 and inputs.size(0, 2) == 0:
        x = inputs.laid_out(np.column_stack([exact(x), 4 * exact(x)[:, :1]]))  # times 4 is exact in binary
    dependent = np.linalg.matrix_rank(exact(x)) < x.shape[1]
    return scaling.condition_number(x), np.inf if dependent else np.linalg.cond(exact(x)) ** 2


@compares(STATISTICS, scaling.whiten, scaling.cholesky_factor, digits=(8, 3))
def whitening(inputs):
    x, _ = design(inputs)
    away = exact(x) - exact(x).mean(axis=0)
    factor = linalg.cholesky(np.cov(exact(x).T, ddof=0).reshape(x.shape[1], -1), lower=True)
    return scaling.whiten(x), linalg.solve_triangular(factor, away.T, lower=True).T


@compares(STATISTICS, selection.covariance, digits=(10, 10))
def covariances(inputs):
    x = inputs.columns(inputs.size(2, 12), inputs.size(1, 4))
    return selection.covariance(x), np.cov(exact(x).T).reshape(x.shape[1], -1)


@compares(STATISTICS, selection.principal_components, selection.upright, digits=(6, 3))
def components(inputs):
    x, _ = design(inputs)
    scales = 4.0 ** np.arange(x.shape[1])  # apart, or the directions are not determined
    x = inputs.laid_out(exact(x) * scales)
    variances, directions = selection.principal_components(x)
    oracle = decomposition.PCA(svd_solver="full").fit(exact(x))
    return (variances, np.abs(directions)), (oracle.explained_variance_, np.abs(oracle.components_))


@compares(STATISTICS, selection.reconstruction_error, selection.subset_errors, digits=(7, 3))
def reconstruction(inputs):
    x, _ = design(inputs, columns=4)
    kept = inputs.size(1, x.shape[1])
    subsets, errors = selection.subset_errors(selection.covariance(x), kept)
    right = []
    for subset in subsets:
        fitted = linear_model.LinearRegression().fit(exact(x)[:, subset], exact(x))
        right.append(np.sum((exact(x) - fitted.predict(exact(x)[:, subset])) ** 2) / (len(x) - 1))
    last = inputs.laid_out(exact(x)[:, subsets[-1]])
    # The whole variance is compared too, for the scale: keeping everything leaves an error of 0.
    whole = np.trace(np.cov(exact(x).T).reshape(x.shape[1], -1))
    ours = np.array([selection.reconstruction_error(x, last), *errors, whole])
    return ours, np.array([right[-1], *right, whole])


@compares(STATISTICS, selection.anova_f, digits=(8, 3))
def f_statistic(inputs):
    x, labels = classes(inputs)
    steady = inputs.rng.random(x.shape[1]) < 0.3
    values = np.where(steady, 0.1 * (1 + labels[:, None]), exact(x))
    values[:, inputs.rng.random(x.shape[1]) < 0.2] = 0.1
    x = inputs.laid_out(values)
    right = [stats.f_oneway(*(column[labels == c] for c in np.unique(labels))).statistic for column in exact(x).T]
    return selection.anova_f(x, labels), np.where(np.ptp(x, axis=0) == 0, 0.0, right)


@compares(STATISTICS, selection.anova_f, digits=(8, 3))
def f_statistic_of_scikit_learn(inputs):
    x, labels = classes(inputs)
    return selection.anova_f(x, labels), feature_selection.f_classif(exact(x), labels)[0]


@compares(STATISTICS, selection.scatter, selection.discriminants, selection.two_class_direction, digits=(6, 2))
def fisher(inputs):
    x, labels = classes(inputs)
    within, between = selection.scatter(x, labels)
    ratios, directions = selection.discriminants(x, labels)
    counts = np.bincount(labels)
    right_within = sum(
        c * np.cov(exact(x)[labels == k].T, ddof=0).reshape(x.shape[1], -1) for k, c in enumerate(counts)
    )
    right_between = len(x) * np.cov(exact(x).T, ddof=0).reshape(x.shape[1], -1) - right_within
    eigenvalues, vectors = linalg.eigh(right_between, right_within)
    first = vectors[:, -1] / np.linalg.norm(vectors[:, -1])
    ours = [within, between, ratios, np.abs(directions[0])]
    right = [right_within, right_between, eigenvalues[::-1], np.abs(first)]
    if len(counts) == 2:
        ours.append(np.abs(selection.two_class_direction(x, labels)))
        right.append(np.abs(first))
    return tuple(ours), tuple(right)


@compares(STATISTICS, selection.nearest_neighbours, selection.nearest_mean_accuracy, digits=(10, 10))
def neighbours(inputs):
    x, labels = classes(inputs)
    asked, k = inputs.array(5, x.shape[1], scale=3), inputs.size(1, 6)
    oracle = neighbors.KNeighborsClassifier(k, algorithm="brute").fit(exact(x), labels)
    means = NearestCentroid().fit(exact(x), labels)
    ours = selection.nearest_neighbours(x, labels, asked, k), selection.nearest_mean_accuracy(x, labels)
    return ours, (oracle.predict(exact(asked)), means.score(exact(x), labels))


@compares(STATISTICS, selection.kernel_dimensions)
def kernel_pca(inputs):
    x = inputs.whole(inputs.size(2, 8), inputs.size(1, 2))
    oracle = decomposition.KernelPCA(kernel="rbf", gamma=1.0, eigen_solver="dense").fit(exact(x))
    return selection.kernel_dimensions(x, 1.0), np.sum(oracle.eigenvalues_ > 1e-9)


@compares(STATISTICS, selection.distance_ratios, digits=(9, 3))
def distances(inputs):
    points, projection = inputs.array(6, 3), inputs.array(3, inputs.size(1, 3))
    after = spatial.distance.pdist(exact(points) @ exact(projection), "sqeuclidean")
    return selection.distance_ratios(points, projection), after / spatial.distance.pdist(exact(points), "sqeuclidean")


@compares(STATISTICS, scaling_leakage.separation, scaling_leakage.selected_accuracy, digits=(10, 4))
def leakage(inputs):
    x, y = inputs.array(20, 6), inputs.labels(20, 2)
    train, test = np.arange(14), np.arange(14, 20)
    y[:2] = 0, 1
    apart = np.abs(np.subtract(*NearestCentroid().fit(exact(x), y).centroids_))
    columns = np.argsort(apart, kind="stable")[-2:]
    oracle = NearestCentroid().fit(exact(x)[np.ix_(train, columns)], y[train])
    ours = scaling_leakage.selected_accuracy(x, y, train, test, np.arange(20), 2)
    return (scaling_leakage.separation(x, y), ours), (apart, oracle.score(exact(x)[np.ix_(test, columns)], y[test]))


@compares(STATISTICS, scaling_models.least_squares_scores, scaling_models.ridge_scores, digits=(8, 3))
def linear_scores(inputs):
    x, labels = classes(inputs)
    asked, penalty = inputs.array(4, x.shape[1]), float(inputs.rng.uniform(0.1, 9))
    targets = np.eye(labels.max() + 1)[labels]
    plain = linear_model.LinearRegression().fit(exact(x), targets)
    ridge = linear_model.Ridge(penalty, solver="svd").fit(exact(x), targets)
    ours = (
        scaling_models.least_squares_scores(x, labels, asked),
        scaling_models.ridge_scores(x, labels, asked, penalty),
    )
    return ours, (plain.predict(exact(asked)), ridge.predict(exact(asked)))


@compares(STATISTICS, scaling_models.grow_tree, scaling_models.tree_labels)
def tree_of_rows_that_differ(inputs):
    # Distinct rows are always told apart, be they neighbouring floats or infinite.
    count = inputs.size(2, 20)
    values = inputs.rng.permutation(40)[:count].astype(inputs.dtype)
    if inputs.size(0, 1):
        values = np.nextafter(np.ones(1, inputs.dtype), 2)[0] + np.finfo(inputs.dtype).eps * values
    values[0] = inputs.rng.choice([values[0], np.inf, -np.inf])
    x, labels = inputs.laid_out(np.column_stack([values, np.zeros(count)])), inputs.labels(count, 3)
    return scaling_models.tree_labels(scaling_models.grow_tree(x, labels), x), labels


@compares(STATISTICS, regularization.ridge, regularization.centred_ridge, regularization.shrink_factors, digits=(8, 3))
def ridge(inputs):
    x, y = design(inputs)
    penalty = float(inputs.rng.choice([0.0, 0.1, 5.0]))
    # Without a penalty scikit-learn warns about ridge; least squares is the same.
    make = (lambda **k: linear_model.Ridge(penalty, solver="svd", **k)) if penalty else linear_model.LinearRegression
    plain, centred = make(fit_intercept=False).fit(exact(x), exact(y)), make().fit(exact(x), exact(y))
    weights, intercept = regularization.centred_ridge(x, y, penalty)
    u, s, v = linalg.svd(exact(x), full_matrices=False)
    shrunk = v.T @ (regularization.shrink_factors(s, penalty) * (u.T @ exact(y)) / s)
    return (regularization.ridge(x, y, penalty), shrunk, weights, intercept), (
        plain.coef_,
        plain.coef_,
        centred.coef_,
        centred.intercept_,
    )


@compares(
    STATISTICS,
    regularization.lasso,
    regularization.lasso_path,
    regularization.coordinate_descent,
    regularization.largest_penalty,
    digits=(7, 3),
)
def lasso(inputs):
    x, y = design(inputs)
    if inputs.size(0, 2) == 0:
        x = inputs.laid_out(np.column_stack([exact(x), np.zeros(len(x))]))
    greatest = regularization.largest_penalty(x, y)
    penalty = float(inputs.rng.uniform(0.05, 0.9) * greatest)
    oracle = linear_model.Lasso(penalty, fit_intercept=False, tol=1e-14, max_iter=10**6).fit(exact(x), exact(y))
    edge = linear_model.Lasso(greatest * 1.001, fit_intercept=False).fit(exact(x), exact(y)).coef_
    path = regularization.lasso_path(x, y, np.array([penalty, greatest * 1.001]))
    return (regularization.lasso(x, y, penalty), *path), (oracle.coef_, oracle.coef_, edge)


@compares(STATISTICS, regularization.proximal_gradient, regularization.optimality_gap, digits=(5, 2))
def proximal(inputs):
    x, y = design(inputs, low=12)
    penalty = 0.3 * regularization.largest_penalty(x, y)
    oracle = linear_model.Lasso(penalty, fit_intercept=False, tol=1e-14, max_iter=10**6).fit(exact(x), exact(y)).coef_
    ours = regularization.proximal_gradient(x, y, penalty, 3000)
    gap = regularization.optimality_gap(exact(x), exact(y), oracle, penalty)
    return (ours, gap + 1.0), (oracle, 1.0)


@compares(STATISTICS, regularization.soft_threshold, regularization.hard_threshold)
def thresholds(inputs):
    # The proximal operators as minimisers on a grid of candidates: 0, b, b - penalty, b + penalty.
    b, penalty = inputs.array(9, scale=2, no_numbers=0.2), 0.75
    plain = exact(b)
    soft = np.where(np.abs(plain) <= penalty, 0.0, plain - np.copysign(penalty, plain))
    hard = np.where(np.abs(plain) <= penalty, 0.0, plain)
    return (regularization.soft_threshold(b, penalty), regularization.hard_threshold(b, penalty)), (soft, hard)


@compares(STATISTICS, regularization.on_the_circle, digits=(6, 3))
def circle(inputs):
    x, y = inputs.array(9, 2), inputs.array(9)
    radius = float(inputs.rng.uniform(0.3, 3))
    found = regularization.on_the_circle(x, y, radius)
    angles = np.linspace(0, 2 * np.pi, 20001)
    scanned = radius * np.stack([np.cos(angles), np.sin(angles)])
    least = np.min(np.sum((exact(y)[:, None] - exact(x) @ scanned) ** 2, axis=0))
    value = float(np.sum((exact(y) - exact(x) @ found) ** 2))
    return (np.linalg.norm(found), min(value, least)), (radius, value)


@compares(STATISTICS, regularization_training.least_norm_fit, digits=(7, 3))
def least_norm(inputs):
    features, y = inputs.array(5, inputs.size(1, 15)), inputs.array(5)
    return regularization_training.least_norm_fit(features, y), linalg.lstsq(exact(features), exact(y))[0]


@compares(STATISTICS, regularization_training.nearest_neighbour, digits=(10, 10))
def nearest(inputs):
    n, d = inputs.size(1, 9), inputs.size(1, 3)
    offset = float(inputs.rng.choice([0.0, 100.0] if inputs.dtype == np.float32 else [0.0, 1e8]))
    x, asked = inputs.laid_out(exact(inputs.array(n, d)) + offset), inputs.laid_out(exact(inputs.array(6, d)) + offset)
    y = inputs.array(n)
    return regularization_training.nearest_neighbour(x, y, asked), exact(y)[
        spatial.distance.cdist(exact(asked), exact(x)).argmin(axis=1)
    ]


@compares(STATISTICS, feature_scores.mutual_information, digits=(10, 5))
def information(inputs):
    counts = inputs.rng.integers(0, 6, (inputs.size(1, 4), inputs.size(1, 4)))
    counts[0, 0] += 1
    x, y = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    return feature_scores.mutual_information(inputs.laid_out(counts)), metrics.mutual_info_score(x, y) / np.log(2)


@compares(STATISTICS, feature_scores.variance_inflation, feature_scores.residual_error, digits=(6, 2))
def inflation(inputs):
    x, y = design(inputs, columns=3)
    plain, wanted = exact(x), exact(y)
    fitted = linear_model.LinearRegression().fit(plain, wanted)
    others = [np.delete(plain, j, axis=1) for j in range(plain.shape[1])]
    r = [
        linear_model.LinearRegression().fit(o, plain[:, j]).score(o, plain[:, j]) if o.shape[1] else 0.0
        for j, o in enumerate(others)
    ]
    ours = feature_scores.variance_inflation(np.atleast_2d(np.corrcoef(plain.T))), feature_scores.residual_error(x, y)
    return ours, (1 / (1 - np.array(r)), metrics.mean_squared_error(wanted, fitted.predict(plain)))


@compares(STATISTICS, feature_scores.forward_selection, feature_scores.best_subset, digits=(10, 10))
def searches(inputs):
    n, p, kept = inputs.size(10, 20), inputs.size(3, 5), inputs.size(1, 3)
    x, y = inputs.array(n, p), inputs.array(n)

    def score(columns):
        chosen = exact(x)[:, list(columns)]
        return linear_model.LinearRegression().fit(chosen, exact(y)).score(chosen, exact(y))

    greedy: list[int] = []
    for _ in range(kept):
        greedy.append(max(set(range(p)) - set(greedy), key=lambda j: score([*greedy, j])))
    best = max(itertools.combinations(range(p), kept), key=score)
    ours = feature_scores.forward_selection(x, y, kept), feature_scores.best_subset(x, y, kept)
    fits = sum(p - k for k in range(kept)), special.comb(p, kept)
    return (*ours[0], *ours[1]), (greedy, fits[0], best, fits[1])


@compares(STATISTICS, feature_scores.whitening_matrix, digits=(7, 2))
def whitening_from_the_svd(inputs):
    x = inputs.array(inputs.size(8, 20), inputs.size(1, 3))
    pca = decomposition.PCA(whiten=True, svd_solver="full").fit(exact(x))
    ours, zca = feature_scores.whitening_matrix(x), feature_scores.whitening_matrix(x, zca=True)
    root = linalg.sqrtm(linalg.inv(np.atleast_2d(np.cov(exact(x).T))))
    right = pca.components_ / np.sqrt(pca.explained_variance_)[:, None]
    return (np.abs(ours), zca), (np.abs(right), np.real(root))
