"""Give up the model ImportRun, whose table dedecms.0001 takes over where that app is installed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0038_listing_count"),
    ]

    operations = [
        # The table stays as it is, with its rows.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("ImportRun")]),
    ]
