"""All rows that are derived from articles: lists, times of tags, the search index, rare pairs, uses of pictures.

`write()` is the one function that writes them. Whoever writes articles, their tags or their further sections calls it
once, in the same transaction. `rows_of()` says, purely, what the rows of an article are; `manage.py check_projections`
holds the tables against it.
"""

from articles.projections.rows import Rows, rows_of
from articles.projections.writing import write, write_lists

__all__ = ["Rows", "rows_of", "write", "write_lists"]
