"""What leaves Backdrill for other programs: reviews as CSV, questions as Markdown and as an Anki deck."""
