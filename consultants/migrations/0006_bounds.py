
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultants', '0005_drop_picture_files'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consultant',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='小的在前。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='hotline',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='小的在前。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
    ]
