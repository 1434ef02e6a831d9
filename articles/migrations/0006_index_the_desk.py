
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_drop_picture_files'),
        ('consultants', '0002_hotline_sections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', '-id', 'owner'], name='article_made'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['owner', 'status', '-publish_at', '-id'], name='article_of_owner'),
        ),
    ]
