"""The demonstrations, one file a topic, each the twin of the kernels' file of the same name."""
