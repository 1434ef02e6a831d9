import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The figures of closed days are derived: they are dropped here, and summed up anew when they are asked for."""

    dependencies = [
        ('articles', '0018_hit_reports'),
        ('consultants', '0006_bounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL('DELETE FROM articles_closedday', migrations.RunSQL.noop),
        migrations.DeleteModel(name='FacetDay'),
        migrations.CreateModel(
            name='FacetDay',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'scope', 'facet', blank=True, editable=False, primary_key=True, serialize=False, verbose_name='主键')),
                ('day', models.DateField(verbose_name='日期')),
                ('scope', models.BigIntegerField(help_text='含下级栏目；0 为全站。', verbose_name='栏目')),
                ('facet', models.CharField(choices=[('author', '作者'), ('editor', '责任编辑'), ('consultant', '写作顾问'), ('tag', '关键字'), ('source', '文章来源'), ('referrer', '访问来源')], max_length=10, verbose_name='类别')),
                ('reads', models.TextField(help_text='JSON：每个值的阅读次数。人和关键字以编号为值。', verbose_name='阅读')),
                ('top', models.TextField(help_text='JSON：其中阅读最多的。', verbose_name='前列')),
            ],
            options={
                'verbose_name': '每日分类点击',
                'verbose_name_plural': '每日分类点击',
            },
        ),
        migrations.AlterField(
            model_name='taggedarticle',
            name='content_object',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='articles.article', verbose_name='文章'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['id', 'author', 'source', 'responsible_editor', 'consultant'], name='article_facets'),
        ),
        migrations.AddIndex(
            model_name='taggedarticle',
            index=models.Index(fields=['content_object', 'tag'], name='tagged_of_article'),
        ),
    ]
