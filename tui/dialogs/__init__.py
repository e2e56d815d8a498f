"""Modal questions, a file each."""
