"""Exact search in Chinese text: how text and queries are read, what matches, and the index of either database.

Knows nothing of articles: the models write into it, and `articles.search` asks it.
"""
