"""One screen a file, each with its styles beside it, imported when first opened."""
