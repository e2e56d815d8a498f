"""The gate's rules for each kind of question, a file each."""
