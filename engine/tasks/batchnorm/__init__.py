"""Tasks about BatchNorm."""
