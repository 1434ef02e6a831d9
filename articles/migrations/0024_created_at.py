"""The time an article was made may be given: what moves in from an old site is older than its row."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_date_of_change")]

    operations = [
        # To the database it is the same column; SQLite would write the whole table anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="created_at",
                    field=models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="创建时间"
                    ),
                ),
            ]
        ),
    ]
