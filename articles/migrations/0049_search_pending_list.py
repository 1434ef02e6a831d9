"""Let saves leave 32 MB to `roll_up_hits`, for one that empties the pending list of the search index waits seconds."""

from django.db import migrations

SET = "SET (gin_pending_list_limit = 32768)"  # kB
RESET = "RESET (gin_pending_list_limit)"


def alter(how):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER INDEX IF EXISTS search_tokens {how}")

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0048_count_listings")]
    operations = [migrations.RunPython(alter(SET), alter(RESET))]
