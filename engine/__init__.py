"""Backdrill's engine: kernels, demonstrations, checks and grading. Arrays in, arrays out.

Randomness comes from a generator that is passed in. Nothing here knows of questions, learners or screens. It needs
NumPy, and simpleeval for the expressions of checks.
"""

OWNER = "backdrill"
"""The command line looks at this to make sure that it imported this package and not another one called `engine`."""
