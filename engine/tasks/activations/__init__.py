"""Tasks about activations."""
