"""The local store: one encrypted SQLite file."""
