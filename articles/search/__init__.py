"""The search for articles: the query and its filters, the ranking of matches, and the results that a visitor sees.

`articles.fulltext` says what matches; the models have the rest.
"""
