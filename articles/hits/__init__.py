"""Counting reads: agents (who is not a reader) -> ingest (one row, durable) -> rollup (days and totals) -> reports."""
