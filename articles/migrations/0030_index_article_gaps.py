from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0029_fill_article_gaps")]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('is_summary_made', True)), fields=['-id'], name='article_without_summary'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('lacks_alt', True)), fields=['-id'], name='article_without_alt'),
        ),
    ]
