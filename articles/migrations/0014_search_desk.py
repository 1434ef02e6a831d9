import yanjiang.lib.links
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_search_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='BestBet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(help_text='读者输入的全部内容，不分繁简和大小写。', max_length=100, verbose_name='查询')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('url', models.CharField(help_text='本站的网址从 / 开始，例如 /pages/about/。', max_length=500, validators=[yanjiang.lib.links.validate_link], verbose_name='网址')),
            ],
            options={
                'verbose_name': '推荐结果',
                'verbose_name_plural': '推荐结果',
                'constraints': [models.UniqueConstraint(fields=('query', 'url'), name='best_bet_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=100, verbose_name='查询')),
                ('day', models.DateField(verbose_name='日期')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='次数')),
                ('results', models.PositiveIntegerField(default=0, verbose_name='结果数')),
            ],
            options={
                'verbose_name': '搜索记录',
                'verbose_name_plural': '搜索台',
                'permissions': [('view_searchedquery', '可以查看搜索台')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['results', '-count', '-day'], name='searched_desk')],
                'constraints': [models.UniqueConstraint(fields=('day', 'query'), name='searched_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=100, verbose_name='搜索的词')),
                ('synonym', models.CharField(help_text='搜索左边的词时，也找出含有这个词的文章。', max_length=100, verbose_name='同义词')),
                ('both_ways', models.BooleanField(default=True, verbose_name='反过来也一样')),
            ],
            options={
                'verbose_name': '同义词',
                'verbose_name_plural': '同义词',
                'constraints': [models.UniqueConstraint(fields=('word', 'synonym'), name='synonym_once')],
            },
        ),
    ]
