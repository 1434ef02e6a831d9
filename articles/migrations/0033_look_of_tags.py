"""What tags look like, by which they are found, and whether a published article ever had them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0032_article_revision")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="look",
            field=models.CharField(default="", editable=False, max_length=200, verbose_name="样子"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="tag",
            name="was_published",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="发布过"),
        ),
        migrations.AddIndex(model_name="tag", index=models.Index(fields=["look", "id"], name="tag_look")),
        migrations.AddIndex(
            model_name="tag", index=models.Index(fields=["was_published", "name", "id"], name="tag_published")
        ),
    ]
