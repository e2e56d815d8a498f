"""Tasks about gradient flow."""
