"""Count the articles of each section's list anew: 0038 made the table of the numbers and left it empty."""

from datetime import UTC

from django.db import migrations
from django.db.models import Count
from django.db.models.functions import TruncDate

BATCH = 2000


def count(apps, schema_editor):
    listings, counts = apps.get_model("articles", "Listing"), apps.get_model("articles", "ListingCount")
    if schema_editor.connection.vendor == "postgresql":
        # The version before goes on writing; a change between counting and inserting would be lost. Weaker modes let it
        # lock rows that are deleted here.
        schema_editor.execute("LOCK TABLE articles_listingcount IN EXCLUSIVE MODE")
    days = listings.objects.order_by().annotate(day=TruncDate("publish_at", tzinfo=UTC)).values_list("section", "day")
    rows = [
        counts(section_id=section, day=day, number=number)
        for section, day, number in days.annotate(number=Count("pk"))
    ]
    counts.objects.all().delete()
    counts.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("articles", "0047_section_promise")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
