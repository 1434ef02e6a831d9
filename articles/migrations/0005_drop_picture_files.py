from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_move_pictures_to_library'),
    ]

    operations = [
        migrations.RemoveField('article', 'cover_file'),
        migrations.RemoveField('article', 'cover_alt'),
        migrations.RemoveField('section', 'picture_file'),
    ]
