"""The database file or server: opening, transactions, backups, the driver's errors."""
