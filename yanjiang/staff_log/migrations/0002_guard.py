"""Let the database itself refuse changes of the log, and deletions of rows of the last 180 days.

A later migration that alters the table on SQLite makes it anew, and has to make these triggers again.
"""

from django.db import migrations

REFUSED = "The staff log is append-only"
POSTGRES = [
    f"""
    CREATE FUNCTION staff_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER staff_log_no_update BEFORE UPDATE ON staff_log_entry
    FOR EACH ROW EXECUTE FUNCTION staff_log_refuse()
    """,
    """
    CREATE TRIGGER staff_log_no_delete BEFORE DELETE ON staff_log_entry
    FOR EACH ROW WHEN (OLD.at > now() - interval '180 days') EXECUTE FUNCTION staff_log_refuse()
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER staff_log_no_update BEFORE UPDATE ON staff_log_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
    """,
    # Django stores moments as 2026-11-30 08:00:00.000000, in UTC, so that they compare as texts.
    f"""
    CREATE TRIGGER staff_log_no_delete BEFORE DELETE ON staff_log_entry
    WHEN OLD.at > datetime('now', '-180 days')
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
    """,
]


def guard(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name in ("staff_log_no_update", "staff_log_no_delete"):
        schema_editor.execute(f"DROP TRIGGER {name} ON staff_log_entry" if is_postgres else f"DROP TRIGGER {name}")
    if is_postgres:
        schema_editor.execute("DROP FUNCTION staff_log_refuse()")


class Migration(migrations.Migration):
    dependencies = [("staff_log", "0001_staff_log")]
    operations = [migrations.RunPython(guard, unguard)]
