from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('consultants', '0004_move_pictures_to_library'),
    ]

    operations = [
        migrations.RemoveField('consultant', 'photo_file'),
    ]
