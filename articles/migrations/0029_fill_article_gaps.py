"""Note of the articles that are there what they lack: a summary of their own, a picture's description."""

import html
import re

from django.db import migrations

BATCH = 200
# As articles/models/_gaps.py and yanjiang/pictures/markup.py had it on the day of this migration.
SUMMARY_CHARS = 120
IMG = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r"""\salt="[^"]*[^"\s][^"]*\"""")
TAG = re.compile(r"<[^>]*>")


def squeezed(text):
    return "".join(text.split())


def is_made(summary, body):
    """Tell whether the summary is the beginning of the text, blanks and line ends apart."""
    if len(summary) > SUMMARY_CHARS:
        return False
    return squeezed(html.unescape(TAG.sub("", body))).startswith(squeezed(summary).removesuffix("…"))


def fill(apps, schema_editor):
    articles, last = apps.get_model("articles", "Article").objects, 0
    while rows := list(
        articles.filter(pk__gt=last).order_by("pk").values_list("pk", "summary", "body")[:BATCH]
    ):
        made = [pk for pk, summary, body in rows if is_made(summary, body)]
        silent = [pk for pk, _summary, body in rows if any(not ALT.search(img) for img in IMG.findall(body))]
        articles.filter(pk__in=made).update(is_summary_made=True)
        articles.filter(pk__in=silent).update(lacks_alt=True)
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_article_gaps")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
