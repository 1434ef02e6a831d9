"""The date of an article's change, which no longer moves at every save: nothing that a database would know."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0022_import_prefix")]

    operations = [
        # In name alone: SQLite would write the whole table anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="updated_at",
                    field=models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="修改时间"
                    ),
                )
            ]
        )
    ]
