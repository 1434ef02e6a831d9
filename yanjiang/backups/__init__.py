"""Backs up the whole site into one file, and restores it into SQLite or PostgreSQL."""
