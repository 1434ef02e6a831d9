"""Let a save append to a list of the search index; `roll_up_hits` puts it in its place (articles.fulltext.postgres)."""

from django.db import migrations


def alter(switch):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER INDEX IF EXISTS search_tokens SET (fastupdate = {switch})")

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0036_projections")]
    operations = [migrations.RunPython(alter("on"), alter("off"))]
