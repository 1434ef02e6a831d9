import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_consultant_and_expiry_indexes'),
        ('pictures', '0001_picture'),
    ]

    operations = [
        migrations.RenameField('article', 'cover', 'cover_file'),
        migrations.AddField(
            model_name='article',
            name='cover',
            field=models.ForeignKey(blank=True, help_text='留空则在列表里用正文的第一张图片。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='题图'),
        ),
        migrations.RenameField('section', 'picture', 'picture_file'),
        migrations.AddField(
            model_name='section',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='栏目图片'),
        ),
    ]
