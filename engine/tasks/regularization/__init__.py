"""Tasks about regularisation."""
