import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0011_fill_article_bigram")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("article", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="articles.article", verbose_name="文章")),
                ("publish_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ("expire_at", models.DateTimeField(null=True, verbose_name="下线时间")),
            ],
            options={"verbose_name": "搜索索引", "verbose_name_plural": "搜索索引"},
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="text", serialize=False, to="articles.searchentry", verbose_name="索引")),
                ("title", models.TextField(verbose_name="标题")),
                ("labels", models.TextField(verbose_name="关键字和作者")),
                ("summary", models.TextField(verbose_name="摘要")),
                ("body", models.TextField(verbose_name="正文")),
            ],
            options={"verbose_name": "搜索文本", "verbose_name_plural": "搜索文本"},
        ),
    ]
