"""Backdrill's content: decks of claims and questions, their loader, their variants and their verification."""

OWNER = "backdrill"
"""Marks this package as Backdrill's own; the command line looks at it before it trusts the import."""
