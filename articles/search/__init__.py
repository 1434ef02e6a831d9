"""Finding articles: what a visitor asked for, the articles that have it in their order, and what they are shown of it.

Asks `articles.fulltext` what matches, and the models for the rest.
"""
