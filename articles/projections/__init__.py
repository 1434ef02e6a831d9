"""All rows that are derived from articles: lists, times of tags, the search index, rare pairs, uses of pictures.

`write()` is the one function that writes them. A save of a model calls it (`models.derived`); whoever writes more than
one row calls it once at the end, in the same transaction. `rows_of()` says, purely, what the rows of an article are;
`manage.py check_projections` holds the tables against it.
"""

from articles.projections.lists import follow
from articles.projections.rows import Rows, rows_of
from articles.projections.writing import write, write_lists

__all__ = ["Rows", "follow", "rows_of", "write", "write_lists"]
