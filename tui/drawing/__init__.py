"""Engine views as terminal lines: pure functions, no widgets, one file a kind of view."""
