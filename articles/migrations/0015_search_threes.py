"""Threes of common signs in the index, and on SQLite a tokenizer that takes tokens as they are.

`manage.py rebuild_search` writes them. On SQLite nothing is found until then: the table that held the tokens is another.
"""

import string

from django.db import migrations

# It knows ASCII alone, and of that all but the blank is part of a token; \x1f begins Latin words. Quoted twice.
PARTS = ("\x1f" + string.punctuation).replace("'", "''''").replace('"', '""')
NEW = f"ascii tokenchars '{PARTS}'"
OLD = "unicode61 remove_diacritics 0"


def renew(schema_editor, tokenizer):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (
            "DROP TABLE articles_searchtokens",
            "DELETE FROM articles_searchtext",
            "DELETE FROM articles_searchentry",
            "CREATE VIRTUAL TABLE articles_searchtokens USING fts5"
            f"(tokens, content='', detail=none, columnsize=0, tokenize=\"{tokenizer}\")",
        ):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("articles", "0014_search_desk")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: renew(schema_editor, NEW), lambda apps, schema_editor: renew(schema_editor, OLD)
        )
    ]
