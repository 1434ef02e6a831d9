"""Sent forms: one that arrives twice is saved once, and chosen files wait on the server until their form is saved."""
