"""Judging a learner's source against a task.

`judge` runs the source in a process of its own, which is the engine's only door out; cases, reference, laws and
comparison stay on this side, so the learner's process knows no expected result. This protects from accidents, not from
an attacker.
"""
