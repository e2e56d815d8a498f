"""Backdrill's engine: kernels, demonstrations, checks and grading. Arrays in, arrays out.

Nothing here reads a file, a clock or global random state; the only run-time dependencies are NumPy and,
for checks, simpleeval.
"""

OWNER = "backdrill"
"""Marks this package as Backdrill's own; the command line looks at it before it trusts the import."""
