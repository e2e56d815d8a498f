"""Oracles of the tasks about regularisation: a function a task, with the reference's parameters."""

from __future__ import annotations
