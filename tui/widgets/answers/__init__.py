"""How each kind of question is answered: one widget a file, each posting `Submitted` with an engine answer."""
