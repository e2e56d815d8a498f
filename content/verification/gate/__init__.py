"""The gate: what a deck must show beside true keys. One file a point; each finding names place, seed and fix."""
