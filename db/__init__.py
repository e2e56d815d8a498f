"""Backdrill's memory: cards, reviews, scheduling and undo. Knows ids, not content."""

OWNER = "backdrill"
"""Marks this package as Backdrill's own; the command line looks at it before it trusts the import."""
