"""The way to an exam: how much a day, and what a simulated learner then knows."""
