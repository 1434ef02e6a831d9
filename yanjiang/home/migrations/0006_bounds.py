
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0005_temporary_password'),
    ]

    operations = [
        migrations.AlterField(
            model_name='block',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='同一位置中小的在前。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='friendlink',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='小的在前。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='page',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='小的在前。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
    ]
