import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultants', '0002_hotline_sections'),
        ('pictures', '0001_picture'),
    ]

    operations = [
        migrations.RenameField('consultant', 'photo', 'photo_file'),
        migrations.AddField(
            model_name='consultant',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='照片'),
        ),
    ]
