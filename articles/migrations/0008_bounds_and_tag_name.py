
import django.core.validators
import yanjiang.lib.days
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_count_hits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='expire_at',
            field=models.DateTimeField(blank=True, help_text='到这一刻自动下线；留空则一直显示。', null=True, validators=[yanjiang.lib.days.validate_moment], verbose_name='下线时间'),
        ),
        migrations.AlterField(
            model_name='article',
            name='pinned_until',
            field=models.DateTimeField(blank=True, help_text='到这一刻为止排在栏目最前面。', null=True, validators=[yanjiang.lib.days.validate_moment], verbose_name='置顶到'),
        ),
        migrations.AlterField(
            model_name='article',
            name='publish_at',
            field=models.DateTimeField(blank=True, help_text='将来的时间表示到时自动发布。', null=True, validators=[yanjiang.lib.days.validate_moment], verbose_name='发布时间'),
        ),
        migrations.AlterField(
            model_name='article',
            name='weight',
            field=models.PositiveSmallIntegerField(default=0, help_text='在头条、推荐等列表里大的在前。', validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='权重'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='relatedlink',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='section',
            name='position',
            field=models.PositiveIntegerField(default=0, help_text='同级栏目中小的在前；留空或 0 排在最后。', validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='排序'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='name',
            field=models.CharField(max_length=100, unique=True, verbose_name='名称'),
        ),
    ]
