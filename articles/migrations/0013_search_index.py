"""The index itself: what SQLite and PostgreSQL have each in their own way. The articles come into it by rebuild_search."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE articles_searchtokens USING fts5"
    "(tokens, content='', detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0\")",
)
POSTGRESQL = (
    "ALTER TABLE articles_searchentry ADD COLUMN tokens tsvector",
    # Without statistics a planner takes few rows to match, and so always asks the index. With them it would read the
    # vectors of all articles, out of their own table, where a word is common.
    "ALTER TABLE articles_searchentry ALTER COLUMN tokens SET STATISTICS 0",
    # As it is: Chinese is compressed by a fifth, and to read it again doubles the time of a second look.
    "ALTER TABLE articles_searchtext ALTER COLUMN body SET STORAGE EXTERNAL",
    # Room in each page: an article that is published or withdrawn then keeps its tokens in the index.
    "ALTER TABLE articles_searchentry SET (fillfactor = 80)",
    # Written at once: a list of what is pending would be read through by every search.
    "CREATE INDEX search_tokens ON articles_searchentry USING gin (tokens) WITH (fastupdate = off)",
)
UNDO = {
    "sqlite": ("DROP TABLE articles_searchtokens",),
    "postgresql": (
        "DROP INDEX search_tokens",
        "ALTER TABLE articles_searchtext ALTER COLUMN body SET STORAGE EXTENDED",
        "ALTER TABLE articles_searchentry DROP COLUMN tokens",
    ),
}


def create(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("articles", "0012_search_entry_text")]

    operations = [migrations.RunPython(create, drop)]
