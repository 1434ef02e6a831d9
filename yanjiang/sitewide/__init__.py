"""Rows that every page shows and editors seldom change: sections, settings, hotlines, links.

Each process keeps these rows in memory and checks once per request whether one of them changed. It compares a token in
one database row. Every change replaces the token in its own transaction, so no process shows rows that are older than
the request.
"""
