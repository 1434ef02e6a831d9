"""All rows that are derived from articles: lists, times of tags, the search index, rare pairs, uses of pictures.

`write()` is the one function that writes them. Saving a model calls it (`models.derived`). Code that writes several
rows calls it once at the end, in the same transaction. `rows_of()` computes the rows of an article without the
database; `manage.py check_projections` compares the tables with it.
"""

from articles.projections.derived_rows import Rows, rows_of
from articles.projections.lists import follow
from articles.projections.writing import clear, write, write_lists

__all__ = ["Rows", "clear", "follow", "rows_of", "write", "write_lists"]
