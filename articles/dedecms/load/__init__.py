"""Writes the rows of an import. Each step uses short transactions, and leaves rows of an earlier run alone."""
