"""Plain text for lines, reports and exports."""
