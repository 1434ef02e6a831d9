"""Give up the model TemporaryPassword, which yanjiang.accounts has taken over with its table."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_temporary_password"),
        ("home", "0009_last_position"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("TemporaryPassword")]),
    ]
