"""Exact search in Chinese text: how texts and queries are read, what matches, and the index of each database.

It knows nothing of articles: the models write into it, and `articles.search` reads it.
"""
