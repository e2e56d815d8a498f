"""How answers are asked for on a line, a file for each kind of question."""
