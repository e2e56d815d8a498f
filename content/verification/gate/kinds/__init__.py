"""What the gate knows of a kind of question, a file each."""
