"""D31 to D34: scaling of features; each in a module of its own."""

from __future__ import annotations

from engine.demonstrations.scaling_conditioning import correlated_columns, scaling_descent
from engine.demonstrations.scaling_leakage import leakage
from engine.demonstrations.scaling_models import who_cares
from engine.demonstrations.scaling_outliers import scalers

__all__ = ["correlated_columns", "leakage", "scalers", "scaling_descent", "who_cares"]
