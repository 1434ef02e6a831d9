"""Writes what moved in. Each step is made of short transactions, and leaves alone what an earlier run brought."""
