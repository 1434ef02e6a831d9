"""A price for reading an article's tokens, so that PostgreSQL's planner asks the index about ten words too."""

from django.db import migrations

# To unpack a vector and look through it takes as long as 2.5 pages in order (1,000 of cpu_operator_cost). The planner
# knows nothing of that, but weighs what a function costs that it would call for every row.
CREATE = """
CREATE FUNCTION articles_search_question(text) RETURNS tsquery
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000 AS 'BEGIN RETURN $1::tsquery; END'
"""
DROP = "DROP FUNCTION articles_search_question(text)"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):

    dependencies = [("articles", "0019_facet_figures")]

    operations = [migrations.RunPython(create, drop)]
