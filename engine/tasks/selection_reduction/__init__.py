"""Tasks about feature selection and dimensionality reduction."""
