"""Backdrill's face: the terminal app, the line mode and the command line."""

OWNER = "backdrill"
"""Marks this package as Backdrill's own; the command line looks at it before it trusts the import."""
