"""Tasks about pooling."""
