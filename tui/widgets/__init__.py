"""One widget a file. Widgets draw and take keys; what is true is decided in `tui.sessions`."""
