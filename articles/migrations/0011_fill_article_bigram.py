"""Give the articles that are there already their rare pairs, the oldest first, as they would have got them."""

import re
from collections import Counter

from django.db import migrations

BATCH = 500
# As articles/models/_bigram.py and yanjiang/lib/chinese.py had it on the day of this migration.
RARE, KEPT = 50, 24
HAN_RUN = re.compile(
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"
)


def pairs_of(text):
    return {run[i : i + 2] for run in HAN_RUN.findall(text) for i in range(len(run) - 1)}


def chosen(title, summary, counted):
    titled = pairs_of(title)
    rare = [pair for pair in titled | pairs_of(summary) if counted[pair] < RARE]
    rare.sort(key=lambda pair: (pair not in titled, not counted[pair], counted[pair], pair))
    return rare[:KEPT]


def fill(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    ArticleBigram = apps.get_model("articles", "ArticleBigram")
    # An installation that was here before has pairs of the articles that were saved since.
    ArticleBigram.objects.all().delete()
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
