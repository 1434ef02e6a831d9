"""Give the articles that are there already their rare pairs, the oldest first, as they would have got them."""

from collections import Counter

from django.db import migrations

from articles.models._bigram import chosen

BATCH = 500


def fill(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    ArticleBigram = apps.get_model("articles", "ArticleBigram")
    counted, last = Counter(), 0
    published = Article.objects.filter(status="published").order_by("pk")
    while articles := list(
        published.filter(pk__gt=last).only("title", "summary", "publish_at", "expire_at")[:BATCH]
    ):
        rows = []
        for article in articles:
            pairs = chosen(article.title, article.summary, counted)
            counted.update(pairs)
            rows += [
                ArticleBigram(
                    article=article, bigram=pair, publish_at=article.publish_at, expire_at=article.expire_at
                )
                for pair in pairs
            ]
        ArticleBigram.objects.bulk_create(rows, batch_size=5_000)
        last = articles[-1].pk


def empty(apps, schema_editor):
    apps.get_model("articles", "ArticleBigram").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_article_bigram")]
    operations = [migrations.RunPython(fill, empty)]
