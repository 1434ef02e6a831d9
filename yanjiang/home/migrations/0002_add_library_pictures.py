import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_home'),
        ('pictures', '0001_picture'),
    ]

    operations = [
        migrations.RenameField('sitesettings', 'logo', 'logo_file'),
        migrations.AddField(
            model_name='sitesettings',
            name='logo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='标志'),
        ),
    ]
