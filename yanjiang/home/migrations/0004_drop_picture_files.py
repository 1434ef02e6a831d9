from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0003_move_pictures_to_library'),
    ]

    operations = [
        migrations.RemoveField('sitesettings', 'logo_file'),
    ]
