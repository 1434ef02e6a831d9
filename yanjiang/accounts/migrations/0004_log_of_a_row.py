"""Index Django's log by the row that an entry is about: a form asks who saved it last, and 历史 lists its entries.

Django indexes the log by user and by model alone, so both would read all entries about articles. PostgreSQL makes the
index while others write.
"""

from django.db import migrations

INDEX = "admin_log_of_a_row"
COLUMNS = "django_admin_log (content_type_id, object_id, action_time DESC, id DESC)"


def make(apps, schema_editor):
    how = "CONCURRENTLY " if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"CREATE INDEX {how}IF NOT EXISTS {INDEX} ON {COLUMNS}")


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0003_section_rights"), ("admin", "0003_logentry_add_action_flag_choices")]
    operations = [migrations.RunPython(make, drop)]
