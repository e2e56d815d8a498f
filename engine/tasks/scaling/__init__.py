"""Tasks about feature scaling."""
