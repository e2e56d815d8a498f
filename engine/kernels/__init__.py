"""The formulas, one file a topic: pure NumPy functions that read like the mathematics they implement."""
